import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#tests/support/etl.ts'

function demo(...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'etl/demo/cli.ts', ...args], { encoding: 'utf8' })
}

const WRONG: [string, string[]][] = [
  ['no folder', []],
  ['a number of centers that is none', ['--out', 'x', '--centers', 'twelve']],
  ['no centers', ['--out', 'x', '--centers', '0']],
  ['a day that does not exist', ['--out', 'x', '--end', '2026-02-30']],
  ['an option that does not exist', ['--out', 'x', '--colour', 'red']],
]

for (const [what, args] of WRONG) {
  test(`${what} is answered by one line and status 2`, () => {
    const { status, stderr, stdout } = demo(...args)
    expect(status).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(/^demo: .*--help/)
    expect(stdout).toBe('')
  })
}

test('--help names every option', () => {
  const { status, stdout } = demo('--help')
  expect(status).toBe(0)
  for (const option of ['--out', '--centers', '--days', '--seed', '--end', '--exams', '--files']) {
    expect(stdout).toContain(option)
  }
})

test('a run says what it wrote and what it planted', () => {
  const { status, stdout } = demo(
    '--out',
    join(temporaryFolder(), 'demo'),
    '--centers',
    '3',
    '--days',
    '21',
    '--exams',
    '300',
  )
  expect(status).toBe(0)
  expect(stdout).toMatch(/exams of 3 centers on 21 days/)
  expect(stdout).toContain('dwi_lost: C003')
})
