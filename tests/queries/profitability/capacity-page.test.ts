import { expect, test } from 'vitest'
import { capacityPage } from '#queries/profitability/capacity-page.ts'
import type { CapacityPage } from '#queries/profitability/capacity-types.ts'
import { center, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const FEBRUARY = { from: '2026-02-01', to: '2026-03-01' }

async function page(rows: Rows, filter = FEBRUARY): Promise<CapacityPage> {
  const answer = await capacityPage(await warehouse(rows), filterOf(filter))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const book = (row: Row): Row => ({
  ...{ month: '2026-02-01', center_code: 'C1', month_state: 'closed', exams_performed: 0 },
  ...{ gross_charges: 0, pending_charges: 0, denied_charges: 0, refunded_charges: 0, adjustments: 0, allowed: 0 },
  ...{ refunds: 0, collected: 0, written_off: 0, denied_lines: 0, adjudicated_lines: 0, outstanding: 0 },
  ...{ partner_payout: 0, net_revenue: 0, occupied_minutes: 0, ...row },
})

const scanner = (scanner_id: string, modality: string): Row => ({ scanner_id, modality, center_code: 'C1' })

const scannerMonth = (scanner_id: string, own_fixed_cost: number, staffed_minutes: number | null): Row => ({
  ...{ month: '2026-02-01', center_code: 'C1', scanner_id, own_fixed_cost, shared_fixed_cost: 0, staffed_minutes },
  cost_per_staffed_minute: staffed_minutes ? own_fixed_cost / staffed_minutes : null,
})

const ledger = (scanner_id: string, day: string, row: Row): Row => ({
  ...{ day, center_code: 'C1', scanner_id, modality: 'CT', staffed_minutes: 0, down_minutes: 0, acquiring_minutes: 0 },
  ...{ on_table_minutes: 0, turnover_minutes: 0, no_show_minutes: 0, idle_minutes: 0, off_hours_minutes: 0, ...row },
})

/** Exams that each bring and use as much. */
const exams = (scanner_id: string, n: number, net_revenue: number, variable_cost: number): Row[] =>
  Array.from({ length: n }, (_, i) => ({
    ...{ center_code: 'C1', accession_no: `${scanner_id}-${i}`, day: '2026-02-02', month: '2026-02-01', scanner_id },
    ...{ charge_lines: 1, gross_charges: net_revenue, allowed: net_revenue, net_revenue, variable_cost },
    ...{ other_month_lines: 0, other_month_gross_charges: 0, other_month_allowed: 0, other_month_net_revenue: 0 },
    ...{ modality: 'CT', contribution: net_revenue - variable_cost, margin: 0 },
  }))

test('used, down and unused minutes have the price of a staffed one and add up to the fixed cost', async () => {
  const { scanners, together, modalities } = await page({
    center: [center('C1')],
    scanner: [scanner('C1-CT1', 'CT')],
    'mart.center_month': [book({ exams_performed: 20, fixed_cost: 6000, contribution: 4000 })],
    'mart.scanner_month': [scannerMonth('C1-CT1', 6000, 1200)],
    'mart.scanner_ledger': [
      ledger('C1-CT1', '2026-02-02', {
        ...{ staffed_minutes: 600, acquiring_minutes: 200, on_table_minutes: 100, turnover_minutes: 50 },
        ...{ down_minutes: 100, no_show_minutes: 30, idle_minutes: 120 },
      }),
      ledger('C1-CT1', '2026-02-03', { staffed_minutes: 600, idle_minutes: 600 }),
    ],
    'mart.exam_money': exams('C1-CT1', 20, 250, 50),
  })
  // 5 a minute: 350 used, 100 down, 750 unused.
  expect(scanners[0]).toMatchObject({ fixed_cost: 6000, used_cost: 1750, down_cost: 500, unused_cost: 3750 })
  expect(together).toMatchObject({ fixed_cost: 6000, used_cost: 1750, scanners: 1, unknown_scanners: 0 })
  expect(modalities).toMatchObject([{ modality: 'CT', scanners: 1, unused_cost: 3750 }])
  // 6,000 ÷ 200 = 30 exams, 20 were there on two days; one more on both is worth 400.
  expect(scanners[0]).toMatchObject({ contribution_per_exam: 200, break_even_exams: 30, exams_per_day: 10 })
  expect(scanners[0]).toMatchObject({ exams_beyond_per_day: -5, one_more_exam: 400, why_not: null })
  expect(scanners[0]).toMatchObject({ cost_per_exam: 350, used_cost_per_exam: 87.5 })
})

test('a center breaks even by its own books, over the days on which any of its scanners was staffed', async () => {
  const { centers } = await page({
    center: [center('C1')],
    scanner: [scanner('C1-CT1', 'CT'), scanner('C1-MR1', 'MR')],
    'mart.center_month': [book({ exams_performed: 100, fixed_cost: 8000, contribution: 10000 })],
    'mart.scanner_month': [scannerMonth('C1-CT1', 3000, 600), scannerMonth('C1-MR1', 5000, 600)],
    'mart.scanner_ledger': [
      ledger('C1-CT1', '2026-02-02', { staffed_minutes: 600, idle_minutes: 600 }),
      ledger('C1-MR1', '2026-02-02', { staffed_minutes: 300, acquiring_minutes: 300 }),
      ledger('C1-MR1', '2026-02-03', { staffed_minutes: 300, down_minutes: 300 }),
    ],
  })
  expect(centers).toMatchObject([
    {
      ...{ center_code: 'C1', used_cost: 2500, down_cost: 2500, unused_cost: 3000, staffed_days: 2 },
      ...{ break_even_exams: 80, exams_per_day: 50, exams_beyond_per_day: 10, one_more_exam: 200 },
    },
  ])
})

test('where exams contribute nothing, are none, or hours are unknown, no break-even is told but why', async () => {
  const day = (scanner_id: string) => ledger(scanner_id, '2026-02-02', { staffed_minutes: 60, idle_minutes: 60 })
  const { scanners, together } = await page({
    center: [center('C1')],
    scanner: ['A', 'B', 'C'].map((id) => scanner(id, 'CT')),
    'mart.center_month': [book({ exams_performed: 2, fixed_cost: 300, contribution: -20 })],
    'mart.scanner_month': [scannerMonth('A', 100, 60), scannerMonth('B', 100, 60), scannerMonth('C', 100, null)],
    'mart.scanner_ledger': [day('A'), day('B')],
    'mart.exam_money': [...exams('A', 2, 40, 50), ...exams('C', 2, 100, 50)],
  })
  expect(scanners.map((row) => [row.scanner_id, row.why_not, row.break_even_exams, row.one_more_exam])).toEqual([
    ['A', 'no_contribution', null, null],
    ['B', 'no_exams', null, null],
    ['C', 'hours_unknown', 2, null],
  ])
  expect(together).toMatchObject({ scanners: 2, unknown_scanners: 1, fixed_cost: 200 })
})

test('open months are left out, and without a closed one there is nothing', async () => {
  const rows = {
    center: [center('C1')],
    'mart.center_month': [book({ month_state: 'open', exams_performed: 2 })],
    'mart.scanner_month': [scannerMonth('A', 100, 60)],
  }
  expect(await page(rows)).toMatchObject({ scanners: [], centers: [], together: { fixed_cost: null, scanners: 0 } })
})

// Kaplan and Anderson, Time-Driven Activity-Based Costing, HBR 2004.
test('a customer service department of 700,000 minutes and $560,000 uses $462,880 and leaves $97,120', async () => {
  const { scanners } = await page({
    center: [center('C1')],
    scanner: [scanner('A', 'CT')],
    'mart.center_month': [book({ fixed_cost: 560000, contribution: 0 })],
    'mart.scanner_month': [scannerMonth('A', 560000, 700000)],
    'mart.scanner_ledger': [
      // 49,000 orders of 8 minutes, 1,400 inquiries of 44, 2,500 credit checks of 50.
      ledger('A', '2026-02-02', { staffed_minutes: 392000, acquiring_minutes: 392000 }),
      ledger('A', '2026-02-03', { staffed_minutes: 61600, on_table_minutes: 61600 }),
      ledger('A', '2026-02-04', { staffed_minutes: 125000, turnover_minutes: 125000 }),
      ledger('A', '2026-02-05', { staffed_minutes: 121400, idle_minutes: 121400 }),
    ],
  })
  expect(scanners[0]!.used_cost).toBeCloseTo(462880, 6)
  expect(scanners[0]!.unused_cost).toBeCloseTo(97120, 6)
})

// Horngren, Cost Accounting, problem 5-32: overhead by its own drivers.
test('an exam of the imaging center costs 46.50, 112.64, 267.36 and 539.12', async () => {
  const departments = [
    { id: 'XR', exams: 3842, materials: 22600, fixed: 62000 + 42240, cleaning: 5, procedure: 5 },
    { id: 'US', exams: 4352, materials: 16400, fixed: 101000 + 256000, cleaning: 5, procedure: 15 },
    { id: 'CT', exams: 2924, materials: 23600, fixed: 155000 + 424960, cleaning: 15, procedure: 25 },
    { id: 'MR', exams: 2482, materials: 31500, fixed: 103000 + 876800, cleaning: 35, procedure: 40 },
  ]
  const depreciation: Record<string, number> = { XR: 42240, US: 256000, CT: 424960, MR: 876800 }
  const total = (of: (row: (typeof departments)[number]) => number) =>
    departments.reduce((sum, row) => sum + of(row), 0)
  const shared = (row: (typeof departments)[number]) =>
    (20000 * row.exams) / total((d) => d.exams) +
    (250000 * depreciation[row.id]!) / total((d) => depreciation[d.id]!) +
    (252500 * row.exams * row.cleaning) / total((d) => d.exams * d.cleaning) +
    (151100 * row.exams * row.procedure) / total((d) => d.exams * d.procedure)
  const { scanners, together } = await page({
    center: [center('C1')],
    scanner: departments.map(({ id }) => scanner(id, id)),
    'mart.center_month': [book({ exams_performed: 13600, fixed_cost: 2694600, contribution: 0 })],
    'mart.scanner_month': departments.map((row) => ({
      ...scannerMonth(row.id, row.fixed, 10000),
      shared_fixed_cost: shared(row),
      cost_per_staffed_minute: (row.fixed + shared(row)) / 10000,
    })),
    'mart.scanner_ledger': departments.map(({ id }) =>
      ledger(id, '2026-02-02', { staffed_minutes: 10000, acquiring_minutes: 10000 }),
    ),
    'mart.exam_money': departments.flatMap((row) => exams(row.id, row.exams, 0, row.materials / row.exams)),
  })
  const cost = Object.fromEntries(scanners.map((row) => [row.scanner_id, row.cost_per_exam!.toFixed(2)]))
  expect(cost).toEqual({ XR: '46.50', US: '112.64', CT: '267.36', MR: '539.12' })
  expect(together.fixed_cost! + total((d) => d.materials)).toBeCloseTo(2788700, 6)
})
