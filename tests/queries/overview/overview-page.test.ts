import { expect, test } from 'vitest'
import { centerPage } from '#queries/center/center-page.ts'
import { dataPage } from '#queries/data/data-page.ts'
import { methodsPage } from '#queries/methods/methods-page.ts'
import { overviewPage } from '#queries/overview/overview-page.ts'
import type { Signal } from '#queries/overview/overview-types.ts'
import { center, centerDay, exam, filterOf, scannerDay } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const week = { from: '2026-03-02', to: '2026-03-09' }
const day = '2026-03-03'

const judged = (n: number, compliant: number, row: Row): Row[] =>
  Array.from({ length: n }, (_, i) => ({
    center_code: 'C1',
    accession_no: `${row['center_code']}${row['day']}${i}`,
    modality: 'CT',
    protocol_code: 'P1',
    assessable: true,
    compliant: i < compliant,
    ...row,
  }))

const codes = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9']
const rows: Rows = {
  center: codes.map((code) => center(code, { longitude: 116.4, latitude: 39.9 })),
  exam: codes.map((center_code) =>
    exam({
      center_code,
      accession_no: 'A',
      day,
      updated_at: center_code === 'C2' ? '2026-03-01 00:00:00Z' : '2026-03-08 00:00:00Z',
    }),
  ),
  'mart.center_day': codes.map((center_code) =>
    centerDay({ center_code, day, exams_performed: 200, unreported: center_code === 'C3' ? 120 : 4 }),
  ),
  'mart.scanner_day': [
    scannerDay({
      day,
      staffed_minutes: 600,
      down_minutes: 150,
      available_minutes: 450,
      occupied_in_hours_minutes: 300,
    }),
  ],
  'mart.exam_compliance': [
    ...codes.flatMap((center_code) => judged(200, center_code === 'C4' ? 100 : 180, { center_code, day })),
    ...codes.flatMap((center_code) => judged(200, 182, { center_code, day: '2026-01-20' })),
  ],
  'mart.center_month': codes.map((center_code) => ({
    center_code,
    month: '2026-03-01',
    month_state: 'closed',
    exams_performed: 200,
    net_revenue: 1000,
    operating_profit: center_code === 'C5' ? -50 : 100,
    variable_cost: 1,
    fixed_cost: 1,
    contribution: 1,
    gross_charges: 1000,
    pending_charges: 0,
    denied_charges: 0,
    refunded_charges: 0,
    adjustments: 0,
    written_off: 0,
    allowed: 1000,
    refunds: 0,
    collected: 0,
    outstanding: 0,
    partner_payout: 0,
    denied_lines: center_code === 'C6' ? 90 : 10,
    adjudicated_lines: 300,
    occupied_in_hours_minutes: 900,
    practical_capacity_minutes: 1000,
  })),
}

async function overview(money: boolean, more: Rows = {}) {
  const page = await overviewPage(await warehouse({ ...rows, ...more }), filterOf(week), { money })
  if (page.snapshot_id === null) throw new Error('no snapshot')
  return page
}

const kindsByCenter = (signals: Signal[]) =>
  signals.map((s) => [s.center?.center_code, s.kind]).sort((a, b) => String(a).localeCompare(String(b)))

test('centers that need attention are named with the reason, judged against the network', async () => {
  const { attention, figures, centers } = await overview(false)
  // 180 of 200 against 182 of 200 is no change; half of C4's exams deviate, which 9 in 10 did not before.
  expect(kindsByCenter(attention.signals)).toEqual([
    ['C1', 'down_time'],
    ['C2', 'data_stale'],
    ['C4', 'compliance_funnel'],
    ['C4', 'compliance_slipping'],
  ])
  expect(figures.exams_performed.value).toBe(1800)
  expect(centers.find((c) => c.center_code === 'C4')).toMatchObject({
    compliance_rate: 0.5,
    assessable: 200,
    signals: 2,
  })
})

test('a center that has just begun has not slipped: it has nothing to be different from, and is named', async () => {
  // C7 began with good exams ten days after the others, half of its exams deviate now. C8 began in the period.
  const others = rows['mart.exam_compliance']!.filter(
    (row) => row['center_code'] !== 'C7' && (row['center_code'] !== 'C8' || row['day'] === day),
  )
  const begun = [
    ...judged(200, 182, { center_code: 'C7', day: '2026-01-30' }),
    ...judged(200, 100, { center_code: 'C7', day }),
  ]
  const { attention } = await overview(false, { 'mart.exam_compliance': [...others, ...begun] })
  const slipping = attention.signals.filter((s) => s.kind === 'compliance_slipping')
  expect(slipping.map((s) => s.center?.center_code)).toEqual(['C4'])
  expect(attention.changed.left_out).toMatchObject([
    { center_code: 'C7', why: 'began', feeds: ['scanner_log'] },
    { center_code: 'C8', why: 'began', feeds: ['scanner_log'] },
  ])
})

test('an entry says what is at stake in thirty days, and where it is seen', async () => {
  const { attention } = await overview(false)
  const low = attention.signals.find((s) => s.kind === 'compliance_funnel')
  // 80 exams too few in seven days.
  expect(low).toMatchObject({ value: 0.5, n: 200, stake_unit: 'patients' })
  expect(low?.reference).toBeCloseTo(0.9, 9)
  expect(low?.stake).toBeCloseTo((80 * 30) / 7, 6)
  expect(low?.link).toEqual({ path: '/compliance', filters: { center: 'C4' }, panel: 'deviations' })
  const stakes = attention.signals.map((s) => s.stake)
  expect(stakes).toEqual([...stakes].sort((a, b) => b - a))
  expect(attention.expected_false).toBeGreaterThan(0)
})

test('reports that are overdue are a backlog, those of the last days are not', async () => {
  const later = {
    ...rows,
    'mart.center_day': [
      ...rows['mart.center_day']!,
      ...['C1', 'C2', 'C3', 'C4', 'C5'].map((center_code) =>
        centerDay({ center_code, day: '2026-03-08', exams_performed: 1 }),
      ),
    ],
  }
  const page = await overviewPage(await warehouse(later), filterOf(week), { money: false })
  if (page.snapshot_id === null) throw new Error('no snapshot')
  const [backlog] = page.attention.signals.filter((s) => s.kind === 'reporting_backlog')
  expect(backlog).toMatchObject({ center: { center_code: 'C3' }, value: 0.6, n: 200 })
  expect(backlog?.reference).toBeCloseTo(0.02, 9)
})

test('money is a part of its own, left out for those who may not see it', async () => {
  expect((await overview(false)).money).toBeNull()
  const { money, attention } = await overview(true)
  expect(money?.figures.net_revenue.value).toBe(9000)
  const about = attention.signals.filter((s) => s.stake_unit === 'cny')
  expect(kindsByCenter(about)).toEqual([
    ['C5', 'loss'],
    ['C6', 'denial_funnel'],
  ])
  // A loss is named whatever the use of the scanners.
  expect(about.find((s) => s.kind === 'loss')).toMatchObject({ value: -50, stake: 50 })
})

test('one center stands beside the network, and an unknown one is undefined', async () => {
  const reader = await warehouse(rows)
  const page = await centerPage(reader, 'C4', filterOf({ ...week, center: ['C1'] }), { money: true })
  if (!page || page.snapshot_id === null) throw new Error('no center')
  expect(page.filters.center).toEqual(['C4'])
  expect(page.figures.compliance_rate.value).toBe(0.5)
  expect(page.network.compliance_rate.value).toBeCloseTo((8 * 180 + 100) / 1800, 9)
  expect(page.by_modality[0]?.figures.exams_performed.value).toBe(200)
  expect(page.network_by_modality[0]?.figures.exams_performed.value).toBe(1800)
  expect(page.attention.map((s) => s.kind).sort()).toEqual(['compliance_funnel', 'compliance_slipping'])
  expect(page.money?.totals.closed.net_revenue).toBe(1000)
  expect(await centerPage(reader, 'nope', filterOf(week), { money: false })).toBeUndefined()
})

test('the data page lists runs, files, rejects and the newest run’s checks', async () => {
  const reject = (path: string, reason: string): Row => ({
    file_id: 'f1',
    feed: 'exams',
    path,
    line: 3,
    reason,
    center_code: 'C1',
    run_id: 'r2',
  })
  const reader = await warehouse({
    'ops.run': ['r1', 'r2'].map((run_id, i) => ({
      run_id,
      started_at: `2026-03-0${i + 1} 02:00:00Z`,
      kind: 'nightly',
      status: 'published',
    })),
    'ops.source_file': [
      {
        file_id: 'f1',
        feed: 'exams',
        path: 'exams/C1/a.csv',
        run_id: 'r2',
        rows_read: 10,
        rows_loaded: 8,
        rows_rejected: 2,
        rows_superseded: 0,
        status: 'loaded',
      },
      { file_id: 'f2', feed: 'billing', path: 'billing/C1/b.csv', run_id: 'r1', rows_read: null, status: 'duplicate' },
    ],
    'ops.reject': [reject('exams/C1/a.csv', 'bad_type'), reject('exams/C1/a.csv', 'bad_type')],
    'ops.check': [
      { run_id: 'r1', check_name: 'old', severity: 'warn', passed: false },
      { run_id: 'r2', check_name: 'rows', severity: 'block', passed: true },
      { run_id: 'r2', check_name: 'codes', severity: 'warn', passed: false },
    ],
  })
  const page = await dataPage(reader, { search: 'EXAMS/C1' })
  if (page.snapshot_id === null) throw new Error('no snapshot')
  expect(page.runs.map((r) => r.run_id)).toEqual(['r2', 'r1'])
  expect(page.files).toMatchObject({ total: 1, rows: [{ file_id: 'f1', rows_loaded: 8 }] })
  expect(page.reject_groups).toMatchObject([{ reason: 'bad_type', rows: 2, files: 1, center_code: 'C1' }])
  expect(page.checks.map((c) => c.check_name)).toEqual(['codes', 'rows'])
  expect(page.state).toMatchObject({ rejected_rows: 2, failed_checks: 1 })
  expect(page.feeds.find((f) => f.feed === 'billing')).toMatchObject({ files: 1, rows_read: 0 })
})

test('without a snapshot every page is a state, and methods stand without data', async () => {
  const none = { read: async () => null }
  expect(await overviewPage(none, filterOf(), { money: true })).toEqual({
    snapshot_id: null,
    filters: null,
    missing: [{ feed: 'snapshot', effect: 'nothing_loaded' }],
  })
  expect(await dataPage(none)).toMatchObject({ snapshot_id: null })
  const methods = await methodsPage(none)
  expect([methods.snapshot_id, methods.metrics.length > 40]).toEqual([null, true])
})
