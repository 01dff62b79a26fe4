import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import type { ProfitabilityPage } from '#queries/profitability/profitability-types.ts'
import { center, centerDay, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

async function page(rows: Rows, filter: Partial<Filter>): Promise<ProfitabilityPage> {
  const answer = await profitabilityPage(await warehouse(rows), filterOf(filter))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

/** Gross 1000: 100 adjusted, 50 denied, 850 allowed; 40 to the partner, 300 variable, 400 fixed: 110 are left. */
const month = (name: string, row: Row = {}): Row => ({
  month: name,
  center_code: 'C1',
  month_state: 'closed',
  exams_performed: 100,
  gross_charges: 1000,
  pending_charges: 0,
  denied_charges: 50,
  refunded_charges: 0,
  adjustments: 100,
  allowed: 850,
  refunds: 0,
  collected: 800,
  written_off: 0,
  denied_lines: 5,
  adjudicated_lines: 100,
  outstanding: 50,
  partner_payout: 40,
  net_revenue: 810,
  variable_cost: 300,
  fixed_cost: 400,
  contribution: 510,
  operating_profit: 110,
  occupied_minutes: 900,
  occupied_in_hours_minutes: 800,
  practical_capacity_minutes: 1000,
  ...row,
})
const open = { month_state: 'open', variable_cost: null, fixed_cost: null, contribution: null, operating_profit: null }

test('whole months that the period touches are taken, modality is set aside, and both are said', async () => {
  const { filters, figures } = await page(
    { 'mart.center_month': [month('2026-01-01'), month('2026-02-01'), month('2026-03-01')] },
    { from: '2026-01-20', to: '2026-02-03', modality: ['CT'] },
  )
  expect(filters).toMatchObject({ from: '2026-01-01', to: '2026-03-01', modality: [], ignored: ['modality'] })
  expect(figures.net_revenue.value).toBe(1620)
})

test('figures rest on closed months and are compared with as many closed months before', async () => {
  const { figures, filters, totals, months } = await page(
    {
      'mart.center_month': [
        month('2025-12-01'),
        month('2026-01-01', { net_revenue: 600, operating_profit: -100 }),
        month('2026-02-01'),
        month('2026-03-01', { ...open, net_revenue: 300 }),
      ],
    },
    { from: '2026-02-01', to: '2026-04-01' },
  )
  expect(filters).toMatchObject({
    basis: { from: '2026-02-01', to: '2026-03-01' },
    previous: { from: '2026-01-01', to: '2026-02-01' },
  })
  expect(figures.operating_profit).toMatchObject({ value: 110, change: 210, verdict: 'neutral', provisional: false })
  expect(figures.operating_margin_rate.value).toBeCloseTo(110 / 810, 12)
  expect([totals.closed.net_revenue, totals.open.net_revenue, totals.all.net_revenue]).toEqual([810, 300, 1110])
  expect([totals.open.operating_profit, totals.all.operating_profit]).toEqual([null, null])
  expect(months.map((m) => [m.month, m.month_state])).toEqual([
    ['2026-02-01', 'closed'],
    ['2026-03-01', 'open'],
  ])
})

test('while no month is closed the open ones are shown as provisional, with no profit before the ledger comes', async () => {
  const { figures, waterfall, centers, filters } = await page(
    { center: [center('C1')], 'mart.center_month': [month('2026-03-01', open)] },
    { from: '2026-03-01', to: '2026-04-01' },
  )
  expect(filters.basis).toBeNull()
  expect(figures.net_revenue).toMatchObject({ value: 810, provisional: true, previous: null })
  expect(figures.operating_profit).toMatchObject({ value: null, reason: 'ledger_not_come' })
  expect(waterfall.provisional).toBe(true)
  expect(centers[0]).toMatchObject({ provisional: true, break_even_exams: null, operating_margin_rate: null })
})

test('who asks for no period gets one that reaches back to the last closed month', async () => {
  const { filters, figures } = await page(
    {
      'mart.center_day': [centerDay({ day: '2026-05-31', exams_performed: 1 })],
      'mart.center_month': [
        month('2026-02-01'),
        month('2026-03-01', { operating_profit: 120 }),
        month('2026-05-01', open),
      ],
    },
    {},
  )
  expect(filters).toMatchObject({
    from: '2026-03-01',
    to: '2026-06-01',
    previous: { from: '2026-02-01', to: '2026-03-01' },
  })
  expect(figures.operating_profit).toMatchObject({ value: 120, previous: { value: 110 } })
})

test('the waterfall adds up from gross charges to operating profit', async () => {
  const { waterfall } = await page(
    {
      'mart.center_month': [
        month('2026-02-01'),
        month('2026-02-01', { center_code: 'C2', gross_charges: 1000.37, allowed: 850.37 }),
      ],
    },
    { from: '2026-02-01', to: '2026-03-01' },
  )
  const amount = (step: string) => waterfall.bars.find((bar) => bar.step === step)?.amount
  expect([amount('gross_charges'), amount('allowed')]).toEqual([2000.37, 1700.37])
  expect([amount('adjustments'), amount('denied_charges'), amount('written_off')]).toEqual([-200, -100, 0])
  expect(amount('operating_profit')).toBe(220)
})

test('break-even is the exams a month at which contribution covers fixed cost', async () => {
  const { centers } = await page(
    {
      center: [center('C1', { ownership: 'partnered' })],
      'mart.center_month': [month('2026-01-01'), month('2026-02-01')],
    },
    { from: '2026-01-01', to: '2026-03-01' },
  )
  // 400 a month ÷ 5.10 an exam = 78.4…
  expect(centers[0]).toMatchObject({
    ownership: 'partnered',
    months_closed: 2,
    break_even_exams: 79,
    exams_per_month: 100,
    capacity_use_rate: 0.8,
  })
  expect(centers[0]?.denial_rate).toMatchObject({ value: 0.05, n: 200 })
})

test('payers are counted by date of service, void lines left out, and only insurers can deny', async () => {
  const charge = (id: number, row: Row): Row => ({
    center_code: 'C1',
    charge_id: `H${id}`,
    service_date: '2026-02-10',
    payer_class: 'urban_employee',
    status: 'paid',
    charge_amount: 100,
    allowed_amount: 80,
    ...row,
  })
  const { payers } = await page(
    {
      'mart.center_month': [month('2026-02-01')],
      charge: [
        ...Array.from({ length: 18 }, (_, i) => charge(i, {})),
        charge(20, { status: 'denied' }),
        charge(21, { status: 'denied' }),
        charge(22, { status: 'void' }),
        charge(23, { payer_class: 'self_pay', allowed_amount: 160.1 }),
        charge(24, { service_date: '2026-03-01' }),
      ],
    },
    { from: '2026-02-01', to: '2026-03-01' },
  )
  expect(payers).toMatchObject([
    {
      payer_class: 'urban_employee',
      lines: 20,
      gross_charges: 2000,
      allowed: 1440,
      denied_lines: 2,
      denial_rate: { value: 0.1 },
    },
    { payer_class: 'self_pay', lines: 1, allowed: 160.1, denial_rate: null },
  ])
  expect(payers[0]?.allowed_share).toBeCloseTo(1440 / 1600.1, 12)
})

test('denied lines are counted by code, over the months that the tiles rest on', async () => {
  const denied = (id: number, denial_code: string | null, charge_amount: number, row: Row = {}): Row => ({
    ...{ center_code: 'C1', charge_id: `H${id}`, service_date: '2026-02-10', payer_class: 'commercial' },
    ...{ status: 'denied', denial_code, charge_amount, ...row },
  })
  const { denials, totals } = await page(
    {
      'mart.center_month': [month('2026-02-01', { denied_charges: 350 }), month('2026-03-01', open)],
      charge: [
        ...[denied(1, 'D17', 100), denied(2, 'D17', 120), denied(3, 'D02', 90), denied(4, null, 40)],
        denied(5, 'D17', 999, { status: 'paid' }),
        denied(6, 'D17', 5000, { service_date: '2026-03-10' }),
      ],
    },
    { from: '2026-02-01', to: '2026-04-01' },
  )
  expect(denials).toEqual([
    { denial_code: 'D17', denied_lines: 2, denied_charges: 220 },
    { denial_code: 'D02', denied_lines: 1, denied_charges: 90 },
    { denial_code: null, denied_lines: 1, denied_charges: 40 },
  ])
  expect(denials.reduce((sum, row) => sum + row.denied_charges, 0)).toBe(totals.closed.denied_charges)
})

test('AI fees come from the ledger, AI revenue from the catalogue per exam with a result', async () => {
  const cost = (category: string, amount: number): Row => ({
    center_code: 'C1',
    month: '2026-02-01',
    category,
    behaviour: 'variable',
    amount,
  })
  const { ai, before_head_office_cost } = await page(
    {
      center: [center('C1')],
      'mart.center_month': [month('2026-02-01')],
      ai_product: [{ product_code: 'AI', revenue_per_exam: 12.5 }],
      'mart.ai_run_day': [
        { day: '2026-02-10', center_code: 'C1', product_code: 'AI', runs: 3, ok_runs: 3, exams_read: 2 },
      ],
      cost: [cost('ai_fees', 7.25), cost('power', 100)],
    },
    { from: '2026-02-01', to: '2026-03-01' },
  )
  expect(ai).toEqual({ ai_fees: 7.25, ai_revenue: 25 })
  expect(before_head_office_cost).toBe(true)
})
