import { sql, type Kysely } from 'kysely'
import type { Cell, Columns } from '../db/columns.ts'
import { columnsOf } from '../db/dialect.ts'
import type { Database } from '../schema.ts'
import type { Aggregate, Source, Value } from './expression.ts'
import { nameOfSet } from './grouping-sets.ts'
import { namesOf, partOf, type Question } from './statement.ts'

/** Every group of any source, in both periods where both are asked for, in the order of the keys. */
export interface Groups {
  count: number
  /** Value of the key at a place; `grouped_by` is the first where there are sets. */
  key: (group: number, place: number) => Cell
  isCurrent: (group: number) => boolean
  /** Reads an aggregate; without a row 0 where counting nothing gives none, else null. */
  reader: (part: Aggregate) => (group: number) => Value
}

/** The sums of one source. */
async function sumsOf<Id extends string>(
  db: Kysely<Database>,
  source: Source,
  parts: Aggregate[],
  question: Question<Id>,
) {
  const mine = parts.filter((part) => part.source.name === source.name)
  return columnsOf(db, sql`WITH ${partOf(source, mine, question)} SELECT * FROM ${sql.raw(source.name)}`)
}

/** Nulls last, as the engine sorts. */
function compareCells(x: Cell, y: Cell): number {
  if (x === y) return 0
  if (x === null || y === null) return x === null ? 1 : -1
  return x < y ? -1 : 1
}

function compareKeys(a: Cell[], b: Cell[]): number {
  for (let place = 0; place < a.length; place += 1) {
    const found = compareCells(a[place]!, b[place]!)
    if (found !== 0) return found
  }
  return 0
}

/** Groups by their keys, and where their rows are in each source's answer. */
class Grid {
  readonly keys: Cell[][] = []
  readonly #places = new Map<string, number>()

  of(keys: Cell[]): number {
    const text = JSON.stringify(keys)
    const known = this.#places.get(text)
    if (known !== undefined) return known
    this.#places.set(text, this.keys.length)
    return this.keys.push(keys) - 1
  }
}

type Rows = { columns: Columns; current: number[]; previous: number[] }

/** Row of each group in the answer of one source; groups that it brings are added to the grid. */
function placed(columns: Columns, names: string[], both: boolean, grid: Grid): Rows {
  const keys = names.map((name) => columns.column(name))
  const periods = both ? columns.column('is_current') : null
  const rows: Rows = { columns, current: [], previous: [] }
  for (let i = 0; i < columns.rowCount; i += 1) {
    const group = grid.of(keys.map((cells) => cells[i]!))
    const of = periods && periods[i] === false ? rows.previous : rows.current
    of[group] = i
  }
  return rows
}

/** Each row of the only source is a group of its own. */
function groupsOfRows(columns: Columns, names: string[]): Groups {
  const keys = names.map((name) => columns.column(name))
  const compare = (a: number, b: number) => {
    for (const cells of keys) {
      const found = compareCells(cells[a]!, cells[b]!)
      if (found !== 0) return found
    }
    return 0
  }
  const order = Array.from({ length: columns.rowCount }, (_, row) => row).sort(compare)
  return {
    count: order.length,
    key: (group, place) => keys[place]![order[group]!]!,
    isCurrent: () => true,
    reader: ({ name, zero }) => {
      const cells = columns.column(name)
      const absent = zero ? 0 : null
      return (group) => cells[order[group]!] ?? absent
    },
  }
}

/** Asks each source for its sums and lays them side by side. */
export async function groupsOf<Id extends string>(
  db: Kysely<Database>,
  question: Question<Id>,
  parts: Aggregate[],
): Promise<Groups> {
  const names = namesOf(question)
  const both = question.periods === 'both'
  const sources = [...new Map(parts.map((part) => [part.source.name, part.source])).values()]
  const answers = await Promise.all(sources.map((source) => sumsOf(db, source, parts, question)))
  if (answers.length === 1 && !both && !question.sets && names.length > 0) return groupsOfRows(answers[0]!, names)
  const grid = new Grid()
  const rows = new Map(sources.map(({ name }, i) => [name, placed(answers[i]!, names, both, grid)]))
  // All rows together are a group without any row, too.
  if (names.length === 0) grid.of([])
  if (question.sets?.some((set) => set.length === 0)) grid.of([nameOfSet([]), ...question.by.map(() => null)])
  const order = grid.keys.map((_, group) => group).sort((a, b) => compareKeys(grid.keys[a]!, grid.keys[b]!))
  const groupAt = (at: number) => order[both ? at >> 1 : at]!
  const isCurrent = (at: number) => !both || at % 2 === 0
  return {
    count: order.length * (both ? 2 : 1),
    key: (at, place) => grid.keys[groupAt(at)]![place]!,
    isCurrent,
    reader: ({ name, source, zero }) => {
      const { columns, current, previous } = rows.get(source.name)!
      const cells = columns.column(name)
      const absent = zero ? 0 : null
      return (at) => {
        const place = (isCurrent(at) ? current : previous)[groupAt(at)]
        return place === undefined ? absent : (cells[place] ?? absent)
      }
    },
  }
}
