import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { NoSnapshotError, SqlFailedError } from './errors.ts'
import {
  DEFAULT_ROWS,
  KILL_AFTER_MS,
  START_LIMIT_MS,
  TIME_LIMIT_MS,
  TOO_MUCH_MEMORY,
  type Format,
  type Job,
  type Reply,
} from './limits.ts'

export interface SqlRequest {
  /** Where to look for a snapshot; the first folder that has one is asked. */
  dataDirs: string[]
  sql: string
  format?: Format
  maxRows?: number
  timeLimitMs?: number
}

export interface SqlOutcome {
  rows: number
  /** Whether there were more rows than `maxRows`. */
  truncated: boolean
}

/** File of the current snapshot. @throws {NoSnapshotError} */
async function snapshotFile(dataDirs: string[]): Promise<string> {
  const reader = createSnapshotReader({ dataDirs })
  try {
    const snapshot = await reader.current()
    if (snapshot) return snapshot.file
  } finally {
    await reader.close()
  }
  throw new NoSnapshotError(
    `Nothing is published under ${dataDirs[0]}: run "npm run etl" to load the landing folder, or "npm start" for a demo.`,
  )
}

/**
 * A child whose files cannot grow by a byte, that leaves no core dump, and whose environment holds no secrets; it limits
 * its memory itself. Where the shell knows no such limit (other systems), it goes without.
 */
function startWorker(): ChildProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const worker = fileURLToPath(new URL('worker.ts', import.meta.url))
  const command = [process.execPath, '--max-old-space-size=1024', '--import', tsx, worker]
  // Without tsx's cache, since files may not grow.
  const env = { PATH: process.env.PATH, TZ: 'UTC', TSX_DISABLE_CACHE: '1' } as unknown as NodeJS.ProcessEnv
  const script = 'ulimit -f 0 2>/dev/null; ulimit -c 0 2>/dev/null; exec "$@"'
  return spawn('/bin/sh', ['-c', script, 'sh', ...command], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env })
}

const TOO_SLOW = (ms: number) => `Stopped after ${ms / 1000} seconds. Ask for less: a shorter period or fewer columns.`

/** Sends the job and waits for the last word; a child that outlives the time limit is killed. */
function converse(child: ChildProcess, job: Job): Promise<Reply> {
  return new Promise((resolve) => {
    let complaint = ''
    let last: Reply | null = null
    child.stderr!.on('data', (data: Buffer) => (complaint = `${complaint}${data}`.slice(-10_000)))
    const kill = () => {
      last = { kind: 'failed', message: TOO_SLOW(job.timeLimitMs) }
      child.kill('SIGKILL')
    }
    // The clock of the statement starts when the child is up: a busy machine takes its time to start one.
    let timer = setTimeout(kill, START_LIMIT_MS)
    child.once('spawn', () => child.send(job))
    child.on('message', (reply: Reply) => {
      clearTimeout(timer)
      if (reply.kind === 'started') timer = setTimeout(kill, job.timeLimitMs + KILL_AFTER_MS)
      last = reply
    })
    child.once('error', (error) =>
      resolve({ kind: 'failed', message: `The statement could not be run: ${error.message}` }),
    )
    child.once('close', () => {
      clearTimeout(timer)
      resolve(last ?? { kind: 'failed', message: `The statement could not be run: ${reason(complaint)}` })
    })
  })
}

/** The line of a dead process's complaint that names the error. */
function reason(complaint: string): string {
  return complaint.split('\n').find((line) => /error/i.test(line) && line.length < 500) ?? 'its process ended at once'
}

/**
 * Runs one SELECT or EXPLAIN on the current snapshot in a process of its own and writes the result, and nothing else,
 * to `out`.
 * @throws {NoSnapshotError} nothing is published yet
 * @throws {SqlFailedError} refused, wrong, or over a limit; `message` is one line
 */
export async function runSql(request: SqlRequest, out: Writable): Promise<SqlOutcome> {
  const { sql, format = 'table', maxRows = DEFAULT_ROWS, timeLimitMs = TIME_LIMIT_MS } = request
  const file = await snapshotFile(request.dataDirs)
  const child = startWorker()
  child.stdout!.pipe(out, { end: false })
  out.once('error', () => child.kill('SIGKILL'))
  const [reply] = await Promise.all([
    converse(child, { file, sql, format, maxRows, timeLimitMs }),
    finished(child.stdout!),
  ])
  if (reply.kind === 'done') return { rows: reply.rows, truncated: reply.truncated }
  if (reply.kind === 'failed') throw new SqlFailedError(reply.message)
  throw new SqlFailedError(TOO_MUCH_MEMORY)
}
