import { sql, type Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Source } from '../metric/expression.ts'
import { measure } from '../metric/measure.ts'
import { performedExam, scannerDay } from '../metric/sources.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics } from './throughput-metrics.ts'
import type { ScannerRow } from './throughput-types.ts'

/** Sums that the table shows beside the rate; minutes are null where the staffed hours are unknown. */
const MINUTES = [
  scannerDay.amount('staffed_minutes'),
  scannerDay.amount('down_minutes'),
  scannerDay.amount('available_minutes'),
  scannerDay.amount('occupied_minutes'),
  scannerDay.amount('occupied_in_hours_minutes'),
  scannerDay.amount('scanning_minutes'),
]

/** Scanner days count every exam of a scanner; under a modality filter a PT scanner's CT exams count as on other panels. */
const examsOf = (filters: Filters) =>
  filters.modality.length > 0 ? performedExam.rows('exams_performed') : scannerDay.sum('exams_performed')

/** The scanner's own, also of exams of another. */
const MODALITY = {
  name: 'modality',
  of: ({ name }: Source) =>
    name === performedExam.name
      ? sql`coalesce((SELECT any_value(s.modality) FROM main.scanner AS s WHERE s.scanner_id = exam.scanner_id), modality)`
      : sql`modality`,
}

type Row = Omit<ScannerRow, 'utilization_rate' | 'manufacturer' | 'model'>

/** Maker and model by scanner. */
const fleetOf = (db: Kysely<Database>) =>
  oncePerSnapshot(db, 'fleet', async () => {
    const rows = await db.selectFrom('scanner').select(['scanner_id', 'manufacturer', 'model']).execute()
    return new Map(rows.map((row) => [row.scanner_id, row]))
  })

/**
 * Every scanner with a day in the period, or with exams of the modalities asked for, the most used first, unknown
 * utilization last. Minutes are a scanner's, not an exam's: those of another modality's scanner are left out.
 */
export async function scannerRows(db: Kysely<Database>, filters: Filters): Promise<ScannerRow[]> {
  const sums = [examsOf(filters), ...MINUTES]
  const [rows, known] = await Promise.all([
    measure(db, {
      name: 'throughput.scanners',
      metrics: [throughputMetrics.utilization_rate],
      by: ['scanner_id', 'center_code', MODALITY],
      filters,
      periods: 'current',
      beside: sums,
      where: () => sql<boolean>`scanner_id IS NOT NULL`,
    }),
    fleetOf(db),
  ])
  return rows
    .map(({ row, figures }) => {
      const shown = Object.fromEntries(sums.map(({ name }) => [name, row[name]]))
      const scanner_id = row['scanner_id'] as string
      const { manufacturer = null, model = null } = known.get(scanner_id) ?? {}
      return {
        ...(shown as unknown as Row),
        scanner_id,
        center_code: row['center_code'] as string,
        modality: row['modality'] as string,
        manufacturer,
        model,
        utilization_rate: figures.utilization_rate.value,
      }
    })
    .sort((a, b) => (b.utilization_rate ?? -1) - (a.utilization_rate ?? -1) || a.scanner_id.localeCompare(b.scanner_id))
}
