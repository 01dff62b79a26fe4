import { ALLOWED, REFUSED } from './functions.ts'

const VALUE_FUNCTIONS = new Set(
  [
    ...ALLOWED.scalar,
    ...ALLOWED.aggregate,
    ...ALLOWED.macro,
    // In the list of columns they make rows of a value.
    'unnest',
    'generate_series',
    'range',
  ].map((name) => name.toLowerCase()),
)

const TABLE_FUNCTIONS = new Set(ALLOWED.table)

export type FunctionKind = 'value' | 'table'

export const isAllowedFunction = (name: string, kind: FunctionKind) =>
  (kind === 'table' ? TABLE_FUNCTIONS : VALUE_FUNCTIONS).has(name)

/** Why a function is refused; null where nobody knows it. */
export function whyRefused(name: string, kind: FunctionKind): string | null {
  return REFUSED.find((group) => group.kind === kind && group.names.includes(name))?.why ?? null
}

export const allowedFunctions = (kind: FunctionKind) => [...(kind === 'table' ? TABLE_FUNCTIONS : VALUE_FUNCTIONS)]

/** Views of the standard's catalog that tell tables and columns, and no path. */
export const INFORMATION_SCHEMA = new Set([
  'tables',
  'columns',
  'schemata',
  'table_constraints',
  'key_column_usage',
  'referential_constraints',
  'constraint_column_usage',
])

/** The engine's own catalog, also without brackets. */
export const CATALOG_VIEWS = new Set(['duckdb_tables', 'duckdb_columns'])

/** Steps from one word to another, as far as `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

const LONGEST_NAME = 100

/** The nearest three, not further than a third of the word. */
function nearest(word: string, candidates: { name: string; word: string; more: number }[]): string[] {
  const short = word.slice(0, LONGEST_NAME).toLowerCase()
  const most = Math.max(1, Math.floor(short.length / 3))
  return (
    candidates
      .map(({ name, word: other, more }) => ({ name, far: distance(short, other.toLowerCase(), most), more }))
      .filter(({ far }) => far <= most)
      .sort((a, b) => a.far + a.more - (b.far + b.more))
      // What is much further than the nearest is not meant.
      .filter(({ far }, _, [best]) => far <= best!.far + 1)
      .slice(0, 3)
      .map(({ name }) => name)
  )
}

/** Up to three names that somebody may have meant. */
export const closest = (name: string, among: Iterable<string>) =>
  nearest(
    name,
    [...among].map((candidate) => ({ name: candidate, word: candidate, more: 0 })),
  )

/**
 * Up to three tables that somebody may have meant, as they are written: the table's own word counts, and of two that are
 * as near the one in the schema that was named.
 * @param tables with their schema, `main.exam`, or names of the statement itself, without
 */
export function closestTables(typed: string, tables: Iterable<string>): string[] {
  const [word, schema] = typed.toLowerCase().split('.').reverse() as [string, string?]
  return nearest(
    word,
    [...tables].map((table) => {
      const [own, place = 'main'] = table.split('.').reverse() as [string, string?]
      return { name: table.replace(/^main\./, ''), word: own, more: schema === undefined || schema === place ? 0 : 0.5 }
    }),
  )
}
