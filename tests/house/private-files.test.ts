import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { smallLanding, examsCsv } from '#tests/support/landing.ts'

const root = path.resolve(import.meta.dirname, '../..')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'private-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs one of our programs as a shell with a usual umask does. */
function command(script: string, args: string[], env: Record<string, string>) {
  const line = `umask 022; exec "$0" --import tsx ${script} "$@"`
  const given = { ...process.env, PORT: '0', DATA_DIR: path.join(folder, 'data'), ...env }
  return spawnSync('/bin/sh', ['-c', line, process.execPath, ...args], { cwd: root, env: given, encoding: 'utf8' })
}

/** Files and folders that others than the owner may do anything with. */
function open(dir: string): string[] {
  const below = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dir, name))
  return [dir, ...below].filter((name) => (statSync(name).mode & 0o077) !== 0)
}

const COMMANDS: [string, string, string[]][] = [
  ['a load', 'etl/cli.ts', []],
  ['a look at the state', 'etl/cli.ts', ['status']],
  ['an account’s new password', 'app/server/accounts.ts', ['reset', 'nobody']],
  ['the check of the settings', 'app/server/start/check-config.ts', []],
]

test.each(COMMANDS)('%s as the first command leaves nothing that others can read', (_, script, args) => {
  const { dir, put } = smallLanding()
  put('exams/a.csv', examsCsv({}))
  const { stderr } = command(script, args, { LANDING_DIR: dir })
  const data = path.join(folder, 'data')
  // A look makes nothing.
  if (script === 'etl/cli.ts' && args[0] === 'status') return expect(existsSync(data)).toBe(false)
  expect(statSync(data).mode & 0o777, stderr).toBe(0o700)
  expect(open(data)).toEqual([])
})

test('a demo that is written into a new data folder is its owner’s alone', () => {
  const out = path.join(folder, 'data/landing')
  const { status } = command('etl/demo/cli.ts', ['--out', out, '--centers', '2', '--days', '3'], {})
  expect(status).toBe(0)
  expect(open(path.join(folder, 'data'))).toEqual([])
})
