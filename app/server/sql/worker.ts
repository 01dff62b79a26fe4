// The child process that runs one statement of an analyst: `run-sql.ts` starts it with limits and without environment.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DuckDBInstance, type DuckDBConnection, type DuckDBMaterializedResult } from '@duckdb/node-api'
import { toJson } from '#queries/db/values.ts'
import { lineWriter, TableLayout, type Row, type Writer } from './format.ts'
import { ADDRESS_SPACE_KIB, MEMORY_LIMIT, TOO_MUCH_MEMORY, type Job, type Reply } from './limits.ts'
import { limitedStatement } from './statement.ts'

/** Waits until the parent has taken it: what is not sent when a process ends is lost. */
function reply(message: Reply): Promise<void> {
  return new Promise((sent) => process.send!(message, () => sent()))
}

function write(text: string): Promise<void> {
  return new Promise((written, failed) => process.stdout.write(text, (error) => (error ? failed(error) : written())))
}

/** The snapshot, read-only, with nothing to reach outside it and a configuration that no statement can change. */
async function connect(file: string): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    threads: '2',
    memory_limit: MEMORY_LIMIT,
    temp_directory: '',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    allow_persistent_secrets: 'false',
  })
  const setup = await instance.connect()
  await setup.run("SET GLOBAL TimeZone = 'UTC'")
  await setup.run('SET lock_configuration = true')
  setup.closeSync()
  return instance.connect()
}

/**
 * Caps the address space from here on, so that a statement runs out of memory before the machine does. Not earlier: the
 * loader of this file reserves, and never uses, many times as much. Linux only; elsewhere the engine's limit has to do.
 */
function limitMemory(): void {
  try {
    const kib = Number(/^VmSize:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
    const bytes = (kib + ADDRESS_SPACE_KIB) * 1024
    execFileSync('prlimit', ['--pid', String(process.pid), `--as=${bytes}:${bytes}`], { stdio: 'ignore' })
  } catch {
    // No such file or command: see above.
  }
}

/** One interrupt can be lost between two steps of the engine, so it is repeated until the statement gives up. */
async function runLimited(
  connection: DuckDBConnection,
  sql: string,
  limitMs: number,
): Promise<DuckDBMaterializedResult> {
  let repeat: NodeJS.Timeout | undefined
  const timer = setTimeout(() => {
    repeat = setInterval(() => connection.interrupt(), 50)
  }, limitMs)
  try {
    return await connection.run(sql)
  } catch (cause) {
    if (repeat)
      throw new Error(`Stopped after ${limitMs / 1000} seconds. Ask for less: a shorter period or fewer columns.`)
    throw cause
  } finally {
    clearTimeout(timer)
    clearInterval(repeat)
  }
}

/** Rows of the result, chunk by chunk: converting a million of them at once would not fit the memory. */
function* rowsOf(result: DuckDBMaterializedResult, maxRows: number): Generator<Row> {
  let left = maxRows
  for (let i = 0; i < result.chunkCount && left > 0; i++) {
    for (const row of result.getChunk(i).convertRows(toJson)) {
      if (left-- <= 0) return
      yield row as Row
    }
  }
}

function writerFor(job: Job, result: DuckDBMaterializedResult): Writer {
  const columns = result.columnNames()
  if (job.format !== 'table') return lineWriter(job.format, columns)
  // A plan is a drawing of its own.
  if (columns.join() === 'explain_key,explain_value') return { head: '', line: (row) => `${row[1]}\n`, foot: '' }
  const layout = new TableLayout(columns)
  for (const row of rowsOf(result, job.maxRows)) layout.see(row)
  return layout.writer()
}

async function print(job: Job, result: DuckDBMaterializedResult): Promise<void> {
  const writer = writerFor(job, result)
  let buffer = writer.head
  let index = 0
  for (const row of rowsOf(result, job.maxRows)) {
    buffer += writer.line(row, index++)
    // Much in one piece, so that a value that cannot be shown fails a usual result before any of it is out.
    if (buffer.length > 4_000_000) {
      await write(buffer)
      buffer = ''
    }
  }
  await write(buffer + writer.foot)
}

/** DuckDB's message without the excerpt of the statement and without advice that nobody can follow here, on one line. */
function oneLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (message.startsWith('Out of Memory Error')) return TOO_MUCH_MEMORY
  return message
    .replace(/^Failed to extract statements: /, '')
    .split(/\n\s*LINE \d+:/)[0]!
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}

async function answer(job: Job): Promise<void> {
  try {
    const connection = await connect(job.file)
    limitMemory()
    await reply({ kind: 'started' })
    const sql = await limitedStatement(connection, job.sql, job.maxRows + 1)
    const result = await runLimited(connection, sql, job.timeLimitMs)
    await reply({ kind: 'computed' })
    await print(job, result)
    const truncated = result.rowCount > job.maxRows
    await reply({ kind: 'done', rows: Math.min(result.rowCount, job.maxRows), truncated })
  } catch (cause) {
    await reply({ kind: 'failed', message: oneLine(cause) })
  }
  process.exit(0)
}

process.once('message', (job: Job) => void answer(job))
// Without a parent nobody waits for the answer.
process.once('disconnect', () => process.exit(0))
