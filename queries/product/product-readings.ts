import { sql, type Kysely, type SqlBool } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import { measureAgainst } from '../metric/against.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { concordanceMetrics as m, fn, fp, tn, tp } from '../concordance/concordance-metrics.ts'
import { BY_COMPLIANCE, BY_FINDING, BY_SEEN, BY_STRATUM, RATES } from '../concordance/readings.ts'
import { aiRunDay } from '../metric/sources.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'

export const BY_VERSION_AND_FINDING = ['product_code', 'finding_code', 'product_version'] as const

/** Headline figures of one product; sensitivity and specificity over all its findings together. */
export const HEADLINE = [
  ...[m.readings, m.agreement, m.sensitivity, m.specificity, m.ppv, m.flag_rate],
  ...[m.ai_open_rate, m.ai_failure_rate],
]

/** Rows of one product. */
export const ofProduct = (product_code: string) => () => sql<SqlBool>`product_code = ${product_code}`

/**
 * The modalities that the product was ever sent exams of: a condition that leaves most exams unread where the filter names
 * none.
 */
export async function narrowedToProduct(
  db: Kysely<Database>,
  filters: Filters,
  product_code: string,
): Promise<Filters> {
  if (filters.modality.length > 0) return filters
  const rows = await oncePerSnapshot(db, `modalities of ${product_code}`, () =>
    db
      .selectFrom('mart.ai_run_day')
      .select('modality')
      .distinct()
      .where('product_code', '=', product_code)
      .orderBy('modality')
      .execute(),
  )
  return { ...filters, modality: rows.map(({ modality }) => modality) }
}

/** The product's headline figures beside the compared period, with how many exams it read. */
export const productHeadline = (db: Kysely<Database>, filters: Filters, product_code: string) =>
  measureAgainst(db, {
    name: 'product.figures',
    metrics: HEADLINE,
    by: [],
    filters,
    periods: 'both',
    where: ofProduct(product_code),
    beside: [aiRunDay.sum('exams_read'), aiRunDay.sum('runs')],
  })

export type ProductReadings = Measured<(typeof RATES)[number]['id'] | 'readings' | 'products'>

/** The product's readings by finding, version, seen or not, compliant or not: the table is read once for all. */
export const productReadings = (
  db: Kysely<Database>,
  filters: Filters,
  product_code: string,
): Promise<ProductReadings[]> =>
  measure(db, {
    name: 'product.readings',
    metrics: [m.readings, m.products, ...RATES],
    by: [...BY_FINDING, 'product_version', 'exam_compliant', 'opened_before_report'],
    sets: [BY_FINDING, BY_VERSION_AND_FINDING, BY_COMPLIANCE, BY_SEEN, BY_STRATUM],
    filters,
    periods: 'both',
    where: ofProduct(product_code),
    beside: [tp, fp, fn, tn],
  })
