// A process of the sandbox: opens one snapshot, gives up what rights it has, then answers statements one by one.
import { readFileSync } from 'node:fs'
import { connect, openEngine, publishedFor, type Engine } from './engine.ts'
import { bare, problemOf } from './engine-error.ts'
import { doJob, frameOf, type Talk } from './jobs.ts'
import type { Boot, FromChild, Job, ToChild } from './messages.ts'

let boot: Boot
let engine: Engine
let interrupting: NodeJS.Timeout | undefined
let interrupt: (() => void) | null = null
let more: (() => void) | null = null

/** Resolves when the parent has taken it: what is not sent when a process ends is lost. */
const send = (message: FromChild) => new Promise<void>((sent) => process.send!(message, () => sent()))

const talk: Talk = {
  get pipe() {
    return boot.pipe
  },
  columns: (columns) => send({ kind: 'columns', columns }),
  rows: async (rows) => {
    const taken = new Promise<void>((resolve) => (more = resolve))
    await send({ kind: 'rows', rows })
    await taken
  },
}

/** From here on as nobody: what the process has open stays open, what it has not it cannot open. */
function giveUpRights() {
  if (!boot.user || process.getuid?.() !== 0) return
  process.setgroups!([])
  process.setgid!(boot.user.gid)
  process.setuid!(boot.user.uid)
}

function hasNoNewPrivileges(): boolean {
  try {
    return /^NoNewPrivs:\s*1/m.test(readFileSync('/proc/self/status', 'utf8'))
  } catch {
    return false
  }
}

async function answer(job: Job): Promise<void> {
  const connection = await connect(engine)
  // One interrupt can be lost between two steps of the engine, so it is repeated until the statement gives up.
  interrupt = () => (interrupting ??= setInterval(() => connection.interrupt(), 50))
  let reply: FromChild
  try {
    const { value, tables } = await doJob(connection, await publishedFor(engine, job.offer), job, talk)
    reply = { kind: 'done', value, tables, outOfMemory: false }
  } catch (cause) {
    reply = {
      kind: 'failed',
      ...problemOf(cause, 'sql' in job ? frameOf(job) : bare(''), boot.secrets, engine.offered?.published.withheld),
    }
  }
  interrupt = null
  clearInterval(interrupting)
  interrupting = undefined
  connection.closeSync()
  await send(reply)
}

async function take(message: ToChild): Promise<void> {
  if (message.kind === 'boot') {
    boot = message.boot
    engine = await openEngine(boot)
    await send({ kind: 'booted' })
  } else if (message.kind === 'confine') {
    giveUpRights()
    await send({ kind: 'ready', userId: process.getuid?.() ?? -1, noNewPrivileges: hasNoNewPrivileges() })
  } else if (message.kind === 'job') await answer(message.job)
  else if (message.kind === 'more') more?.()
  else interrupt?.()
}

process.on('message', (message: ToChild) => void take(message))
// Without a parent nobody waits for an answer.
process.once('disconnect', () => process.exit(0))
// Whatever fails outside a statement leaves a state that nobody knows.
process.once('unhandledRejection', () => process.exit(1))
