import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import type { WaterfallStep } from '#queries/profitability/books-types.ts'
import type { ProfitabilityPage } from '#queries/profitability/profitability-types.ts'
import { center, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

type Options = Partial<Filter> & { line?: string; persons?: boolean }

async function page(rows: Rows, { line, persons = true, ...filter }: Options = {}): Promise<ProfitabilityPage> {
  const reader = await warehouse({
    center: [
      center('C1', { province: '浙江', ownership: 'self_owned' }),
      center('C2', { province: '浙江', ownership: 'partnered', partner_share: 0.5 }),
      center('C3', { province: '四川', ownership: 'partnered', partner_share: 0.3 }),
    ],
    ...rows,
  })
  const answer = await profitabilityPage(reader, filterOf({ from: '2026-05-01', to: '2026-06-01', ...filter }), {
    line,
    persons,
  })
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const STEPS = ['gross_charges', 'pending_charges', 'denied_charges', 'refunded_charges', 'adjustments', 'written_off']
const NOTHING = Object.fromEntries([...STEPS, 'allowed', 'refunds', 'collected', 'outstanding'].map((id) => [id, 0]))

const book = (month: string, center_code: string, row: Row = {}): Row => ({
  ...{ month: `${month}-01`, center_code, month_state: 'closed', exams_performed: 1, ...NOTHING },
  ...{ denied_lines: 0, adjudicated_lines: 0, partner_payout: 0, net_revenue: 0, variable_cost: 0, fixed_cost: 0 },
  ...{ contribution: 0, operating_profit: 0, ...row },
})

test('the books of a month stand beside its quarter and its year so far, open months and earlier years left out', async () => {
  const net = (month: string, net_revenue: number, row: Row = {}) => book(month, 'C1', { net_revenue, ...row })
  const { statement } = await page({
    'mart.center_month': [
      net('2025-12', 100000),
      net('2026-03', 1000.01),
      net('2026-04', 200.02),
      net('2026-05', 30.03, { fixed_cost: 5.5 }),
      net('2026-06', 7, { month_state: 'open' }),
      book('2026-05', 'C2', { net_revenue: 4 }),
    ],
  })
  expect(statement).toMatchObject({ month: '2026-05-01', quarter_from: '2026-04-01', year_from: '2026-01-01' })
  const of = (line: WaterfallStep) => statement.rows.find((row) => row.line === line)
  expect(of('net_revenue')).toEqual({ line: 'net_revenue', month: 34.03, quarter: 234.05, year: 1234.06 })
  expect(of('fixed_cost')).toEqual({ line: 'fixed_cost', month: 5.5, quarter: 5.5, year: 5.5 })
})

test('without a closed month there is no statement', async () => {
  const { statement } = await page({ 'mart.center_month': [book('2026-05', 'C1', { month_state: 'open' })] })
  expect(statement).toEqual({ month: null, quarter_from: null, year_from: null, rows: [] })
})

test('the books of the network are those of its kinds of ownership, and those of its provinces', async () => {
  const earned = (center_code: string, net_revenue: number, operating_profit: number) =>
    book('2026-05', center_code, { net_revenue, operating_profit, exams_performed: 10 })
  const { groups } = await page({
    'mart.center_month': [earned('C1', 100.1, 10), earned('C2', 200.2, -40), earned('C3', 300.3, 90.15)],
  })
  expect(groups.map((row) => [row.kind, row.group, row.centers, row.net_revenue, row.operating_profit])).toEqual([
    ['network', null, 3, 600.6, 60.15],
    ['ownership', 'partnered', 2, 500.5, 50.15],
    ['ownership', 'self_owned', 1, 100.1, 10],
    ['province', '四川', 1, 300.3, 90.15],
    ['province', '浙江', 2, 300.3, -30],
  ])
  expect(groups[0]?.operating_margin_rate).toBeCloseTo(60.15 / 600.6, 12)
})

test('actual stands beside budget over the center-months that have one, and a line without one is not told', async () => {
  const planned = (center_code: string, line: string, amount: number, month = '2026-05-01') => ({
    ...{ center_code, month, line, amount },
  })
  const { budgets } = await page({
    'mart.center_month': [
      book('2026-05', 'C1', { net_revenue: 90.5, operating_profit: 10 }),
      book('2026-05', 'C2', { net_revenue: 5000 }),
      book('2026-05', 'C3', { net_revenue: 300 }),
      book('2026-06', 'C1', { net_revenue: 1, month_state: 'open' }),
    ],
    budget: [
      planned('C1', 'net_revenue', 100),
      planned('C3', 'net_revenue', 200.25),
      planned('C1', 'operating_profit', 0),
      planned('C1', 'exams_performed', 40),
      planned('C1', 'net_revenue', 7000, '2026-06-01'),
    ],
  })
  expect(budgets.lines).toMatchObject([
    { line: 'net_revenue', budget: 300.25, actual: 390.5, difference: 90.25, center_months: 2 },
    { line: 'operating_profit', budget: 0, actual: 10, difference: 10, difference_share: null },
  ])
  expect(budgets.lines[0]?.difference_share).toBeCloseTo(90.25 / 300.25, 12)
  expect(budgets.centers.map((row) => [row.line, row.center_code, row.difference])).toEqual([
    ['net_revenue', 'C1', -9.5],
    ['net_revenue', 'C3', 99.75],
    ['operating_profit', 'C1', 10],
  ])
})

test('where nothing is budgeted there is nothing to stand beside', async () => {
  const { budgets } = await page({ 'mart.center_month': [book('2026-05', 'C1')] })
  expect(budgets).toEqual({ lines: [], centers: [] })
})

let next = 0
const line = (row: Row): Row => ({
  ...{ center_code: 'C1', charge_id: `H${(next += 1)}`, accession_no: 'A', procedure_code: 'P' },
  ...{ service_date: '2026-05-10', payer_class: 'commercial', source_file_id: 'f1', source_line: next, ...row },
})

/** Charged 1000 in six ways, of which 470 are allowed less 20 refunded; half of the partner's center goes to the partner. */
const CHARGES = [
  line({ status: 'paid', charge_amount: 300, allowed_amount: 270, refunded: 20 }),
  line({ status: 'denied', charge_amount: 100, allowed_amount: 0 }),
  line({ status: 'refunded', charge_amount: 50, allowed_amount: 50, refunded: 50 }),
  line({ status: 'written_off', charge_amount: 150, allowed_amount: 120 }),
  line({ status: 'billed', charge_amount: 180 }),
  line({ status: 'partly_paid', charge_amount: 220, allowed_amount: 200, center_code: 'C2' }),
  line({ status: 'void', charge_amount: 9000 }),
  line({ status: 'paid', charge_amount: 9000, service_date: '2026-06-01' }),
]

const BOOKS = [
  book('2026-05', 'C1', {
    ...{ gross_charges: 780, denied_charges: 100, refunded_charges: 50, written_off: 120, pending_charges: 180 },
    ...{ adjustments: 60, allowed: 270, refunds: 20, partner_payout: 0, net_revenue: 250, fixed_cost: 500.5 },
  }),
  book('2026-05', 'C2', { gross_charges: 220, adjustments: 20, allowed: 200, partner_payout: 100, net_revenue: 100 }),
]

test('the lines of a bar add up to the bar, in all and by center, whatever the bar', async () => {
  const rows = { 'mart.center_month': BOOKS, charge: CHARGES }
  for (const step of [...STEPS, 'allowed', 'refunds', 'partner_payout', 'net_revenue'] as WaterfallStep[]) {
    const { lines, waterfall } = await page(rows, { line: step })
    const bar = Math.abs(waterfall.bars.find((one) => one.step === step)?.amount ?? NaN)
    const sum = (of: { amount: number | null }[]) => of.reduce((total, { amount }) => total + Number(amount), 0)
    expect([step, sum(lines!.charges!.rows), sum(lines!.kinds), sum(lines!.centers)]).toEqual([step, bar, bar, bar])
  }
})

test('a charge line and a row of the ledger tell the file and the line that they came from', async () => {
  const rows: Rows = {
    'mart.center_month': BOOKS,
    charge: CHARGES,
    cost: [
      {
        ...{ center_code: 'C1', month: '2026-05-01', category: 'rent', behaviour: 'fixed', amount: 500.5 },
        ...{ source_file_id: 'f2', source_line: 7 },
      },
      { center_code: 'C1', month: '2026-05-01', category: 'power', behaviour: 'variable', amount: 3 },
    ],
    'ops.source_file': [
      { file_id: 'f1', feed: 'billing', path: 'billing/C1/may.csv' },
      { file_id: 'f2', feed: 'costs', path: 'costs/C1.csv' },
    ],
  }
  const { lines } = await page(rows, { line: 'denied_charges' })
  expect(lines?.charges?.rows).toMatchObject([
    { charge_id: CHARGES[1]!['charge_id'], path: 'billing/C1/may.csv', source_line: 2 },
  ])
  const { lines: fixed } = await page(rows, { line: 'fixed_cost' })
  expect(fixed?.costs).toMatchObject({
    total: 1,
    rows: [{ category: 'rent', amount: 500.5, path: 'costs/C1.csv', source_line: 7 }],
  })
  expect([fixed?.charges, fixed?.kinds]).toEqual([null, []])
})

test('who may not see single exams gets a bar by center, procedure and payer, and no charge line', async () => {
  const { lines } = await page({ 'mart.center_month': BOOKS, charge: CHARGES }, { line: 'allowed', persons: false })
  expect(lines?.charges).toBeNull()
  expect(lines?.kinds).toEqual([{ procedure_code: 'P', payer_class: 'commercial', lines: 2, amount: 470 }])
  expect(lines?.centers.map((row) => [row.center_code, row.amount])).toEqual([
    ['C1', 270],
    ['C2', 200],
  ])
})

test('an address that names no bar opens none', async () => {
  const { lines } = await page({ 'mart.center_month': BOOKS }, { line: 'collected' })
  expect(lines).toBeNull()
})

test('the partner’s part of each line is whole fen, and the lines add up to the payout and to net revenue', async () => {
  const line = (n: number, allowed_amount: number, row: Row = {}): Row => ({
    ...{ center_code: 'C3', charge_id: `H${n}`, service_date: '2026-05-05', payer_class: 'commercial', status: 'paid' },
    ...{ procedure_code: 'P', charge_amount: allowed_amount, allowed_amount, ...row },
  })
  // 30 % of 0.11, 0.12, 0.13 are 3.3, 3.6 and 3.9 fen, together 10.8: the books have 11, and two fen go to the largest rests.
  const rows: Rows = {
    'mart.center_month': [book('2026-05', 'C3', { allowed: 5.36, partner_payout: 0.11, net_revenue: 5.25 })],
    charge: [line(1, 0.11), line(2, 0.12), line(3, 0.13), line(4, 5, { payer_class: 'partner_settlement' })],
  }
  const payout = (await page(rows, { line: 'partner_payout' })).lines
  expect(payout?.charges?.rows.map((row) => [row.charge_id, row.amount])).toEqual([
    ['H2', 0.04],
    ['H3', 0.04],
    ['H1', 0.03],
  ])
  expect(payout?.kinds).toMatchObject([{ lines: 3, amount: 0.11 }])
  const net = (await page(rows, { line: 'net_revenue' })).lines
  expect(net?.charges?.rows.map((row) => row.amount)).toEqual([5, 0.09, 0.08, 0.08])
})
