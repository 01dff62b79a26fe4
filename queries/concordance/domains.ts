import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import type { NameOf } from '../page/names.ts'
import type { Day, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { DomainRow } from './use-types.ts'

export interface CatalogueRow {
  product_code: string
  domain: string | null
  live_from: Day | null
  runs: number
}

/** Every product of the catalogue with its runs in the period. */
export const catalogueRows = (db: Kysely<Database>, filters: Filters): Promise<CatalogueRow[]> =>
  askedSql(
    db,
    'use.products',
    sql<CatalogueRow>`WITH run AS (SELECT d.product_code, sum(d.runs) AS runs FROM mart.ai_run_day AS d
        WHERE ${inScope(filters, { day: 'd.day', center: 'd.center_code', modality: 'd.modality', scanner: 'd.scanner_id' })}
        GROUP BY d.product_code)
      SELECT p.product_code, p.domain, p.live_from, CAST(coalesce(run.runs, 0) AS BIGINT) AS runs
      FROM main.ai_product AS p LEFT JOIN run ON run.product_code = p.product_code ORDER BY p.domain, p.product_code`,
  )

/** Products that ran, those that did not though they could have, and those that are still to come, by field of use. */
export function domainRows(rows: CatalogueRow[], { to }: Filters, product: NameOf): DomainRow[] {
  const domains = [...new Set(rows.map(({ domain }) => domain))]
  return domains.map((domain) => {
    const mine = rows
      .filter((row) => row.domain === domain)
      .map(({ product_code, live_from, runs }) => ({ product_code, ...product(product_code), live_from, runs }))
    const isToCome = (row: (typeof mine)[number]) => row.runs === 0 && row.live_from !== null && row.live_from >= to
    return {
      domain,
      live: mine.filter(({ runs }) => runs > 0),
      idle: mine.filter((row) => row.runs === 0 && !isToCome(row)),
      to_come: mine.filter(isToCome),
    }
  })
}
