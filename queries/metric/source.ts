import {
  amountText,
  countDistinctText,
  countElapsedText,
  countElapsedUpToText,
  countIfText,
  countWhereText,
  earliestText,
  elapsedQuantilesText,
  elapsedQuantileText,
  latestText,
  quantileOfText,
  rowsText,
  sumOfAllText,
  sumText,
  whereText,
} from '../db/aggregates.ts'
import { quantileShares } from '../statistics/quantile-difference.ts'
import { aggregate, combined, type Aggregate, type Expression, type Source, type SourceColumns } from './expression.ts'

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
  /** Finer groups add up where the column is one of their keys. */
  distinct: (column: string, as: string) => Aggregate
  /** The least and the greatest value; null without rows. */
  first: (column: string, as: string) => Aggregate
  last: (column: string, as: string) => Aggregate
  /** Rows that have both instants. */
  elapsed: (from: string, to: string, as: string) => Aggregate
  /** Quantiles of elapsed minutes, one expression a share; null without rows. */
  elapsedQuantiles: (from: string, to: string, shares: readonly number[], as: string) => Expression[]
}

const MICROSECONDS = 60e6

/** One of a list of quantiles in microseconds, in minutes. */
export const quantileOf = (quantiles: number[] | null, place: number) => quantiles && quantiles[place]! / MICROSECONDS

export function defineSource(
  name: string,
  table: string,
  columns: SourceColumns,
  where: string | null = null,
): SourceParts {
  const source: Source = { name, table, columns, where }
  const part = (as: string, text: string, more: Partial<Aggregate> = {}) => {
    const { formula = text } = more
    const defaults = { zero: false, again: null, byScanner: null }
    return aggregate({
      ...defaults,
      name: as,
      source,
      text,
      ...more,
      formula: where ? whereText(formula, where) : formula,
    })
  }
  const count = (as: string, text: string, more: Partial<Aggregate> = {}) =>
    part(as, text, { zero: true, again: sumText(as), ...more })
  return {
    ...source,
    sum: (column, { as = column, byScanner = null } = {}) =>
      count(as, sumText(column), { byScanner, formula: amountText(column) }),
    amount: (column, { as = column, byScanner = null } = {}) =>
      part(as, amountText(column), { again: amountText(as), byScanner }),
    wholeAmount: (column, { as = column, byScanner = null } = {}) =>
      part(as, sumOfAllText(column), { again: sumOfAllText(as), byScanner }),
    rows: (as) => count(as, rowsText()),
    countIf: (condition, as, formula = condition) =>
      count(as, countIfText(condition), { formula: countWhereText(formula) }),
    distinct: (column, as) => count(as, countDistinctText(column), { again: countDistinctText(column) }),
    first: (column, as) => part(as, earliestText(column), { again: earliestText(as) }),
    last: (column, as) => part(as, latestText(column), { again: latestText(as) }),
    elapsed: (from, to, as) => count(as, countElapsedText(from, to)),
    elapsedQuantiles: (from, to, shares, as) => {
      const list = part(as, elapsedQuantilesText(from, to, shares))
      const around = [...new Set(shares.flatMap(quantileShares))].sort((a, b) => a - b)
      const wide = part(`${as}_around`, elapsedQuantilesText(from, to, around))
      return shares.map((share, i) => {
        const one = elapsedQuantileText(from, to, share)
        const formula = where ? whereText(one, where) : one
        const at = (from: Aggregate, place: number) =>
          combined(
            [from],
            ([q]) => quantileOfText(q!, place + 1),
            ([q]) => quantileOf(q as number[] | null, place),
            formula,
          )
        const places = quantileShares(share).map((s) => around.indexOf(s))
        const upTo = (limit: string, name: string) => count(name, countElapsedUpToText(from, to, limit))
        return { ...at(list, i), around: { share, list: wide, places, value: at(wide, around.indexOf(share)), upTo } }
      })
    },
  }
}
