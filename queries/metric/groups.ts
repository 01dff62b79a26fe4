import { sql, type Kysely } from 'kysely'
import type { Cell, Columns } from '../db/columns.ts'
import { columnsOf } from '../db/dialect.ts'
import type { Database } from '../schema.ts'
import type { Aggregate, Source, Value } from './expression.ts'
import { GROUPED_BY, nameOfSet } from './grouping-sets.ts'
import { nameOf, namesOf, onceEach, partOf, type Question } from './statement.ts'

/** Every group of any source, in both periods where both are asked for, in the order of the keys. */
export interface Groups {
  count: number
  /** Value of the key at a place; `grouped_by` is the first where there are sets. */
  key: (group: number, place: number) => Cell
  isCurrent: (group: number) => boolean
  /** Reads an aggregate; without a row 0 where counting nothing gives none, else null. */
  reader: (part: Aggregate) => (group: number) => Value
}

/** A question, and the aggregates that it needs. */
export interface Sums<Id extends string> {
  question: Question<Id>
  parts: Aggregate[]
}

/** The sums of one source; `only`: the sets of keys whose rows are the question's, null where all are. */
interface Answer {
  source: Source
  columns: Columns
  only: Set<string> | null
}

const ofSource = (parts: Aggregate[], { name }: Source) => parts.filter((part) => part.source.name === name)

const sourcesOf = (parts: Aggregate[]) => [...new Map(parts.map((part) => [part.source.name, part.source])).values()]

async function ask<Id extends string>(db: Kysely<Database>, source: Source, { question, parts }: Sums<Id>) {
  const sums = partOf(source, ofSource(parts, source), question)
  const columns = await columnsOf(db, sql`WITH ${sums} SELECT * FROM ${sql.raw(source.name)}`)
  return { source, columns, only: null }
}

const setsOf = <Id extends string>({ sets, by }: Question<Id>) => sets ?? [by.map(nameOf)]

/** Both questions in one reading of the table: groups by all keys and day, added up by each set of either. */
async function askBoth<Id extends string>(
  db: Kysely<Database>,
  source: Source,
  whole: Sums<Id>,
  days: Sums<Id>,
): Promise<[Answer, Answer]> {
  const by = [...whole.question.by, days.question.by.at(-1)!]
  const [sets, daySets] = [setsOf(whole.question), setsOf(days.question)]
  const parts = onceEach([...whole.parts, ...days.parts])
  const { columns } = await ask(db, source, { question: { ...whole.question, by, sets: [...sets, ...daySets] }, parts })
  const only = (names: readonly (readonly string[])[]) => new Set(names.map(nameOfSet))
  return [
    { source, columns, only: only(sets) },
    { source, columns, only: only(daySets) },
  ]
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
function placed({ columns, only }: Answer, names: string[], both: boolean, grid: Grid): Rows {
  const sets = only && columns.column(GROUPED_BY)
  const keys = names.map((name) => columns.column(name))
  const periods = both ? columns.column('is_current') : null
  const rows: Rows = { columns, current: [], previous: [] }
  for (let i = 0; i < columns.rowCount; i += 1) {
    if (sets && !only.has(sets[i] as string)) continue
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

/** The sums of each source side by side. */
function layOut<Id extends string>(question: Question<Id>, answers: Answer[]): Groups {
  const names = namesOf(question)
  const both = question.periods === 'both'
  const [first] = answers
  if (answers.length === 1 && !first!.only && !both && !question.sets && names.length > 0)
    return groupsOfRows(first!.columns, names)
  const grid = new Grid()
  const rows = new Map(answers.map((answer) => [answer.source.name, placed(answer, names, both, grid)]))
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

/** Asks each source for its sums. */
export async function groupsOf<Id extends string>(db: Kysely<Database>, sums: Sums<Id>): Promise<Groups> {
  return layOut(sums.question, await Promise.all(sourcesOf(sums.parts).map((source) => ask(db, source, sums))))
}

/** The same, and the sums of days, whose question has the day as its last key: in one reading where sums add up. */
export async function groupsAndDays<Id extends string>(
  db: Kysely<Database>,
  whole: Sums<Id>,
  days: Sums<Id>,
): Promise<{ groups: Groups; days: Groups }> {
  const answers = await Promise.all(
    sourcesOf([...whole.parts, ...days.parts]).map(async (source) => {
      const [mine, daily] = [ofSource(whole.parts, source), ofSource(days.parts, source)]
      const isShared = mine.length > 0 && daily.length > 0 && [...mine, ...daily].every(({ again }) => again !== null)
      if (isShared) return askBoth(db, source, whole, days)
      return Promise.all([
        mine.length > 0 ? ask(db, source, whole) : null,
        daily.length > 0 ? ask(db, source, days) : null,
      ])
    }),
  )
  return {
    groups: layOut(
      whole.question,
      answers.flatMap(([answer]) => answer ?? []),
    ),
    days: layOut(
      days.question,
      answers.flatMap(([, answer]) => answer ?? []),
    ),
  }
}
