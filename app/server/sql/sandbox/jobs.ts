import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api'
import { toShown } from '#queries/db/values.ts'
import { passAgain, passGate, type Passed } from '../gate/gate.ts'
import { Problem, refusal } from '../gate/refuse.ts'
import { explained, type Explained } from '../gate/text.ts'
import type { Published } from '../gate/tree.ts'
import type { SqlColumn, SqlDescription } from '../../../sql/sql-types.ts'
import { runBound } from './bind.ts'
import { runExport } from './copy.ts'
import type { Frame } from './engine-error.ts'
import type { Parameters, Rows, Task } from './messages.ts'
import { readSchema } from './schema.ts'

/** How a job hands over what it finds on its way. */
export interface Talk {
  columns(columns: SqlColumn[]): Promise<void>
  /** Resolves when the next may come. */
  rows(rows: unknown[][]): Promise<void>
  /** The only path that may be written to; null in a process for queries. */
  pipe: string | null
}

interface Done {
  value: unknown
  tables: string[]
}

const OPEN = 'SELECT * FROM (\n'
const planWords = (analyze: boolean, json: boolean) =>
  json ? `EXPLAIN (${analyze ? 'ANALYZE, ' : ''}FORMAT json) ` : `EXPLAIN ${analyze ? 'ANALYZE ' : ''}`
/** What a person's own EXPLAIN becomes: a drawing, or JSON where it says so. */
const textPlan = ({ analyze, json }: Explained) => planWords(analyze, json)
const close = (rows: number) => `\n) LIMIT ${rows}`

/** What stands around the text when it runs. */
export function frameOf(job: Extract<Task, { sql: string }>): Frame {
  const inside = explained(job.sql)
  if (!inside) {
    const before = job.kind === 'describe' ? '' : job.kind === 'explain' ? planWords(job.analyze, true) : OPEN
    return { sql: job.sql, before, offset: 0 }
  }
  const before = job.kind === 'describe' ? '' : job.kind === 'explain' ? planWords(job.analyze, true) : textPlan(inside)
  return { sql: inside.body, before, offset: inside.offset }
}

const columnsOf = (result: DuckDBMaterializedResult): SqlColumn[] =>
  result.columnNames().map((name, i) => ({ name, type: result.columnTypes()[i]!.toString() }))

/** Cuts long texts, also inside lists and objects. @returns the value and about how many bytes it takes */
function cut(value: unknown, characters: number): { value: unknown; bytes: number } {
  if (typeof value === 'string') {
    if (value.length <= characters) return { value, bytes: value.length + 2 }
    return { value: `${value.slice(0, characters)}…`, bytes: characters }
  }
  if (value === null || typeof value !== 'object') return { value, bytes: 8 }
  const text = JSON.stringify(value)
  return text.length <= characters
    ? { value, bytes: text.length }
    : { value: `${text.slice(0, characters)}…`, bytes: characters }
}

async function sendRows(
  result: DuckDBMaterializedResult,
  { maxRows, maxBytes, cellCharacters }: Extract<Task, { kind: 'run' }>,
  talk: Talk,
): Promise<Omit<Rows, 'narrowed'>> {
  let rows = 0
  let bytes = 0
  for (let i = 0; i < result.chunkCount && rows < maxRows && bytes < maxBytes; i++) {
    const batch: unknown[][] = []
    for (const row of result.getChunk(i).convertRows(toShown)) {
      if (rows >= maxRows || bytes >= maxBytes) break
      batch.push(
        row.map((cell) => {
          const { value, bytes: size } = cut(cell, cellCharacters)
          bytes += size
          return value
        }),
      )
      rows += 1
    }
    await talk.rows(batch)
  }
  return { rows, truncated: result.rowCount > rows }
}

/** A plan holds how many rows the engine expects and reads of the whole network. */
function refusePlan({ isScoped }: Published) {
  if (isScoped) throw refusal('A plan tells of all centers, and you work for some. Run the statement without EXPLAIN.')
}

/** The plan as rows, for who asks with a statement; times and rows of a run where it says ANALYZE. */
async function explainAsText(
  connection: DuckDBConnection,
  published: Published,
  inside: Explained,
  parameters: Parameters,
): Promise<{ result: DuckDBMaterializedResult; tables: string[]; narrowed: string[] }> {
  refusePlan(published)
  const passed = await passBehind(connection, published, inside)
  const result = await runBound(connection, `${textPlan(inside)}${passed.select}`, parameters)
  return { result, tables: passed.tables, narrowed: passed.narrowed }
}

/** The statement behind EXPLAIN through the gate; a problem is told in the whole text. */
async function passBehind(
  connection: DuckDBConnection,
  published: Published,
  { body, offset }: { body: string; offset: number },
): Promise<Passed> {
  try {
    return await passGate(connection, body, published)
  } catch (cause) {
    if (cause instanceof Problem && cause.problem.position !== undefined) cause.problem.position += offset
    throw cause
  }
}

async function run(
  connection: DuckDBConnection,
  published: Published,
  job: Extract<Task, { kind: 'run' }>,
  talk: Talk,
): Promise<Done> {
  const inside = explained(job.sql)
  if (inside) {
    const { result, tables, narrowed } = await explainAsText(connection, published, inside, job.parameters)
    await talk.columns(columnsOf(result))
    return { value: { ...(await sendRows(result, { ...job, cellCharacters: 1_000_000 }, talk)), narrowed }, tables }
  }
  const { select, tables, narrowed } = await passGate(connection, job.sql, published)
  const limited = `${OPEN}${select}${close(job.maxRows + 1)}`
  await passAgain(connection, limited, published)
  const result = await runBound(connection, limited, job.parameters)
  await talk.columns(columnsOf(result))
  return { value: { ...(await sendRows(result, job, talk)), narrowed }, tables }
}

async function explain(
  connection: DuckDBConnection,
  published: Published,
  job: Extract<Task, { kind: 'explain' }>,
): Promise<Done> {
  refusePlan(published)
  const inside = explained(job.sql) ?? { body: job.sql, offset: 0 }
  const { select, tables } = await passBehind(connection, published, inside)
  const plan = async (analyze: boolean) => {
    const result = await runBound(connection, `${planWords(analyze, true)}${select}`, job.parameters)
    return JSON.parse(String(result.getChunk(0).getRows()[0]![1])) as unknown
  }
  const started = performance.now()
  const value = await plan(job.analyze)
  const latency = (performance.now() - started) / 1000
  // What is answered from statistics alone has no profile; its plan and its time are known all the same.
  const unprofiled = (value as { result?: unknown }).result === 'error'
  return { value: unprofiled ? { latency, children: await plan(false) } : value, tables }
}

async function describe(connection: DuckDBConnection, published: Published, sql: string): Promise<Done> {
  const { select, tables } = await passBehind(connection, published, explained(sql) ?? { body: sql, offset: 0 })
  const prepared = await connection.prepare(select)
  try {
    const parameters = Array.from({ length: prepared.parameterCount }, (_, i) => prepared.parameterName(i + 1))
    const columns: SqlColumn[] = []
    for (let i = 0; i < prepared.columnCount; i++) {
      // A type that hangs on a parameter is not known before it is bound.
      const known = prepared.columnTypeId(i) !== 0
      columns.push({ name: prepared.columnName(i), type: known ? prepared.columnType(i).toString() : 'UNKNOWN' })
    }
    const ordered = parameters.sort((a, b) => select.indexOf(`$${a}`) - select.indexOf(`$${b}`))
    return { value: { columns, parameters: ordered } satisfies SqlDescription, tables }
  } finally {
    prepared.destroySync()
  }
}

async function exportRows(
  connection: DuckDBConnection,
  published: Published,
  job: Extract<Task, { kind: 'export' }>,
  talk: Talk,
): Promise<Done> {
  if (explained(job.sql)) throw refusal('A plan cannot be exported. Export the statement behind EXPLAIN.')
  const { select, tables, narrowed } = await passGate(connection, job.sql, published)
  const limited = `${OPEN}${select}${close(job.maxRows)}`
  await passAgain(connection, limited, published)
  const { pipe, columns } = talk
  if (!pipe) throw refusal('Exports run in processes of their own.')
  return { value: { ...(await runExport(connection, { ...job, select, limited, pipe, columns })), narrowed }, tables }
}

/** @throws {Problem} or the engine's own error */
export async function doJob(connection: DuckDBConnection, published: Published, job: Task, talk: Talk): Promise<Done> {
  switch (job.kind) {
    case 'run':
      return run(connection, published, job, talk)
    case 'explain':
      return explain(connection, published, job)
    case 'describe':
      return describe(connection, published, job.sql)
    case 'export':
      return exportRows(connection, published, job, talk)
    case 'schema':
      return { value: await readSchema(connection, job.sampled), tables: [] }
  }
}
