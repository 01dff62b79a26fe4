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

/** What is worked out from aggregates, group by group. Only SQL that every engine speaks. */
export interface Combined {
  kind: 'combined'
  of: Expression[]
  text: (of: string[]) => string
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

export const combined = (of: Expression[], text: Combined['text'], formula: string | null = null): Combined => ({
  kind: 'combined',
  of,
  text,
  formula,
})

export const minus = (a: Expression, b: Expression) => combined([a, b], ([x, y]) => `(${x} - ${y})`)
export const plus = (...of: Expression[]) => combined(of, (texts) => `(${texts.join(' + ')})`)
export const least = (a: Expression, b: Expression) => combined([a, b], ([x, y]) => `least(${x}, ${y})`)
export const greatest = (a: Expression, b: Expression) => combined([a, b], ([x, y]) => `greatest(${x}, ${y})`)

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
