import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { sumCount, sumMinutes } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { ratioOf } from '../metric/figure.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { ScannerRow } from './throughput-types.ts'

/** Every scanner with a day in the period, the most used first, unknown utilization last. */
export async function scannerRows(db: Kysely<Database>, filters: Filters): Promise<ScannerRow[]> {
  const columns = { day: 'd.day', center: 'd.center_code', modality: 'd.modality', scanner: 'd.scanner_id' }
  const sums = db
    .selectFrom('mart.scanner_day as d')
    .select([
      'd.scanner_id',
      'd.center_code',
      'd.modality',
      sumCount('d.exams_performed').as('exams_performed'),
      sumMinutes('d.staffed_minutes').as('staffed_minutes'),
      sumMinutes('d.down_minutes').as('down_minutes'),
      sumMinutes('d.available_minutes').as('available_minutes'),
      sumMinutes('d.occupied_minutes').as('occupied_minutes'),
      sumMinutes('d.occupied_in_hours_minutes').as('occupied_in_hours_minutes'),
      sumMinutes('d.scanning_minutes').as('scanning_minutes'),
    ])
    .where(inScope(filters, columns))
    .groupBy(['d.scanner_id', 'd.center_code', 'd.modality'])
    .as('d')
  const rows = await db
    .selectFrom(sums)
    .leftJoin('scanner as s', 's.scanner_id', 'd.scanner_id')
    .selectAll('d')
    .select(['s.manufacturer', 's.model'])
    .$castTo<Omit<ScannerRow, 'utilization_rate'>>()
    .$call(asked('throughput.scanners'))
  return rows
    .map((row) => ({
      ...row,
      utilization_rate: ratioOf('utilization_rate', row.occupied_in_hours_minutes, row.available_minutes).value,
    }))
    .sort((a, b) => (b.utilization_rate ?? -1) - (a.utilization_rate ?? -1) || a.scanner_id.localeCompare(b.scanner_id))
}
