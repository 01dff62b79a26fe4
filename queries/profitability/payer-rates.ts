import { sql, type Kysely } from 'kysely'
import { heard } from '../db/asked.ts'
import { addMonths } from '../filter/days.ts'
import { inScope } from '../filter/scope.ts'
import { compile, judgedColumns, valueColumns } from '../metric/compile.ts'
import { rateOf } from '../metric/estimate.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { centerMonth, chargeLine } from '../metric/sources.ts'
import type { Day, Estimate, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import {
  IS_ADJUDICATED,
  adjudicatedOfLines,
  allowedOfLines,
  deniedAmount,
  deniedOfLines,
  grossOfLines,
  lines,
  payerMetrics,
} from './payer-metrics.ts'
import { profitabilityMetrics } from './profitability-metrics.ts'

/** The same rate as by center and month, over the lines themselves. */
export const denialRate = {
  ...profitabilityMetrics.denial_rate,
  numerator: deniedOfLines,
  denominator: adjudicatedOfLines,
}

export const RATES = [payerMetrics.allowed_rate, denialRate, payerMetrics.denied_amount_rate]

const BESIDE = [lines, grossOfLines, allowedOfLines, deniedOfLines, adjudicatedOfLines, deniedAmount]

/** Sums over charge lines of the months that the tiles of the view rest on, CNY. */
export interface PayerRates {
  lines: number
  gross_charges: number
  allowed: number
  /** Denied lines of insurers; nobody denies a self-payer. */
  denied_lines: number
  adjudicated_lines: number
  denied_charges: number
  figures: Record<(typeof RATES)[number]['id'], Estimate>
}

export interface PayerRatesRow extends PayerRates {
  payer_class: string
  /** Of the allowed amount of all payers. */
  allowed_share: number | null
}

/** Where charge lines have what tells their month and center. */
export const BASIS = { day: 'service_date', center: 'center_code' }

export type LineRates = Measured<(typeof RATES)[number]['id']>

/** Charge lines of the months that figures rest on: all, by payer class, by center, and both. They are read once for all. */
export const lineRates = (db: Kysely<Database>, filters: Filters): Promise<LineRates[]> =>
  measure(db, {
    name: 'payers.rates',
    metrics: RATES,
    by: ['center_code', 'payer_class'],
    sets: [[], ['payer_class'], ['center_code'], ['center_code', 'payer_class']],
    filters,
    periods: 'current',
    beside: BESIDE,
    where: () => onBasis(filters, BASIS),
  })

/** All payers together, and by payer class the greatest allowed amount first. */
export function payerRates(rows: LineRates[]): { all: PayerRates | null; payers: PayerRatesRow[] } {
  const ratesOf = ({ row, figures }: LineRates) => ({
    ...(Object.fromEntries(BESIDE.map(({ name }) => [name, row[name]])) as Omit<PayerRates, 'figures'>),
    figures,
  })
  const [all] = ofSet(rows).map(ratesOf)
  if (!all || all.lines === 0) return { all: null, payers: [] }
  const payers = ofSet(rows, 'payer_class').map((measured) => {
    const rates = ratesOf(measured)
    const allowed_share = all.allowed === 0 ? null : rates.allowed / all.allowed
    return { payer_class: measured.row['payer_class'] as string, ...rates, allowed_share }
  })
  return { all, payers: payers.sort((a, b) => b.allowed - a.allowed) }
}

/** Denied lines of one payer class by the payer's code; null where a line was denied without one. */
export interface PayerDenialRow {
  payer_class: string
  denial_code: string | null
  denied_lines: number
  /** Charged for them, CNY. */
  denied_charges: number
  /** Of the adjudicated lines of the payer class; none where the class is no insurer. */
  denial_rate: Estimate
}

const compiled = compile(denialRate, false)

interface DeniedRow {
  payer_class: string
  denial_code: string | null
  denied_lines: number
  denied_charges: number
}

/** Denied lines by payer class and code, and with `RATED` each code's share of the class's adjudicated lines. */
const deniedOf = (filters: Filters, rated: boolean) => {
  const ofPeriod = sql`${inScope(filters, chargeLine.columns)} AND ${onBasis(filters, BASIS)}`
  const denied = sql`denied AS (SELECT payer_class, denial_code, count(*) AS denied_lines, sum(charge_amount) AS denied_charges
      FROM main.charge WHERE status = 'denied' AND ${ofPeriod} GROUP BY payer_class, denial_code)`
  const order = sql`ORDER BY denied_charges DESC, payer_class, denial_code`
  if (!rated) return sql<DeniedRow>`WITH ${denied} SELECT * FROM denied ${order}`
  return sql<DeniedRow>`WITH ${denied},
    payer AS (SELECT payer_class, count(*) AS lines
      FROM main.charge WHERE ${sql.raw(IS_ADJUDICATED)} AND ${ofPeriod} GROUP BY payer_class),
    beside AS (SELECT denied.*, coalesce(payer.lines, 0) AS adjudicated_lines
      FROM denied LEFT JOIN payer ON payer.payer_class = denied.payer_class),
    judged AS (SELECT *, ${sql.raw(judgedColumns(compiled, ({ name }) => name).join(', '))} FROM beside)
    SELECT payer_class, denial_code, denied_lines, denied_charges, ${sql.raw(valueColumns(compiled).join(', '))}
    FROM judged ${order}`
}

/** Denied lines by payer class and code, the greatest amount first. A panel shows the statement with their rates. */
export async function deniedRows(db: Kysely<Database>, filters: Filters): Promise<DeniedRow[]> {
  heard('payers.denials', () => deniedOf(filters, true).compile(db))
  return (await deniedOf(filters, false).execute(db)).rows
}

/** The same with their share of the adjudicated lines of their payer class. */
export function payerDenials(denied: DeniedRow[], lines: LineRates[]): PayerDenialRow[] {
  const adjudicated = new Map(
    ofSet(lines, 'payer_class').map(({ row }) => [row['payer_class'], row['adjudicated_lines']]),
  )
  return denied.map((row) => {
    const n = (adjudicated.get(row.payer_class) as number | undefined) ?? 0
    return { ...row, denial_rate: rateOf(denialRate, { k: row.denied_lines, n }) }
  })
}

/** So many months of service up to the end of the period: what is young is still being paid. */
const MONTHS = 12

export interface CollectedRow {
  month: Day
  open_centers: number
  /** CNY. */
  allowed: number
  refunds: number
  /** So far for the month's services; not the cash received in it. */
  collected: number
  outstanding: number
  collected_rate: Estimate
}

const SUMS = [
  centerMonth.countIf("month_state = 'open'", 'open_centers'),
  ...['allowed', 'refunds', 'collected', 'outstanding'].map((column) => centerMonth.amount(column)),
]

/** By month of service, open months too. */
export async function collectedByMonth(db: Kysely<Database>, filters: Filters): Promise<CollectedRow[]> {
  const rows = await measure(db, {
    name: 'payers.collected',
    metrics: [payerMetrics.collected_rate],
    by: ['month'],
    filters: { ...filters, from: addMonths(filters.to, -MONTHS) },
    periods: 'current',
    beside: SUMS,
  })
  return rows.map(({ row, figures }) => ({
    ...(Object.fromEntries(['month', ...SUMS.map(({ name }) => name)].map((name) => [name, row[name]])) as Omit<
      CollectedRow,
      'collected_rate'
    >),
    ...figures,
  }))
}
