import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import { rateOf } from '../metric/figure.ts'
import { scope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { ProductRuns } from './concordance-types.ts'
import type { Catalogue } from './products.ts'

export interface RunsRow {
  is_current: boolean
  product_code: string
  runs: number
  ok: number
  failed: number
  timeout: number
  rejected_input: number
  opened: number
}

/** AI runs of the period and of the one before, by product; a run belongs to the day of its exam. */
export async function runRows(db: Kysely<Database>, filters: Filters): Promise<RunsRow[]> {
  return db
    .selectFrom('mart.ai_run_day as r')
    .where(scope(filters, { center: 'r.center_code', modality: 'r.modality', scanner: 'r.scanner_id' }))
    .where('r.day', '>=', filters.previous.from)
    .where('r.day', '<', filters.to)
    .select((eb) => [
      sql<boolean>`r.day >= ${filters.from}`.as('is_current'),
      'r.product_code',
      eb.fn.sum<number>('r.runs').as('runs'),
      eb.fn.sum<number>('r.ok_runs').as('ok'),
      eb.fn.sum<number>('r.failed_runs').as('failed'),
      eb.fn.sum<number>('r.timeout_runs').as('timeout'),
      eb.fn.sum<number>('r.rejected_runs').as('rejected_input'),
      eb.fn.sum<number>('r.opened_runs').as('opened'),
    ])
    .groupBy(['is_current', 'r.product_code'])
    .orderBy('r.product_code')
    .$castTo<RunsRow>()
    .$call(asked('concordance.runs'))
}

export function productRuns(rows: RunsRow[], products: Catalogue): ProductRuns[] {
  return rows
    .filter((row) => row.is_current)
    .map(({ is_current: _, ok, ...row }) => ({
      ...row,
      product: products.nameOf(row.product_code),
      failure_rate: rateOf('ai_failure_rate', row.runs - ok, row.runs),
      open_rate: rateOf('ai_open_rate', row.opened, ok),
    }))
}
