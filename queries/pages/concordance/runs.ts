import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { anyTrue, countWhere, instantOfLocalDay, keyOfColumns } from '../../db/functions.ts'
import type { Database } from '../../schema.ts'
import { rateOf } from '../shared/figure.ts'
import { scope } from '../shared/scope.ts'
import type { Filters } from '../types/common.ts'
import type { ProductRuns } from '../types/concordance.ts'
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

/** Exams of the asked modalities and scanners, looked up only when the filter asks; results name neither. */
function ofExams(filters: Filters): RawBuilder<SqlBool> {
  if (filters.modality.length === 0 && filters.scanner.length === 0) return sql<SqlBool>`true`
  const exams = scope(filters, { center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' })
  return sql<SqlBool>`(a.center_code, a.accession_no) IN (
    SELECT (e.center_code, e.accession_no) FROM main.exam e WHERE ${exams})`
}

const has = (condition: string) => anyTrue(sql.raw<SqlBool>(condition))

/** One row per run: an exam sent to one version of a product, by the local day on which it was sent, else came back. */
function runs(db: Kysely<Database>, filters: Filters) {
  const sent = sql`coalesce(a.sent_at, a.returned_at, a.updated_at)`
  // Days become instants per center, not instants days per row.
  const centers = db
    .selectFrom('center as c')
    .where(scope(filters, { center: 'c.center_code' }))
    .select([
      'c.center_code',
      instantOfLocalDay(filters.previous.from, 'c.time_zone').as('before_at'),
      instantOfLocalDay(filters.from, 'c.time_zone').as('from_at'),
      instantOfLocalDay(filters.to, 'c.time_zone').as('to_at'),
    ])
  return db
    .selectFrom('ai_result as a')
    .innerJoin(centers.as('c'), 'c.center_code', 'a.center_code')
    .where(sql<SqlBool>`${sent} >= c.before_at AND ${sent} < c.to_at`)
    .where(ofExams(filters))
    .select([
      'a.product_code',
      keyOfColumns('a.center_code', 'a.accession_no', 'a.product_version').as('run'),
      has('coalesce(a.sent_at, a.returned_at, a.updated_at) >= c.from_at').as('is_current'),
      // A run with any ok result has not failed; of several failures the gravest counts.
      sql<number>`max(CASE a.status WHEN 'ok' THEN 4 WHEN 'failed' THEN 3 WHEN 'timeout' THEN 2 ELSE 1 END)`.as('best'),
      has("a.opened_at IS NOT NULL AND a.status = 'ok'").as('opened'),
    ])
    .groupBy(['a.product_code', sql.ref('run')])
}

export async function runRows(db: Kysely<Database>, filters: Filters): Promise<RunsRow[]> {
  const is = (condition: string) => countWhere(sql.raw<SqlBool>(condition))
  return db
    .selectFrom(runs(db, filters).as('r'))
    .select([
      'r.is_current',
      'r.product_code',
      sql<number>`count(*)`.as('runs'),
      is('r.best = 4').as('ok'),
      is('r.best = 3').as('failed'),
      is('r.best = 2').as('timeout'),
      is('r.best = 1').as('rejected_input'),
      is('r.opened').as('opened'),
    ])
    .groupBy(['r.is_current', 'r.product_code'])
    .orderBy('r.product_code')
    .$castTo<RunsRow>()
    .execute()
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
