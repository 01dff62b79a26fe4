import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { lives, until } from '#tests/support/processes.ts'

const MODULE = path.resolve(import.meta.dirname, '../../../../app/server/start/end-without-npm.js')

/** A program below a shell, as npm runs it; `said` is what it prints. */
function belowShell(env: Record<string, string>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'below-npm-'))
  const file = path.join(folder, 'main.mjs')
  writeFileSync(
    file,
    `import { endWithoutNpm } from ${JSON.stringify(MODULE)}
     endWithoutNpm(() => { console.log('gone'); process.exit(0) })
     setInterval(() => undefined, 1000)
     setTimeout(() => process.exit(3), 60000)
     console.log('pid ' + process.pid)`,
  )
  // Something behind it, or the shell would become the program.
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" "${file}"; :`], {
    env: { PATH: process.env.PATH, ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  createInterface({ input: shell.stdout }).on('line', (line) => said.push(line))
  const pid = () => Number(/pid (\d+)/.exec(said[0] ?? '')?.[1] ?? NaN)
  onTestFinished(() => {
    if (lives(pid())) process.kill(pid(), 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return { shell, said, pid }
}

const ended = (child: ChildProcess) => new Promise((done) => child.once('exit', done))

test.runIf(process.platform !== 'win32')('what npm began ends when npm’s shell is ended', async () => {
  const { shell, said, pid } = belowShell({ npm_lifecycle_event: 'start' })
  await until(() => said.length > 0)
  expect(lives(pid())).toBe(true)
  shell.kill('SIGTERM')
  await until(() => !lives(pid()))
  expect(said.at(-1)).toBe('gone')
})

test.runIf(process.platform !== 'win32')('what npm did not begin outlives the shell that began it', async () => {
  const { shell, said, pid } = belowShell({})
  await until(() => said.length > 0)
  const gone = ended(shell)
  shell.kill('SIGTERM')
  await gone
  // Twice as long as a look takes: what ends only now and then would be seen here at times, never falsely.
  await new Promise((wake) => setTimeout(wake, 1200))
  expect(lives(pid())).toBe(true)
})
