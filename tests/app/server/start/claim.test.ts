import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claim, release } from '#app/server/start/claim.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'claim-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => path.join(folder, 'data/start.json')
function heldBy(pid: number) {
  mkdirSync(path.join(folder, 'data'), { recursive: true })
  writeFileSync(file(), JSON.stringify({ pid, address: 'http://127.0.0.1:3000' }))
}

/** A process whose command line names such a script, and does nothing. */
async function living(script: string) {
  const program = path.join(folder, script)
  writeFileSync(program, 'console.log(1); setInterval(() => {}, 1000)')
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((told) => child.stdout.once('data', told))
  return child
}

test('a second start on the same data folder is told of the first', async () => {
  const first = await living('start.js')
  heldBy(first.pid!)
  expect(() => claim(path.join(folder, 'data'), 'http://127.0.0.1:3001')).toThrow(
    `data is in use by process ${first.pid}, which answers at http://127.0.0.1:3000. Stop that, or set DATA_DIR`,
  )
  release(path.join(folder, 'data'))
  expect(existsSync(file())).toBe(true)
  first.kill('SIGKILL')
})

test('what a killed start left is taken over, also where its number is another program’s now, and given back', async () => {
  const other = await living('other.mjs')
  for (const pid of [other.pid!, 2 ** 22 + 1, process.pid]) {
    heldBy(pid)
    claim(path.join(folder, 'data'), 'http://127.0.0.1:3001')
    release(path.join(folder, 'data'))
    expect(existsSync(file())).toBe(false)
  }
  writeFileSync(file(), '{"pid"')
  expect(() => claim(path.join(folder, 'data'), '')).not.toThrow()
  other.kill('SIGKILL')
})
