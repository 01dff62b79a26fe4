import {
  amountText,
  countDistinctText,
  countElapsedText,
  countIfText,
  elapsedQuantilesText,
  elapsedQuantileText,
  leastText,
  quantileOfText,
  rowsText,
  sumOfAllText,
  sumText,
  whereText,
} from '../db/aggregates.ts'
import { aggregate, combined, type Aggregate, type Expression } from './expression.ts'

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

interface Options {
  /** Name of the column; without one, that of the column which is added up. */
  as?: string
  /** What answers under a scanner filter where the source knows no scanner; without one there is no answer. */
  byScanner?: Aggregate
}

/** A source with the ways to add its rows up. */
export interface SourceParts extends Source {
  /** Sum of counts; 0 without rows, since counting nothing gives none. */
  sum: (column: string, options?: Options) => Aggregate
  /** Sum of minutes or money; null where every row is null. */
  amount: (column: string, options?: Options) => Aggregate
  /** Sum that is null when any row is null: a part that has not come leaves the whole unknown. */
  wholeAmount: (column: string, options?: Options) => Aggregate
  rows: (as: string) => Aggregate
  /** `formula`: the same condition as a person would write it. */
  countIf: (condition: string, as: string, formula?: string) => Aggregate
  distinct: (column: string, as: string) => Aggregate
  /** The least value: of a column that is the same in all rows of a group, that one. Null without rows. */
  least: (column: string) => Aggregate
  /** Rows that have both instants. */
  elapsed: (from: string, to: string, as: string) => Aggregate
  /** Quantiles of elapsed minutes, one expression a share; null without rows. */
  elapsedQuantiles: (from: string, to: string, shares: readonly number[], as: string) => Expression[]
}

export function defineSource(
  name: string,
  table: string,
  columns: SourceColumns,
  where: string | null = null,
): SourceParts {
  const source: Source = { name, table, columns, where }
  const part = (as: string, text: string, zero: boolean, byScanner: Aggregate | null = null, formula = text) =>
    aggregate({ name: as, source, text, formula: where ? whereText(formula, where) : formula, zero, byScanner })
  return {
    ...source,
    sum: (column, { as = column, byScanner } = {}) => part(as, sumText(column), true, byScanner, amountText(column)),
    amount: (column, { as = column, byScanner } = {}) => part(as, amountText(column), false, byScanner),
    wholeAmount: (column, { as = column, byScanner } = {}) => part(as, sumOfAllText(column), false, byScanner),
    rows: (as) => part(as, rowsText(), true),
    countIf: (condition, as, formula = condition) => part(as, countIfText(condition), true, null, countIfText(formula)),
    distinct: (column, as) => part(as, countDistinctText(column), true),
    least: (column) => part(column, leastText(column), false),
    elapsed: (from, to, as) => part(as, countElapsedText(from, to), true),
    elapsedQuantiles: (from, to, shares, as) => {
      const list = part(as, elapsedQuantilesText(from, to, shares), false)
      return shares.map((share, i) => {
        const one = elapsedQuantileText(from, to, share)
        const formula = where ? whereText(one, where) : one
        return combined([list], ([q]) => quantileOfText(q!, i + 1), formula)
      })
    },
  }
}
