import type { CompiledQuery } from 'kysely'
import { quotedText } from './quote.ts'

/** SQL text of a constant, as a person would type it. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return quotedText(String(value))
}

/** The statement with its parameters written out, so that it runs as it is. */
export function statementOf({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): string {
  // Places are `$1`, `$2`, …; texts and names between quotes are left alone.
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g, (found, place: string | undefined) =>
    place === undefined ? found : literal(parameters[Number(place) - 1]),
  )
}
