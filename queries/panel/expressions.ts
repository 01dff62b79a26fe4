export { pick } from './panel.ts'
import { metric } from '../metrics.ts'
import type { Estimate, Figure } from '../page/page-types.ts'
import { Z_95 } from '../statistics/distributions.ts'
import type { Shown } from './panel.ts'

/** k ÷ n as a rate; null below the metric's minimum count, as on the page. */
export function rateSql(metricId: string, k: string, n: string): string {
  const least = Math.max(1, metric(metricId).minimumCount)
  return `CASE WHEN ${n} >= ${least} THEN CAST(${k} AS DOUBLE) / ${n} END`
}

/** Quotient of two sums; null without a denominator or below the metric's minimum count. */
export function ratioSql(metricId: string, numerator: string, denominator: string): string {
  const least = metric(metricId).minimumCount
  const when = least > 0 ? `${denominator} >= ${least}` : `${denominator} <> 0`
  return `CASE WHEN ${when} THEN CAST(${numerator} AS DOUBLE) / CAST(${denominator} AS DOUBLE) END`
}

/** A quantile that is shown only over enough observations. */
export function quantileSql(metricId: string, value: string, n: string): string {
  return `CASE WHEN ${n} >= ${Math.max(1, metric(metricId).minimumCount)} THEN ${value} END`
}

/** Wilson 95 % interval of columns k and n, as columns low and high (Wilson, J Am Stat Assoc 1927;22:209). */
export function wilsonSql(metricId: string, k = 'k', n = 'n'): string {
  const least = Math.max(1, metric(metricId).minimumCount)
  const z2 = Z_95 * Z_95
  const p = `(CAST(${k} AS DOUBLE) / ${n})`
  const half = `${Z_95} * sqrt(${p} * (1 - ${p}) / ${n} + ${z2} / (4.0 * ${n} * ${n}))`
  const end = (sign: string) => `(${p} + ${z2} / (2.0 * ${n}) ${sign} ${half}) / (1 + ${z2} / ${n})`
  return `CASE WHEN ${n} >= ${least} THEN CASE WHEN ${k} = 0 THEN 0 ELSE ${end('-')} END END AS low,
    CASE WHEN ${n} >= ${least} THEN CASE WHEN ${k} = ${n} THEN 1 ELSE ${end('+')} END END AS high`
}

/** Reasons for which a page shows nothing though the warehouse has an answer. */
const UNSHOWN = new Set(['not_by_scanner', 'modalities_not_pooled'])

/** The values of figures under their names; what the page does not show is left out. */
export function valuesOf(figures: Record<string, Figure>, names: readonly string[]): Shown {
  const shown = names.filter((name) => !UNSHOWN.has(figures[name]?.reason ?? ''))
  return Object.fromEntries(shown.map((name) => [name, figures[name]?.value ?? null]))
}

/** Value and interval of a rate under the metric's name. */
export function rateShown(name: string, e: Estimate): Shown {
  return { [name]: e.value, numerator: e.numerator, n: e.n, low: e.low, high: e.high }
}
