import { sql, type Kysely, type SqlBool } from 'kysely'
import { ofSet } from '../metric/grouping-sets.ts'
import { measureAgainst, type MeasuredAgainst } from '../metric/against.ts'
import { aiRunDay } from '../metric/sources.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { concordanceMetrics as m, runs } from './concordance-metrics.ts'
import type { ProductRuns } from './concordance-types.ts'
import type { Catalogue } from './products.ts'

export const RUN_RATES = [m.ai_failure_rate, m.ai_open_rate]

export type Runs = MeasuredAgainst<(typeof RUN_RATES)[number]['id']>

/** AI runs, all together and by product, or of one product; a run belongs to the day of its exam. */
export function runFigures(db: Kysely<Database>, filters: Filters, product_code?: string): Promise<Runs[]> {
  return measureAgainst(db, {
    name: 'concordance.runs',
    metrics: RUN_RATES,
    by: ['product_code'],
    sets: [[], ['product_code']],
    filters,
    periods: 'both',
    compared: [[]],
    ...(product_code !== undefined && { where: () => sql<SqlBool>`product_code = ${product_code}` }),
    beside: [
      runs,
      aiRunDay.sum('exams_read'),
      aiRunDay.sum('failed_runs', { as: 'failed' }),
      aiRunDay.sum('timeout_runs', { as: 'timeout' }),
      aiRunDay.sum('rejected_runs', { as: 'rejected_input' }),
      aiRunDay.sum('opened_runs'),
    ],
  })
}

export function productRuns(rows: Runs[], products: Catalogue): ProductRuns[] {
  return ofSet(rows, 'product_code')
    .filter(({ is_current, row }) => is_current && (row['runs'] as number) > 0)
    .map(({ row, figures }) => {
      const product_code = row['product_code'] as string
      return {
        product_code,
        product: products.nameOf(product_code),
        runs: row['runs'] as number,
        failed: row['failed'] as number,
        timeout: row['timeout'] as number,
        rejected_input: row['rejected_input'] as number,
        failure_rate: figures.ai_failure_rate,
        opened: row['opened_runs'] as number,
        open_rate: figures.ai_open_rate,
      }
    })
}
