import type { DuckDBConnection } from '@duckdb/node-api'
import { Problem, refusal } from './refuse.ts'
import { charactersBefore, withoutEnd } from './text.ts'
import { TreeGate, type Published } from './tree.ts'

/** Characters, whatever they take in an address or a form: longer statements are refused before they reach the parser. */
const LONGEST_STATEMENT = 100_000

/** What the engine cannot be asked at all. @throws {Problem} */
export function refuseUnreadable(sql: string) {
  if (sql.length > LONGEST_STATEMENT) {
    throw refusal(`The statement is longer than ${LONGEST_STATEMENT.toLocaleString('en')} characters. Shorten it.`)
  }
  const nul = sql.indexOf('\0')
  // The engine reads a NUL as the end of the text: what was checked would not be what was typed.
  if (nul >= 0) throw refusal('The statement holds a NUL character. Remove it.', { position: nul, length: 1 })
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(sql)) {
    throw refusal('The statement holds half a character. Type it again.')
  }
}

type Tree =
  | { error: false; statements: unknown[] }
  | { error: true; error_type: string; error_message: string; position?: string }

async function parse(connection: DuckDBConnection, sql: string): Promise<Tree> {
  const asked = 'SELECT json_serialize_sql($1::VARCHAR, skip_default := true, skip_empty := true, skip_null := true)'
  const result = await connection.run(asked, [sql])
  return JSON.parse(String(result.getChunk(0).getColumnValues(0)[0])) as Tree
}

function refuseUnparsed(sql: string, tree: Extract<Tree, { error: true }>): never {
  if (tree.error_type === 'not implemented') {
    const pivot = /\bpivot\b/i.test(sql) ? ' A PIVOT must name its columns: PIVOT … ON x IN (…).' : ''
    throw refusal(`Only SELECT and EXPLAIN are allowed: a snapshot is read-only.${pivot}`)
  }
  const position = tree.position === undefined ? {} : { position: charactersBefore(sql, Number(tree.position)) }
  throw new Problem({ code: 'syntax', message: sentence(tree.error_message), ...position })
}

const sentence = (message: string) => {
  const line = message.split('\n')[0]!.trim()
  return line.charAt(0).toUpperCase() + line.slice(1)
}

async function judge(connection: DuckDBConnection, sql: string, published: Published): Promise<TreeGate> {
  const tree = await parse(connection, sql)
  if (tree.error) refuseUnparsed(sql, tree)
  const { length } = tree.statements
  if (length === 0) throw refusal('There is no statement to run.')
  if (length > 1) throw refusal(`One statement at a time: these are ${length}. Select the one to run.`)
  const gate = new TreeGate(published)
  try {
    gate.judge(tree.statements[0])
  } catch (cause) {
    if (cause instanceof Problem && cause.problem.position !== undefined) {
      cause.problem.position = charactersBefore(sql, cause.problem.position)
    }
    throw cause
  }
  return gate
}

/** A statement that has passed. */
export interface Passed {
  /** One SELECT that can stand in brackets. */
  select: string
  tables: string[]
  /** Columns that a `*` leaves out, since they are not offered. */
  narrowed: string[]
}

/**
 * Lets exactly one SELECT through that uses nothing but published tables and allowed functions.
 * @throws {Problem} `refused` or `syntax`, with the position in the text
 */
export async function passGate(connection: DuckDBConnection, sql: string, published: Published): Promise<Passed> {
  refuseUnreadable(sql)
  const gate = await judge(connection, sql, published)
  return { select: withoutEnd(sql), tables: [...gate.uses.tables].sort(), narrowed: gate.narrowed() }
}

/**
 * Judges the statement that will run in the place of one that has passed. It is made by putting text around text, so
 * that only its own tree shows that it is one statement still.
 */
export async function passAgain(connection: DuckDBConnection, wrapped: string, published: Published): Promise<void> {
  await judge(connection, wrapped, published).catch((cause: unknown) => {
    throw cause instanceof Problem ? refusal('The statement cannot be limited. Write it as one SELECT.') : cause
  })
}
