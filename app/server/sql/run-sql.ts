import type { Writable } from 'node:stream'
import { DATA_CLASSES } from '#queries/data-classes.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import type { Json } from '@duckdb/node-api'
import { NoSnapshotError, SqlFailedError } from './errors.ts'
import { lineWriter, TableLayout, type Row, type Writer } from './format.ts'
import { DEFAULT_LIMITS, type Format, type SandboxLimits } from './limits.ts'
import { createSqlService } from './service.ts'
import type { SqlColumn, SqlProblem } from '../../sql/sql-types.ts'

export interface RunSqlRequest {
  /** Where to look for a snapshot; the first folder that has one is asked. */
  dataDirs: string[]
  sql: string
  format?: Format
  maxRows?: number
  limits?: Partial<SandboxLimits>
}

export interface SqlOutcome {
  rows: number
  /** Whether there were more rows than `maxRows`. */
  truncated: boolean
}

/** Rows after which the widths of a table are settled: more would have to be kept until the last is known. */
const LAYOUT_ROWS = 10_000

/** Text that is kept back, so that a value that cannot be shown fails a usual result before any of it is out. */
const HELD_BACK = 4_000_000

/** Writes rows on as they come. */
class Printer {
  readonly #out: Writable
  readonly #format: Format
  #columns: string[] = []
  #writer: Writer | null = null
  #unprinted: Row[] = []
  #buffer = ''
  #index = 0

  constructor(out: Writable, format: Format) {
    this.#out = out
    this.#format = format
  }

  begin(columns: SqlColumn[]) {
    this.#columns = columns.map(({ name }) => name)
    // A plan is a drawing of its own.
    if (this.#format === 'table' && this.#columns.join() === 'explain_key,explain_value') {
      this.#writer = { head: '', line: (row) => `${row[1]}\n`, foot: '' }
    } else if (this.#format !== 'table') this.#use(lineWriter(this.#format, this.#columns))
  }

  #use(writer: Writer) {
    this.#writer = writer
    this.#buffer += writer.head
  }

  async rows(rows: Row[]): Promise<void> {
    if (!this.#writer) {
      this.#unprinted.push(...rows)
      if (this.#unprinted.length >= LAYOUT_ROWS) await this.#layOut()
      return
    }
    for (const row of rows) this.#buffer += this.#writer.line(row, this.#index++)
    if (this.#buffer.length > HELD_BACK) await this.#flush()
  }

  async #layOut(): Promise<void> {
    const layout = new TableLayout(this.#columns)
    for (const row of this.#unprinted) layout.see(row)
    this.#use(layout.writer())
    await this.rows(this.#unprinted.splice(0))
  }

  async end(): Promise<void> {
    if (!this.#writer) await this.#layOut()
    this.#buffer += this.#writer!.foot
    await this.#flush()
  }

  #flush(): Promise<void> {
    const text = this.#buffer
    this.#buffer = ''
    return new Promise((written, failed) => this.#out.write(text, (error) => (error ? failed(error) : written())))
  }
}

/** Problem, what was meant and what is allowed, on one line. */
function oneLine({ message, suggestions, allowed }: SqlProblem): string {
  const meant = suggestions?.length ? ` Did you mean ${suggestions.join(' or ')}?` : ''
  return `${message}${meant}${allowed ? ` Allowed: ${allowed}` : ''}`.replace(/\s*\n\s*/g, ' ')
}

/**
 * Runs one SELECT or EXPLAIN on the current snapshot in the console's sandbox and writes the result, and nothing else,
 * to `out`.
 * @throws {NoSnapshotError} nothing is published yet
 * @throws {SqlFailedError} refused, wrong, or over a limit; `message` is one line
 */
export async function runSql(request: RunSqlRequest, out: Writable): Promise<SqlOutcome> {
  const { dataDirs, sql, format = 'table', limits } = request
  const reader = createSnapshotReader({ dataDirs })
  const service = createSqlService({ reader, limits: { ...limits, processes: 1 } })
  const stop = new AbortController()
  const onError = () => stop.abort()
  out.on('error', onError)
  try {
    const printer = new Printer(out, format)
    const answer = await service.stream(
      {
        user: 'npm run sql',
        classes: DATA_CLASSES,
        scope: ALL_CENTERS,
        sql,
        maxRows: request.maxRows ?? DEFAULT_LIMITS.screenRows,
        signal: stop.signal,
      },
      { columns: (columns) => printer.begin(columns), rows: (rows) => printer.rows(rows as (Json | null)[][]) },
    )
    if (answer.ok) {
      await printer.end()
      return { rows: answer.rows, truncated: answer.truncated }
    }
    const line = oneLine(answer.problem)
    throw answer.problem.code === 'no_snapshot' ? new NoSnapshotError(line) : new SqlFailedError(line)
  } finally {
    out.off('error', onError)
    await service.close()
    await reader.close()
  }
}
