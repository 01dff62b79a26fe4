import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { lives, until } from '#tests/support/processes.ts'

const START = path.resolve(import.meta.dirname, '../../../../app/server/start')

/** A supervisor as a process of its own, whose child says its pid and then does `body`. */
function supervising(body: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'supervisor-'))
  writeFileSync(path.join(folder, 'child.mjs'), `console.log('child ' + process.pid)\n${body}\n`)
  writeFileSync(
    path.join(folder, 'main.mjs'),
    `import { Children } from ${JSON.stringify(`${START}/children.js`)}
     import { supervise } from ${JSON.stringify(`${START}/supervisor.js`)}
     const children = new Children()
     const end = async (status) => { await children.stop(); process.exit(status) }
     process.on('SIGTERM', () => end(0))
     supervise({
       name: 'The child',
       start: (onEnd) => children.serve(${JSON.stringify(path.relative(path.resolve(START, '../../..'), folder))} + '/child.mjs', [], onEnd),
       giveUp: end, isStopping: () => children.stopping, times: { firstWaitMs: 1 },
     })`,
  )
  const main = spawn(process.execPath, [path.join(folder, 'main.mjs')], { stdio: ['ignore', 'pipe', 'pipe'] })
  const pids: number[] = []
  const errors: string[] = []
  createInterface({ input: main.stdout }).on('line', (line) => pids.push(Number(/child (\d+)/.exec(line)?.[1])))
  createInterface({ input: main.stderr }).on('line', (line) => errors.push(line))
  onTestFinished(() => {
    main.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return { main, pids, errors }
}

const STAYS = "setInterval(() => undefined, 1000); process.on('SIGTERM', () => process.exit(0))"

const closed = (child: ChildProcess) => new Promise<number | null>((done) => child.once('close', done))

test('a process that is killed comes back, and the output says so', async () => {
  const { main, pids, errors } = supervising(STAYS)
  await until(() => pids.length === 1)
  process.kill(pids[0]!, 'SIGKILL')
  await until(() => pids.length === 2)
  expect(errors[0]).toMatch(/^The child ended by SIGKILL; it is started again in \d+ s\.$/)
  const status = closed(main)
  main.kill('SIGTERM')
  expect(await status).toBe(0)
  expect(lives(pids[1]!)).toBe(false)
})

test('a process that cannot live is given up after six deaths, with one clear line', async () => {
  const { main, pids, errors } = supervising('process.exit(7)')
  expect(await closed(main)).toBe(1)
  expect(pids).toHaveLength(6)
  expect(errors.at(-1)).toMatch(/ended with status 7, for the 6th time in a row: giving up/)
})

test('a wrong setting is not tried again', async () => {
  const { main, pids } = supervising('process.exit(2)')
  expect(await closed(main)).toBe(2)
  expect(pids).toHaveLength(1)
})

test('when the supervisor itself is killed outright, nothing of it stays', async () => {
  const { main, pids } = supervising(STAYS)
  await until(() => pids.length === 1)
  main.kill('SIGKILL')
  await until(() => !lives(pids[0]!))
})
