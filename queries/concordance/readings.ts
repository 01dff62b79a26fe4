import type { Kysely } from 'kysely'
import { measureAgainst, type MeasuredAgainst } from '../metric/against.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { aiReading } from '../metric/sources.ts'
import { startOfStep, type Step } from '../page/control-chart.ts'
import type { Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { concordanceMetrics as m, fn, fp, tn, tp } from './concordance-metrics.ts'

/** Sets of keys by which the page groups readings: one reading of the table answers all. */
export const BY_FINDING = ['product_code', 'finding_code'] as const
export const BY_COMPLIANCE = ['product_code', 'exam_compliant'] as const
export const BY_SEEN = ['product_code', 'finding_code', 'opened_before_report'] as const
export const BY_STRATUM = ['product_code', 'finding_code', 'exam_compliant'] as const

/** Rates of a 2×2 with the radiologist as reference. */
export const RATES = [m.agreement, m.sensitivity, m.specificity, m.ppv, m.npv, m.prevalence]

/** Rates of a 2×2 and how often it was read. */
export type Readings = MeasuredAgainst<(typeof RATES)[number]['id'] | 'readings' | 'products'>

/** All readings together, by product and finding, and, where asked for, by what might explain how often both agree. */
export function readingFigures(db: Kysely<Database>, filters: Filters, contrasts: boolean): Promise<Readings[]> {
  return measureAgainst(db, {
    name: 'concordance.readings',
    metrics: [m.readings, m.products, ...RATES],
    by: contrasts ? [...BY_FINDING, 'exam_compliant', 'opened_before_report'] : BY_FINDING,
    sets: [[], BY_FINDING, ...(contrasts ? [BY_COMPLIANCE, BY_SEEN, BY_STRATUM] : [])],
    filters,
    periods: 'both',
    compared: [[]],
    headline: ['readings', 'products'],
    beside: [tp, fp, fn, tn],
  })
}

export const BY_STEP = ['product_code', 'start'] as const
export const BY_VERSION = ['product_code', 'product_version'] as const
export const BY_VERSION_AND_STEP = ['product_code', 'start', 'product_version'] as const

export const WATCHED = [m.agreement, m.sensitivity, m.specificity]

export type Steps = Measured<(typeof WATCHED)[number]['id'] | 'readings'>

/**
 * By week or month: each product, and each of its versions with the days on which it read; of the period, and of the
 * days before that control limits come from (`is_current` false).
 */
export async function readingSteps(
  db: Kysely<Database>,
  filters: Filters,
  step: Step,
  baseline: Period,
): Promise<Steps[]> {
  const rows = await measure(db, {
    name: 'concordance.steps',
    metrics: [m.readings, ...WATCHED],
    by: ['product_code', { name: 'start', of: ({ columns }) => startOfStep(step, columns.day) }, 'product_version'],
    sets: [BY_STEP, BY_VERSION, BY_VERSION_AND_STEP],
    filters: { ...filters, previous: baseline },
    periods: 'both',
    beside: [tp, fp, fn, tn, aiReading.first('day', 'first_day'), aiReading.last('day', 'last_day')],
  })
  return rows.filter(({ figures }) => (figures.readings.value ?? 0) > 0)
}
