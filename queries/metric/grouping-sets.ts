import type { Aggregate } from './expression.ts'

/** Column that says by which keys a row is grouped, where a question asks by several sets of them. */
export const GROUPED_BY = 'grouped_by'

/** Value of `grouped_by`. */
export const nameOfSet = (set: readonly string[]) => (set.length > 0 ? set.join(', ') : 'all')

/** SQL condition for the rows of one set; a key is null in the rows of sets without it. */
export const inSet = (...set: string[]) => `${GROUPED_BY} = '${nameOfSet(set)}'`

/** The rows of one set. */
export const ofSet = <Row extends { row: Record<string, unknown> }>(rows: Row[], ...set: string[]) =>
  rows.filter(({ row }) => row[GROUPED_BY] === nameOfSet(set))

/** Which of the sets a row belongs to: a bit for each key, the first key's the highest, set where it is left out. */
function nameText(keys: string[], sets: readonly (readonly string[])[]): string {
  if (keys.length === 0) return `'${nameOfSet([])}'`
  const bits = (set: readonly string[]) => keys.reduce((sum, key) => 2 * sum + (set.includes(key) ? 0 : 1), 0)
  const names = sets.map((set) => `WHEN ${bits(set)} THEN '${nameOfSet(set)}'`)
  return `CASE grouping(${keys.join(', ')}) ${names.join(' ')} END`
}

function againText({ name, again }: Aggregate): string {
  if (again === null)
    throw new Error(`${name}: what finer groups give of it does not add up. Ask it in a question of its own.`)
  return `${again} AS ${name}`
}

/**
 * Adds the groups by all keys up by each set: the table is read once, however many sets there are. `common` are columns
 * that every set is grouped by.
 */
export function bySetsText(
  groups: string,
  parts: Aggregate[],
  keys: string[],
  common: string[],
  sets: readonly (readonly string[])[],
): string {
  const columns = [`${nameText(keys, sets)} AS ${GROUPED_BY}`, ...keys, ...common, ...parts.map(againText)]
  const grouped = sets.map((set) => `(${[...set, ...common].join(', ')})`)
  return `SELECT ${columns.join(', ')} FROM ${groups} GROUP BY GROUPING SETS (${grouped.join(', ')})`
}
