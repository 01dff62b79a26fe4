import { sql, type Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { hear } from '#queries/db/asked.ts'
import { compile } from '#queries/metric/compile.ts'
import type { Metric } from '#queries/metric/define.ts'
import { estimateOf } from '#queries/metric/estimate.ts'
import { byDay, daysOf } from '#queries/metric/evidence.ts'
import { groupsOf, type Groups } from '#queries/metric/groups.ts'
import { measure, measureWithDays, type Measured } from '#queries/metric/measure.ts'
import type { Question } from '#queries/metric/statement.ts'
import { metrics } from '#queries/metrics.ts'
import type { Estimate, Filters } from '#queries/page/page-types.ts'
import type { Database } from '#queries/schema.ts'
import { throughputMetrics } from '#queries/throughput/throughput-metrics.ts'
import { centerDay, exam, scannerDay } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const DAYS = ['2026-02-27', '2026-03-02', '2026-03-03', '2026-03-04']
const everyDay = (of: (day: string, i: number) => Row) => DAYS.map((day, i) => of(day, i))
const times = (n: number, of: (i: number) => Row) => Array.from({ length: n }, (_, i) => of(i))
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 1, minutes)).toISOString()

/** Every count and amount of a table of days or months differs from every other, and from day to day. */
const counted = (i: number, names: string[]): Row => Object.fromEntries(names.map((name, k) => [name, 20 + 7 * i + k]))

const COUNTS = ['exams_scheduled', 'no_shows', 'cancellations', 'repeats', 'unreported', 'out_of_hours_exams']
const MINUTES = [
  'down_minutes',
  'occupied_minutes',
  'occupied_in_hours_minutes',
  'available_minutes',
  'staffed_minutes',
]
const STAFFED = [
  ...['staffed_minutes', 'acquiring_minutes', 'on_table_minutes', 'turnover_minutes'],
  ...['no_show_minutes', 'idle_minutes', 'down_minutes', 'off_hours_minutes'],
]
const SHARES_OF_CHARGES = ['gross_charges', 'pending_charges', 'denied_charges', 'refunded_charges', 'adjustments']
const CASH = ['written_off', 'allowed', 'refunds', 'collected', 'outstanding', 'partner_payout', 'net_revenue']
const LEDGER = ['variable_cost', 'fixed_cost', 'contribution', 'operating_profit', 'used_capacity_cost']
const CAPACITY = [
  ...['down_capacity_cost', 'unused_capacity_cost'],
  ...['occupied_minutes', 'occupied_in_hours_minutes', 'practical_capacity_minutes'],
]
const EXAM_SUMS = [
  ...['exams', 'net_revenue', 'contribution_exams', 'contribution', 'margin_exams', 'margin', 'table_minutes'],
  ...['timed_net_revenue', 'timed_contribution', 'contribution_minutes', 'margin_minutes'],
]
const LINES = ['denied_lines', 'adjudicated_lines', 'exams_performed']

const reading = (i: number): Row => {
  const [flagged, reader_positive] = [i % 3 === 0, i % 4 < 2]
  const outcome = `${flagged === reader_positive ? 'T' : 'F'}${flagged ? 'P' : 'N'}`
  const opened_before_report = i % 5 === 0 ? null : i % 3 !== 0
  return {
    ...{ accession_no: `R${i}`, product_code: `AI-${i % 2}`, finding_code: 'ICH' },
    ...{ flagged, reader_positive, outcome, opened_before_report },
  }
}

const judged = (i: number): Row => ({
  accession_no: `J${i}`,
  assessable: i % 5 !== 0,
  compliant: i % 5 === 0 ? null : i % 3 !== 0,
  reason: i % 5 === 0 ? (i % 2 === 0 ? 'no_version' : 'no_acquisitions') : null,
  critical_deviations: i % 2,
  repeated_steps: i % 4,
  dose_over_reference: i % 6 === 0 ? null : i % 4 === 1,
  steps_in_order: i % 7 === 0 ? null : i % 3 !== 1,
})

const performed = (i: number): Row =>
  exam({
    accession_no: `E${i}`,
    day: DAYS[i % 4],
    performed: i % 6 !== 0,
    arrived_at: at(0),
    started_at: at(5 + i),
    completed_at: at(20 + 3 * i),
    reported_at: at(90 + i * i),
    scheduled_minutes: 10 + i,
    ordered_at: at(-3000 + 2 * i * i),
    scheduled_at: at(4 * i),
    prelim_at: at(30 + 5 * i),
  })

const place = (day: string): Row => ({ day, center_code: 'C1', modality: 'CT', scanner_id: 'C1-CT1' })

const charged = (i: number): Row => ({
  ...{
    center_code: 'C1',
    charge_id: `H${i}`,
    service_date: DAYS[i % 4],
    charge_amount: 100 + i,
    allowed_amount: 60 + i,
  },
  payer_class: i % 4 === 0 ? 'self_pay' : 'commercial',
  status: ['paid', 'denied', 'paid', 'written_off', 'partly_paid', 'void'][i % 6],
})

const ROWS: Rows = {
  charge: times(60, charged),
  exam: times(40, performed),
  protocol: [{ protocol_code: 'P1', version: 1, name_en: 'Head', modality: 'CT' }],
  'mart.exam_money_protocol_month': ['2026-02-01', '2026-03-01'].map((month, i) => ({
    ...{ month, center_code: 'C1', scanner_id: 'C1-CT1', modality: 'CT', protocol_code: 'P1' },
    ...counted(i, EXAM_SUMS),
  })),
  'mart.center_day': [
    ...everyDay((day, i) =>
      centerDay({ day, ...counted(i, COUNTS), exams_performed: 60 + i, bookings_due: 70 + i, no_shows_due: 9 + i }),
    ),
    centerDay({ day: DAYS[0], modality: 'US', exams_performed: 500, repeats: 3 }),
  ],
  'mart.scanner_day': everyDay((day, i) => scannerDay({ day, exams_performed: 60 + i, ...counted(i, MINUTES) })),
  'mart.scanner_ledger': everyDay((day, i) => ({ ...place(day), ...counted(i, STAFFED) })),
  'mart.exam_compliance': times(40, (i) => ({ ...place(DAYS[i % 4]!), ...judged(i) })),
  'mart.ai_reading': times(60, (i) => ({ ...place(DAYS[i % 4]!), product_version: '1', ...reading(i) })),
  'mart.ai_run_day': everyDay((day, i) => ({
    ...place(day),
    ...{ product_code: 'AI-1', product_version: '1', failed_runs: 0, timeout_runs: 0, rejected_runs: 0, exams_read: 0 },
    ...counted(i, ['opened_runs', 'ok_runs', 'runs']),
  })),
  'mart.ai_coverage_month': ['2026-02-01', '2026-03-01'].map((month, i) => ({
    ...{ month, center_code: 'C1', modality: 'CT', finding_code: 'ICH' },
    ...counted(i, ['covered_and_flagged', 'covered', 'coverable', 'reader_positives']),
  })),
  'mart.center_month': ['2026-02-01', '2026-03-01'].map((month, i) => ({
    ...{ month, center_code: 'C1', month_state: 'closed' },
    ...counted(i, [...SHARES_OF_CHARGES, ...CASH, ...LEDGER, ...CAPACITY, ...LINES]),
  })),
}

const YEAR = { from: '2026-01-01', to: '2027-01-01' }
const ALL: Filters = {
  ...YEAR,
  ...{ center: [], modality: [], scanner: [], ignored: [], unfollowed: [] },
  previous: { from: '2025-01-01', to: '2026-01-01' },
  previous_data: 'none',
  baseline: null,
  basis: null,
  comparison: { kind: 'none', aligned: null, holidays: [], working_days: null, left_out: [], closed_centers: null },
  is_default_period: false,
}

const valueOf = async (db: Kysely<Database>, { formula, source }: Metric): Promise<number | null> => {
  const { rows } = await sql<{
    value: number | null
  }>`SELECT ${sql.raw(formula)} AS value FROM ${sql.raw(source[0]!)}`.execute(db)
  return rows[0]!.value
}

const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)

test('the formula of every metric, over its first table, gives what pages measure over the whole data', async () => {
  const reader = await warehouse(ROWS)
  const found = await reader.read('formulas', async (db) => {
    const [all] = await measure(db, { name: 'all', metrics, by: [], filters: ALL, periods: 'current' })
    const written = await Promise.all(metrics.map(async (metric) => [metric.id, rounded(await valueOf(db, metric))]))
    return { figures: all!.figures as Record<string, Estimate>, written: Object.fromEntries(written) as unknown }
  })
  const measured = Object.entries(found!.figures).map(([id, { value }]) => [id, rounded(value)])
  expect(found!.written).toEqual(Object.fromEntries(measured))
  // None is compared by having no value on either side.
  expect(measured.filter(([, value]) => typeof value !== 'number')).toEqual([])
})

const SPLIT: Filters = {
  ...ALL,
  from: '2026-03-03',
  previous: { from: '2026-01-01', to: '2026-03-03' },
  previous_data: 'complete',
}

/** Every figure as the page works it out, and as the question's one statement gives it, row by row. */
async function bothWays(db: Kysely<Database>, question: Question<string>) {
  let worked: Measured<string>[] = []
  const [told] = await hear(async () => (worked = await measure(db, question)))
  const { rows } = await db.executeQuery<Record<string, unknown>>(told!.compiled)
  const byScanner = question.filters.scanner.length > 0
  const keys = ['grouped_by', 'center_code', 'modality', 'is_current']
  const keysOf = (row: Record<string, unknown>) => keys.map((key) => row[key])
  const read = (row: Record<string, unknown>) =>
    Object.fromEntries(question.metrics.map((one) => [one.id, estimateOf(compile(one, byScanner), row)]))
  const precise = (figures: Record<string, Estimate>) =>
    Object.entries(figures).map(([id, e]) => [id, ...Object.values(e).map(rounded)])
  return {
    worked: worked.map(({ row, figures }) => [keysOf(row), precise(figures)]),
    told: rows.map((row) => [keysOf(row), precise(read(row))]),
  }
}

test('pages work out of the sums what the one statement of the question says, with the reasons for what is not there', async () => {
  const reader = await warehouse(ROWS)
  const asked = { name: 'all', metrics, periods: 'both' as const, filters: SPLIT }
  const whole = metrics.filter(({ kind, id }) => kind !== 'quantile' && id !== 'products')
  const questions: Question<string>[] = [
    { ...asked, by: [] },
    { ...asked, by: [], filters: ALL, periods: 'current' },
    { ...asked, by: ['center_code'] },
    { ...asked, by: ['center_code'], metrics: whole, sets: [[], ['center_code']] },
    { ...asked, by: ['center_code'], filters: { ...SPLIT, scanner: ['C1-CT1'] } },
    { ...asked, by: ['center_code'], filters: { ...SPLIT, center: ['nobody'] } },
  ]
  for (const question of questions) {
    const found = await reader.read(JSON.stringify([question.by, question.filters, question.sets]), (db) =>
      bothWays(db, question),
    )
    expect(found!.worked.length > 0).toBe(question.filters.center.length === 0)
    expect(found!.worked).toEqual(found!.told)
  }
})

test('the sums of days are the same beside the figures as in a question of their own', async () => {
  const reader = await warehouse(ROWS)
  const { utilization_rate, no_show_rate } = throughputMetrics
  const question = {
    name: 'q',
    metrics: [utilization_rate, no_show_rate],
    by: ['modality'],
    filters: SPLIT,
    periods: 'both' as const,
  }
  const found = await reader.read('days', async (db) => {
    const [beside, alone] = await Promise.all([
      measureWithDays(db, question, byDay(question)),
      groupsOf(db, byDay(question)),
    ])
    const sums = (groups: Groups) => {
      const days = daysOf(question, groups)
      return beside.rows.map((one) => question.metrics.map((metric) => days(metric, one.row, one.is_current)))
    }
    return { rows: beside.rows, measured: await measure(db, question), beside: sums(beside.days), alone: sums(alone) }
  })
  expect(found!.beside.flat(2).length).toBeGreaterThan(0)
  expect(found!.beside).toEqual(found!.alone)
  expect(found!.rows).toEqual(found!.measured)
})
