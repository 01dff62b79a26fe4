import type { Cell } from '../db/columns.ts'

/** Columns by which a source can be narrowed and grouped; what it lacks, it cannot follow. */
export interface SourceColumns {
  /** Local day, or first day of the month. */
  day: string
  center?: string
  modality?: string
  scanner?: string
}

/** A published table whose rows metrics are added up from. */
export interface Source {
  /** Name of the question's part that adds it up. */
  name: string
  table: string
  columns: SourceColumns
  /** Which rows count; bare columns of the table. Null = all. */
  where: string | null
}

/** What is added up over the rows of a source: a column of its part of the question. */
export interface Aggregate {
  kind: 'aggregate'
  name: string
  source: Source
  /** SQL over bare columns of the table, as the question asks it; the source's condition stands in its WHERE. */
  text: string
  /** The same as a person would write it over the whole table. */
  formula: string
  /** Adds the values of finer groups up, over their bare columns; null where they do not add up (quantiles). */
  again: string | null
  /** Without rows: 0, since counting nothing gives none; else null. */
  zero: boolean
  /** What answers in its place under a scanner filter; null = this does, where the source knows scanners. */
  byScanner: Aggregate | null
}

/** Value of an expression in one group: a number, a list of quantiles, null. Amounts beyond 15 digits are text. */
export type Value = Cell

/** What is worked out from aggregates, group by group: as SQL that every engine speaks, and as the page works it out. */
export interface Combined {
  kind: 'combined'
  of: Expression[]
  text: (of: string[]) => string
  work: (of: Value[]) => Value
  /** Where the formula is no mere putting together of its parts' formulas. */
  formula: string | null
  /** A quantile with those around it, by which a difference is judged. */
  around?: Around
}

export interface Around {
  share: number
  /** Column of a list of quantiles in microseconds. */
  list: Aggregate
  /** Places in it, from 0, of `quantileShares(share)`. */
  places: number[]
  /** The quantile itself, read off that list. */
  value: Expression
  /** Exams at or below a number of microseconds, as SQL over bare columns of the source. */
  upTo: (limit: string, as: string) => Aggregate
}

export type Expression = Aggregate | Combined

export const aggregate = (part: Omit<Aggregate, 'kind'>): Aggregate => ({ kind: 'aggregate', ...part })

export const combined = (
  of: Expression[],
  text: Combined['text'],
  work: Combined['work'],
  formula: string | null = null,
): Combined => ({ kind: 'combined', of, text, work, formula })

/** As SQL counts: nothing comes of a value that is not known. */
export const known =
  (work: (...of: number[]) => Value): Combined['work'] =>
  (of) =>
    of.includes(null) ? null : work(...of.map(Number))

export const minus = (a: Expression, b: Expression) =>
  combined(
    [a, b],
    ([x, y]) => `(${x} - ${y})`,
    known((x, y) => x! - y!),
  )

const total = known((...of) => of.reduce((sum, value) => sum + value, 0))

export const plus = (...of: Expression[]) => combined(of, (texts) => `(${texts.join(' + ')})`, total)

/** The aggregates that an expression rests on, each once. */
export function aggregatesOf(expression: Expression): Aggregate[] {
  if (expression.kind === 'aggregate') return [expression]
  return [...new Set(expression.of.flatMap(aggregatesOf))]
}

/** SQL over the named columns of the question's parts. */
export function textOf(expression: Expression, column: (part: Aggregate) => string): string {
  if (expression.kind === 'aggregate') return column(expression)
  return expression.text(expression.of.map((part) => textOf(part, column)))
}

/** The value in group after group, from those of its aggregates. */
export function readerOf(
  expression: Expression,
  partOf: (part: Aggregate) => (group: number) => Value,
): (group: number) => Value {
  if (expression.kind === 'aggregate') return partOf(expression)
  const of = expression.of.map((part) => readerOf(part, partOf))
  const { work } = expression
  return (group) => work(of.map((read) => read(group)))
}

/**
 * SQL that runs over the published table: `SELECT <formula> FROM <table>`. Parts of other tables than `home` are
 * subqueries of their own.
 */
export function formulaOf(expression: Expression, home: Source): string {
  if (expression.kind === 'aggregate') {
    if (expression.source.table === home.table) return expression.formula
    return `(SELECT ${expression.formula} FROM ${expression.source.table})`
  }
  return expression.formula ?? expression.text(expression.of.map((part) => formulaOf(part, home)))
}
