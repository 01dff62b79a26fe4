import type { Kysely } from 'kysely'
import type { WarehouseReader } from '../db/snapshot.ts'
import { firstDayOfMonth } from '../db/functions.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { measure } from '../metric/measure.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { AvailabilityRow, DowntimePage } from './downtime-types.ts'
import { faultStops, reliability } from './fault-stops.ts'
import { ledgerMetrics } from './ledger-metrics.ts'

/** Availability of each scanner by month. */
async function availability(db: Kysely<Database>, filters: Filters): Promise<AvailabilityRow[]> {
  const rows = await measure(db, {
    name: 'throughput.availability',
    metrics: [ledgerMetrics.availability_rate],
    by: ['scanner_id', 'center_code', 'modality', { name: 'month', of: ({ columns }) => firstDayOfMonth(columns.day) }],
    filters,
    periods: 'current',
  })
  return rows.map(({ row, figures }) => ({
    scanner_id: row['scanner_id'] as string,
    center_code: row['center_code'] as string,
    modality: row['modality'] as string,
    month: row['month'] as string,
    availability: figures.availability_rate,
  }))
}

/** What stops the scanners, how often and for how long, and how available each was. */
export function downtimePage(reader: WarehouseReader, filter: Filter): Promise<Answer<DowntimePage>> {
  return answer(
    reader,
    { name: 'downtime', filter: compareNothing(filter), needs: ['scanner_log'] },
    async ({ db, filters }) => {
      const [faults, scanners, months] = await Promise.all([
        faultStops(db, filters),
        reliability(db, filters),
        availability(db, filters),
      ])
      return { faults, reliability: scanners, availability: months }
    },
  )
}
