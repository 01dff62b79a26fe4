import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { isoWeekday, localDayNumber, localHour } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { inScope } from '../filter/scope.ts'
import { centerNames, type NameOf } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { ifEnough } from '../statistics/minimum-numbers.ts'
import { wilson } from '../statistics/proportion.ts'
import { centerClocks } from './center-clocks.ts'
import type { FarAheadRow, KeptBy, KeptRow } from './flow-types.ts'
import { throughputMetrics } from './throughput-metrics.ts'

/** A booking is rarely made longer ahead; a clock that changed in this time is looked up row by row. */
const LONGEST_LEAD_DAYS = 400

const EXAM = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }
const CLOCK = { timeZone: 'c.time_zone', offset: 'c.clock_offset', isSteady: 'c.is_steady' }

/** Days between order and slot, in bands; sorts by its first figure. */
const LEAD_BANDS = sql`CASE WHEN lead IS NULL THEN NULL WHEN lead <= 3 THEN '1-3' WHEN lead <= 7 THEN '4-7'
  WHEN lead <= 14 THEN '8-14' ELSE '15+' END`

interface Row {
  kept_by: KeptBy | 'far_center'
  value: string | null
  bookings_due: number
  no_shows_due: number
  cancellations: number
}

const rate = (k: number, n: number) =>
  ifEnough(n, throughputMetrics.no_show_rate.minimumCount, () => ({ value: k / n, ...wilson(k, n)! }))

interface Kept {
  kept: KeptRow[]
  far_ahead: FarAheadRow[]
}

/**
 * Centers that keep fewer of the bookings made over 14 days ahead than are kept of all bookings, however early, by evidence: the
 * interval lies above that rate. The highest first. One center alone may have all bookings made so early.
 */
function farAhead(rows: Omit<KeptRow, 'kept_by'>[], all: KeptRow[], nameOf: NameOf): FarAheadRow[] {
  const sum = (of: 'bookings_due' | 'no_shows_due') => all.reduce((total, row) => total + row[of], 0)
  const together = sum('no_shows_due') / sum('bookings_due')
  return rows
    .filter(({ low }) => low !== null && low > together)
    .map(({ value, bookings_due, no_shows_due, no_show_rate, low, high }) => {
      const center_code = value!
      return { center_code, ...nameOf(center_code), bookings_due, no_shows_due, no_show_rate, low, high, together }
    })
    .sort((a, b) => b.no_show_rate! - a.no_show_rate!)
}

/**
 * Due bookings as `mart.center_day` counts them (ordered on an earlier local day, scheduled before the center's newest
 * data), and the cancelled among those ordered on an earlier day, by weekday, hour, lead time and source.
 */
export async function keptBookings(db: Kysely<Database>, filters: Filters): Promise<Kept> {
  const clocks = centerClocks(db, { from: addDays(filters.from, -LONGEST_LEAD_DAYS), to: filters.to })
  const rows = await askedSql(
    db,
    'throughput.kept_bookings',
    sql<Row>`WITH newest AS (SELECT center_code, max(updated_at) AS at FROM main.exam GROUP BY center_code),
      booked AS (
        SELECT ${isoWeekday('e.day')} AS iso_weekday, ${localHour('e.scheduled_at', CLOCK)} AS hour, e.referral_source, e.status,
          e.center_code, ${localDayNumber('e.scheduled_at', CLOCK)} - ${localDayNumber('e.ordered_at', CLOCK)} AS lead
        FROM main.exam e JOIN (${clocks}) c ON c.center_code = e.center_code JOIN newest n ON n.center_code = e.center_code
        WHERE ${inScope(filters, EXAM)} AND e.scheduled_at < n.at),
      due AS (SELECT *, ${LEAD_BANDS} AS lead_band, CASE WHEN lead > 14 THEN center_code END AS far_center FROM booked
        WHERE lead >= 1 OR (lead IS NULL AND referral_source IS DISTINCT FROM 'walk_in'))
      SELECT CASE grouping(iso_weekday, hour, lead_band, referral_source, far_center)
          WHEN 15 THEN 'iso_weekday' WHEN 23 THEN 'hour' WHEN 27 THEN 'lead' WHEN 29 THEN 'referral_source'
          ELSE 'far_center' END AS kept_by,
        coalesce(CAST(iso_weekday AS VARCHAR), CAST(hour AS VARCHAR), lead_band, referral_source, far_center) AS value,
        count_if(status <> 'cancelled') AS bookings_due, count_if(status = 'no_show') AS no_shows_due,
        count_if(status = 'cancelled') AS cancellations
      FROM due GROUP BY GROUPING SETS ((iso_weekday), (hour), (lead_band), (referral_source), (far_center))
      ORDER BY kept_by, iso_weekday, hour, value`,
  )
  const judged = rows.map((row) => {
    const missed = rate(row.no_shows_due, row.bookings_due)
    const cancelled = rate(row.cancellations, row.bookings_due + row.cancellations)
    return {
      ...row,
      ...{ no_show_rate: missed?.value ?? null, low: missed?.low ?? null, high: missed?.high ?? null },
      cancellation_rate: cancelled?.value ?? null,
    }
  })
  const isSplit = (row: (typeof judged)[number]): row is KeptRow => row.kept_by !== 'far_center'
  const centers = judged.filter((row) => !isSplit(row) && row.value !== null)
  const kept = judged.filter(isSplit)
  const all = kept.filter(({ kept_by }) => kept_by === 'lead')
  return { kept, far_ahead: farAhead(centers, all, await centerNames(db)) }
}
