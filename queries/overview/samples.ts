import type { Kysely } from 'kysely'
import { complianceMetrics } from '../compliance/compliance-metrics.ts'
import { measure } from '../metric/measure.ts'
import type { Estimate, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics as m } from '../throughput/throughput-metrics.ts'

export interface CenterCounts {
  center_code: string
  modality: string
  exams_performed: number
  no_show_rate: Estimate
  unreported_rate: Estimate
}

export async function centerCounts(db: Kysely<Database>, filters: Filters): Promise<CenterCounts[]> {
  const rows = await measure(db, {
    name: 'overview.center_counts',
    metrics: [m.exams_performed, m.no_show_rate, m.unreported_rate],
    by: ['center_code', 'modality'],
    filters,
    periods: 'current',
  })
  return rows.map(({ row, figures }) => ({
    center_code: row['center_code'] as string,
    modality: row['modality'] as string,
    exams_performed: figures.exams_performed.value ?? 0,
    no_show_rate: figures.no_show_rate,
    unreported_rate: figures.unreported_rate,
  }))
}

export interface CenterCompliance {
  center_code: string
  is_current: boolean
  rate: Estimate
}

/** Compliance of each center in both periods, those that had an assessable exam in it. */
export async function centerCompliance(db: Kysely<Database>, filters: Filters): Promise<CenterCompliance[]> {
  const rows = await measure(db, {
    name: 'overview.center_compliance',
    metrics: [complianceMetrics.compliance_rate],
    by: ['center_code'],
    filters,
    periods: 'both',
  })
  return rows
    .map(({ row, is_current, figures }) => ({
      center_code: row['center_code'] as string,
      is_current,
      rate: figures.compliance_rate,
    }))
    .filter(({ rate }) => (rate.n ?? 0) > 0)
}

export interface ScannerDown {
  center_code: string
  scanner_id: string
  modality: string
  down: Estimate
}

/** From this share of staffed time on: an eighth of an hour a day would be noise. */
export const DOWN_SHARE = 0.1

/** Scanners that were down for more than a tenth of their staffed time. */
export async function scannersDown(db: Kysely<Database>, filters: Filters): Promise<ScannerDown[]> {
  const rows = await measure(db, {
    name: 'overview.scanners_down',
    metrics: [m.down_share],
    by: ['scanner_id', 'center_code', 'modality'],
    filters,
    periods: 'current',
  })
  return rows
    .map(({ row, figures }) => ({
      center_code: row['center_code'] as string,
      scanner_id: row['scanner_id'] as string,
      modality: row['modality'] as string,
      down: figures.down_share,
    }))
    .filter(({ down }) => (down.value ?? 0) > DOWN_SHARE)
}
