import { aggregatesOf, formulaOf, type Expression } from './expression.ts'
import type { Source, Value } from './expression.ts'

/** Text in both languages. */
export interface Text {
  en: string
  zh: string
}

export type Unit = 'count' | 'minutes' | 'rate' | 'cny' | 'coefficient' | 'mgy' | 'mgy_cm'

export type MetricPage = 'overview' | 'throughput' | 'compliance' | 'concordance' | 'profitability' | 'center' | 'data'

/**
 * How a figure comes of its parts.
 * - `count`: a sum that is 0 where nothing was counted
 * - `amount`: a sum of minutes or money, unknown where its parts are
 * - `rate`: k of n, with a Wilson interval
 * - `ratio`: quotient of two sums that are no sample (minutes, money): without interval
 * - `quantile`: of the observations, with their number
 * - `computed`: in TypeScript on the rows that the question gives (κ, AC1, break-even); `value` is its formula
 */
export type Kind = 'count' | 'amount' | 'rate' | 'ratio' | 'quantile' | 'computed'

/** Why a figure is kept back though it could be worked out. */
export interface Withheld {
  /** SQL condition over the texts of `of`. */
  of: Expression[]
  when: (of: string[]) => string
  /** The same as the page works it out. */
  holds: (of: Value[]) => boolean
  reason: 'stale_bookings' | 'negative_revenue' | 'hours_unknown'
}

interface Words {
  label: Text
  /** One sentence for a tooltip. */
  short: Text
  unit: Unit
  /** What one observation is. */
  grain: Text
  definition: Text
  exclusions?: readonly Text[]
  /** Which direction is good; null where neither is. */
  better: 'higher' | 'lower' | null
  /** Fewer observations than this show no value but say so. Rates: 10 unless said. */
  minimumCount?: number
  pages: readonly MetricPage[]
}

/**
 * What a figure is made of. `value` of a count, amount, quantile or computed figure; k and n of a rate or ratio. With n, a
 * computed figure is kept back over fewer observations than the minimum, as rates and quantiles are.
 */
type Parts =
  | { kind: 'count' | 'amount'; value: Expression }
  | { kind: 'computed'; value: Expression; denominator?: Expression }
  | { kind: 'quantile'; value: Expression; denominator: Expression }
  | { kind: 'rate' | 'ratio'; numerator: Expression; denominator: Expression }

export type MetricSpec = Words & Parts & { withheld?: Withheld; unknown?: Unknown }

/** Why an amount has no value where its parts are unknown. */
type Unknown = 'ledger_not_come' | 'no_denominator' | 'hours_unknown'

/**
 * What a figure means, once: pages, the SQL behind them, tables, CSV headers, tooltips and the methods page are made
 * from it; nobody retypes it.
 */
export interface Metric<Id extends string = string> extends Required<Words> {
  id: Id
  kind: Kind
  /** Value, or numerator of a rate or ratio. */
  numerator: Expression
  /** n; null for counts and amounts. */
  denominator: Expression | null
  withheld: Withheld | null
  /** Why an amount has no value where its parts are unknown. */
  unknown: Unknown
  /** In names of the published tables; runs as `SELECT <formula> FROM <first source>`. */
  formula: string
  /** Tables that it is computed from. */
  source: string[]
}

function homeOf(parts: Expression[]): Source {
  const first = parts.flatMap(aggregatesOf)[0]
  if (!first) throw new Error('A metric without a part has no table to be computed from.')
  return first.source
}

function metricOf<Id extends string>(id: Id, spec: MetricSpec): Metric<Id> {
  const { withheld = null, unknown = 'ledger_not_come', exclusions = [], minimumCount, ...rest } = spec
  const numerator = 'numerator' in rest ? rest.numerator : rest.value
  const denominator = ('denominator' in rest && rest.denominator) || null
  const parts = denominator ? [denominator, numerator] : [numerator]
  const home = homeOf([numerator])
  const isQuotient = rest.kind === 'rate' || rest.kind === 'ratio'
  const { label, short, unit, grain, definition, better, pages, kind } = rest
  return {
    ...{ id, kind, label, short, unit, grain, definition, exclusions, better, pages },
    minimumCount: minimumCount ?? (kind === 'rate' ? 10 : 0),
    ...{ numerator, denominator, withheld, unknown },
    formula:
      isQuotient && denominator
        ? `${formulaOf(numerator, home)} / nullif(${formulaOf(denominator, home)}, 0)`
        : formulaOf(numerator, home),
    source: [...new Set([home.table, ...parts.flatMap(aggregatesOf).map((part) => part.source.table)])],
  }
}

/** Metrics of a subject by id; their ids are the keys. */
export function defineMetrics<const Specs extends Record<string, MetricSpec>>(
  specs: Specs,
): { [Id in keyof Specs & string]: Metric<Id> } {
  const entries = Object.entries(specs).map(([id, spec]) => [id, metricOf(id, spec)])
  return Object.fromEntries(entries) as { [Id in keyof Specs & string]: Metric<Id> }
}

/** What people are told of a metric; without the parts that only questions need. */
export type MetricWords = Omit<Metric, 'numerator' | 'denominator' | 'withheld' | 'unknown'>

export function wordsOf({ numerator: _n, denominator: _d, withheld: _w, unknown: _u, ...words }: Metric): MetricWords {
  return words
}
