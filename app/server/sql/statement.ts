import { StatementType, type DuckDBConnection } from '@duckdb/node-api'
import { LONGEST_STATEMENT } from './limits.ts'
import { SqlFailedError } from './errors.ts'

const NOT_ALLOWED = 'Only SELECT and EXPLAIN are allowed: snapshots are read-only.'

/** Types of the statements in a text, by DuckDB's own parser; a text that cannot be parsed throws DuckDB's error. */
async function statementTypes(connection: DuckDBConnection, sql: string): Promise<StatementType[]> {
  const extracted = await connection.extractStatements(sql)
  const types: StatementType[] = []
  for (let i = 0; i < extracted.count; i++) {
    const prepared = await extracted.prepare(i)
    types.push(prepared.statementType)
    prepared.destroySync()
  }
  return types
}

/** Whether the text is one SELECT: false also where it cannot be parsed. */
async function isOneSelect(connection: DuckDBConnection, sql: string): Promise<boolean> {
  try {
    const types = await statementTypes(connection, sql)
    return types.length === 1 && types[0] === StatementType.SELECT
  } catch {
    return false
  }
}

/** Refuses all but exactly one SELECT or EXPLAIN. @returns its type */
async function gate(connection: DuckDBConnection, sql: string): Promise<StatementType> {
  if (sql.length > LONGEST_STATEMENT) {
    throw new SqlFailedError(`The statement is longer than ${LONGEST_STATEMENT} characters. Shorten it.`)
  }
  // The engine reads a NUL as the end of the text: what was checked would not be what was typed.
  if (sql.includes('\0')) throw new SqlFailedError('The statement holds a NUL character. Remove it.')
  const { count } = await connection.extractStatements(sql)
  if (count !== 1) {
    throw new SqlFailedError(`One statement at a time: these are ${count}. Write a single SELECT or EXPLAIN.`)
  }
  const [type] = await statementTypes(connection, sql)
  if (type === StatementType.SELECT || type === StatementType.EXPLAIN) return type
  throw new SqlFailedError(NOT_ALLOWED)
}

/**
 * The statement to run in place of `sql`, cut at `rows` by the engine, so that a careless `SELECT *` is not computed
 * whole. EXPLAIN stays as it is. What cannot stand in brackets is refused: PRAGMA passes for a SELECT otherwise.
 * @throws {SqlFailedError} for anything but one SELECT or EXPLAIN; DuckDB's own error where it cannot be parsed or bound
 */
export async function limitedStatement(connection: DuckDBConnection, sql: string, rows: number): Promise<string> {
  if ((await gate(connection, sql)) === StatementType.EXPLAIN) return sql
  const wrap = (text: string) => `SELECT * FROM (\n${text}\n) LIMIT ${rows}`
  // A final semicolon, maybe with a comment behind it, may not stand inside brackets; one in a comment or text may.
  for (let end = sql.length; end > 0; end = sql.lastIndexOf(';', end - 1)) {
    const text = sql.slice(0, end)
    if (await isOneSelect(connection, wrap(text))) return wrap(text)
  }
  throw new SqlFailedError(NOT_ALLOWED)
}
