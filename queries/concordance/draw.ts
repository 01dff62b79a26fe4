import { sql } from 'kysely'
import { keyTable } from '../cases/case-list.ts'
import { shuffled } from '../db/functions.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import { requireKnown } from '../filter/known-codes.ts'
import type { Filter } from '../filter/filter.ts'
import { resolveFilter } from '../filter/resolve.ts'
import { inScope } from '../filter/scope.ts'
import type { Period } from '../page/page-types.ts'
import { isOf, READING } from './cases-list.ts'
import { JUDGED_OUTCOMES, type Outcome, type ReadingKey } from './cases-types.ts'

export interface Draw {
  product_code: string
  /** How many readings, of all outcomes together. */
  size: number
  /** The same seed draws the same readings of the same data. */
  seed: number
}

/** So many of each outcome: equal parts, and what one has too few of goes to the others. */
export function quotas(size: number, sizes: Record<Outcome, number>): Record<Outcome, number> {
  const given: Record<Outcome, number> = { TP: 0, FP: 0, FN: 0, TN: 0 }
  let left = size
  for (;;) {
    const open = JUDGED_OUTCOMES.filter((outcome) => given[outcome] < sizes[outcome])
    if (left === 0 || open.length === 0) return given
    const part = Math.max(1, Math.floor(left / open.length))
    for (const outcome of open) {
      const more = Math.min(part, left, sizes[outcome] - given[outcome])
      given[outcome] += more
      left -= more
    }
  }
}

export interface DrawnReadings extends Period {
  snapshot_id: string
  /** In the order in which they are judged, which says nothing of the outcome. */
  readings: ReadingKey[]
}

type Lot = ReadingKey & { outcome: Outcome; nth: number; of_outcome: number }

/**
 * Draws readings of a product in the filter's period, concordant ones too, in equal parts of the four outcomes; none of those
 * that were judged or drawn before (`known`). Null while nothing has been published. @throws {FilterError}
 */
export function drawReadings(
  reader: WarehouseReader,
  filter: Filter,
  { product_code, size, seed }: Draw,
  known: ReadingKey[],
): Promise<DrawnReadings | null> {
  const question = `draw ${JSON.stringify([filter, product_code, size, seed, known])}`
  return reader.read(question, async (db, { published_at, snapshot_id }) => {
    await requireKnown(db, filter, ['center', 'modality', 'scanner'])
    const filters = await resolveFilter(db, filter, published_at)
    const lot = shuffled(seed, 'r.center_code', 'r.accession_no', 'r.product_code', 'r.finding_code')
    const { rows } = await sql<Lot>`WITH ${keyTable('known', 'reading', known)},
      lots AS (SELECT r.center_code, r.accession_no, r.product_code, r.finding_code, r.outcome, ${lot} AS lot
        FROM mart.ai_reading AS r LEFT JOIN known AS k ON ${isOf('k')}
        WHERE ${inScope(filters, READING)} AND r.product_code = ${product_code} AND k.accession_no IS NULL),
      placed AS (SELECT *, row_number() OVER (PARTITION BY outcome ORDER BY lot) AS nth, count(*) OVER (PARTITION BY outcome)
        AS of_outcome FROM lots)
      SELECT center_code, accession_no, product_code, finding_code, outcome, nth, of_outcome FROM placed
      WHERE nth <= ${sql.lit(size)} ORDER BY ${shuffled(seed, 'lot')}`.execute(db)
    const sizes = { TP: 0, FP: 0, FN: 0, TN: 0 }
    for (const { outcome, of_outcome } of rows) sizes[outcome] = of_outcome
    const most = quotas(size, sizes)
    const readings = rows
      .filter(({ outcome, nth }) => nth <= most[outcome])
      .map(({ outcome: _o, nth: _n, of_outcome: _of, ...key }) => key)
    return { snapshot_id, from: filters.from, to: filters.to, readings }
  })
}
