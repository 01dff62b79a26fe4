import { sql, type Kysely } from 'kysely'
import { weekdayText } from '../db/aggregates.ts'
import { askedSql } from '../db/asked.ts'
import { firstDayOfMonth, latestBefore } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { inSet, ofSet } from '../metric/grouping-sets.ts'
import { measure } from '../metric/measure.ts'
import { bookedSlot, knownDay, scannerLedger } from '../metric/sources.ts'
import type { Estimate, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { ledgerMetrics as m } from './ledger-metrics.ts'
import { DEFINITION_METRIC, LEDGER_CLASSES, type UseDefinition } from './ledger-names.ts'
import type { LedgerMinutes } from './minutes-types.ts'
import { throughputMetrics } from './throughput-metrics.ts'

/** Minutes of the ledger, as a page shows them. */
export const LEDGER_COLUMNS = [
  'staffed_minutes',
  ...LEDGER_CLASSES.map((name) => `${name}_minutes` as const),
  'off_hours_minutes',
] as const

export const SHARES = [
  m.acquiring_share,
  m.on_table_share,
  m.turnover_share,
  m.no_show_share,
  m.idle_share,
  throughputMetrics.down_share,
]

const MINUTES = LEDGER_COLUMNS.map((id) => m[id])
const ALL_DEFINITIONS = [
  throughputMetrics.utilization_rate,
  m.acquisition_utilization_rate,
  m.day_utilization_rate,
  m.slot_utilization_rate,
  m.exams_per_open_hour,
]

/** Sums that only the difference of definitions needs. */
const BESIDE = [
  knownDay.rows('known_days'),
  knownDay.amount('occupied_in_hours_minutes', { as: 'known_in_hours_minutes' }),
  knownDay.amount('occupied_minutes', { as: 'known_occupied_minutes' }),
  bookedSlot.amount('scheduled_minutes'),
]

type Figures = Record<string, Estimate>

export function minutesOf(figures: Figures): LedgerMinutes {
  return Object.fromEntries(LEDGER_COLUMNS.map((id) => [id, figures[id]?.value ?? null])) as unknown as LedgerMinutes
}

/** The ledger and the definitions by scanner, by modality and all together, of which only minutes may be pooled. */
export async function ledgerByScanner(db: Kysely<Database>, filters: Filters) {
  const rows = await measure(db, {
    name: 'throughput.ledger',
    metrics: [...MINUTES, ...SHARES, ...ALL_DEFINITIONS],
    by: ['scanner_id', 'center_code', 'modality'],
    sets: [['scanner_id', 'center_code', 'modality'], ['modality'], []],
    filters,
    periods: 'current',
    beside: BESIDE,
  })
  const [all] = ofSet(rows)
  return {
    scanners: ofSet(rows, 'scanner_id', 'center_code', 'modality'),
    modalities: ofSet(rows, 'modality'),
    all: all!,
  }
}

const weekday = {
  name: 'iso_weekday',
  of: ({ columns }: { columns: { day: string } }) => sql.raw(weekdayText(columns.day)),
}

/** The ledger by day and by weekday. */
export async function ledgerByDay(db: Kysely<Database>, filters: Filters, name = 'throughput.ledger_days') {
  const rows = await measure(db, {
    name,
    metrics: MINUTES,
    by: ['day', weekday],
    sets: [['day'], ['iso_weekday']],
    filters,
    periods: 'current',
  })
  return {
    days: ofSet(rows, 'day').map(({ row, figures }) => ({ day: row['day'] as string, ...minutesOf(figures) })),
    weekdays: ofSet(rows, 'iso_weekday').map(({ row, figures }) => ({
      iso_weekday: row['iso_weekday'] as number,
      ...minutesOf(figures),
    })),
  }
}

export const OF_SCANNER = inSet('scanner_id', 'center_code', 'modality')

/** What the minutes of a scanner and class cost; null where no price is known. */
export interface LedgerCost {
  /** Null = all together. */
  scanner_id: string | null
  /** Staffed minutes of the months whose ledger has come. */
  priced_minutes: number
  acquiring_cost: number | null
  on_table_cost: number | null
  turnover_cost: number | null
  no_show_cost: number | null
  idle_cost: number | null
  down_cost: number | null
}

const LEDGER = scannerLedger.columns

/**
 * Minutes × the scanner's cost_per_staffed_minute of the month, so that the classes add up to its fixed cost; where the
 * month's ledger has not come, by the last price known.
 */
export function ledgerCost(db: Kysely<Database>, filters: Filters): Promise<LedgerCost[]> {
  const classes = LEDGER_CLASSES.map((name) => sql.ref(`${name}_minutes`))
  const sums = classes.map((minutes) => sql`sum(${minutes}) AS ${minutes}`)
  const costs = LEDGER_CLASSES.map(
    (name) => sql`sum(${sql.ref(`l.${name}_minutes`)} * m.cost_per_staffed_minute) AS ${sql.ref(`${name}_cost`)}`,
  )
  const priced = sql`(SELECT scanner_id, month, cost_per_staffed_minute FROM mart.scanner_month
      WHERE cost_per_staffed_minute IS NOT NULL)`
  return askedSql(
    db,
    'throughput.ledger_cost',
    sql<LedgerCost>`WITH months AS (
      SELECT scanner_id, ${firstDayOfMonth('day')} AS month, sum(staffed_minutes) AS staffed_minutes, ${sql.join(sums)}
      FROM mart.scanner_ledger WHERE ${inScope(filters, LEDGER)} GROUP BY 1, 2)
    SELECT l.scanner_id, coalesce(sum(l.staffed_minutes) FILTER (WHERE m.month = l.month), 0) AS priced_minutes,
      ${sql.join(costs)}
    FROM months l ${latestBefore(priced, sql`m`)} ON m.scanner_id = l.scanner_id AND l.month >= m.month
    GROUP BY GROUPING SETS ((l.scanner_id), ()) ORDER BY l.scanner_id`,
  )
}

/** The days of a few scanners. */
export function ledgerDaysOf(db: Kysely<Database>, filters: Filters, scanners: string[]) {
  return measure(db, {
    name: 'throughput.loss_days',
    metrics: MINUTES,
    by: ['scanner_id', 'day'],
    filters: { ...filters, scanner: scanners },
    periods: 'current',
    ...(scanners.length === 0 && { where: () => sql`false` }),
  })
}

/** A scanner's figure by the definition of the address. */
export const byDefinition = (figures: Figures, definition: UseDefinition) => figures[DEFINITION_METRIC[definition]]!
