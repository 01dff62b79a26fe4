import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { inBothPeriods, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { Z_95 } from '../statistics/distributions.ts'
import { judged, notJudged, type Evidence } from '../statistics/evidence.ts'
import { rateDifference } from '../statistics/period-difference.ts'
import type { Sample } from '../statistics/proportion.ts'
import type { ManufacturerChange } from './summary-types.ts'

export interface ManufacturerCounts {
  product_code: string
  manufacturer: string
  is_current: boolean
  n: number
  agree: number
}

/**
 * Agreement by product and manufacturer in both periods, on scans that are not known to deviate: a center whose protocol
 * slips is not taken for its scanners' maker.
 */
export const manufacturerCounts = (db: Kysely<Database>, lately: Filters): Promise<ManufacturerCounts[]> =>
  latestPerSnapshot(db, 'manufacturers', lately, () =>
    askedSql(
      db,
      'product.manufacturers',
      sql<ManufacturerCounts>`WITH read AS (SELECT product_code, scanner_id, ${isCurrent('day', lately)} AS is_current,
          count(*) AS n, sum(CASE WHEN flagged = reader_positive THEN 1 ELSE 0 END) AS agree
        FROM mart.ai_reading WHERE coalesce(exam_compliant, true) AND ${inBothPeriods(lately, {
          ...{ day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' },
        })}
        GROUP BY 1, 2, 3)
      SELECT r.product_code, s.manufacturer, r.is_current, CAST(sum(r.n) AS BIGINT) AS n,
        CAST(sum(r.agree) AS BIGINT) AS agree
      FROM read AS r JOIN main.scanner AS s ON s.scanner_id = r.scanner_id
      WHERE s.manufacturer IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    ),
  )

const sum = (rows: ManufacturerCounts[]): Sample => ({
  k: rows.reduce((total, { agree }) => total + agree, 0),
  n: rows.reduce((total, { n }) => total + n, 0),
})

/** How far a change goes beyond the other's, from the intervals of both. Not judged where either is not. */
function beyond(a: Evidence, b: Evidence): Evidence {
  if (a.difference === null || a.low === null || a.high === null) return notJudged()
  if (b.difference === null || b.low === null || b.high === null) return notJudged()
  const difference = a.difference - b.difference
  const low = difference - Math.hypot(a.difference - a.low, b.high - b.difference)
  const high = difference + Math.hypot(a.high - a.difference, b.difference - b.low)
  return judged(difference, low, high, Z_95)
}

/** Both spans of one manufacturer, and of all others together. */
function changeOf(manufacturer: string, rows: ManufacturerCounts[]): ManufacturerChange {
  const of = (mine: boolean, current: boolean) =>
    sum(rows.filter((row) => (row.manufacturer === manufacturer) === mine && row.is_current === current))
  const [now, before, others_now, others_before] = [of(true, true), of(true, false), of(false, true), of(false, false)]
  const [change, others] = [rateDifference(now, before), rateDifference(others_now, others_before)]
  return { manufacturer, now, before, others_now, others_before, change, others, beyond: beyond(change, others) }
}

/**
 * How agreement changed on each manufacturer's scanners, and how far that goes beyond what changed on all others: a product
 * that changed everywhere changed by itself. Observational.
 */
export function manufacturerChanges(counts: ManufacturerCounts[]): Map<string, ManufacturerChange[]> {
  const products = new Map<string, ManufacturerCounts[]>()
  for (const row of counts) products.set(row.product_code, [...(products.get(row.product_code) ?? []), row])
  const names = (rows: ManufacturerCounts[]) => [...new Set(rows.map((row) => row.manufacturer))]
  return new Map(
    [...products].map(([code, rows]) => [code, names(rows).map((manufacturer) => changeOf(manufacturer, rows))]),
  )
}
