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

/** Up to three names that somebody may have meant. */
export function closest(name: string, among: Iterable<string>): string[] {
  const most = Math.max(1, Math.floor(name.length / 3))
  const short = name.slice(0, 100).toLowerCase()
  return [...among]
    .map((candidate) => ({ candidate, far: distance(short, candidate.toLowerCase(), most) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}
