import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { payersPage, type PayersPage } from '#queries/profitability/payers-page.ts'
import { center, centerDay, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

async function page(rows: Rows, filter: Partial<Filter> = {}): Promise<PayersPage> {
  const answer = await payersPage(
    await warehouse({ center: [center('C1'), center('C2')], ...rows }),
    filterOf({ from: '2026-02-01', to: '2026-03-01', ...filter }),
  )
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const month = (name: string, row: Row = {}): Row => ({
  ...{ month: name, center_code: 'C1', month_state: 'closed', exams_performed: 1 },
  ...{ allowed: 0, refunds: 0, collected: 0, outstanding: 0, ...row },
})

let next = 0
const line = (row: Row = {}): Row => ({
  ...{ center_code: 'C1', charge_id: `H${(next += 1)}`, service_date: '2026-02-10', payer_class: 'commercial' },
  ...{ status: 'paid', charge_amount: 100, allowed_amount: 80, ...row },
})
const many = (n: number, row: Row = {}) => Array.from({ length: n }, () => line(row))

test('of what each payer class is charged, so much is allowed, and so much of the judged is denied by count and by amount', async () => {
  const { payers, all } = await page({
    'mart.center_month': [month('2026-02-01')],
    charge: [
      ...many(9),
      line({ status: 'denied', charge_amount: 300.5, allowed_amount: null, denial_code: 'D1' }),
      line({ status: 'written_off' }),
      line({ status: 'void', charge_amount: 5000 }),
      line({ payer_class: 'self_pay', allowed_amount: 100 }),
    ],
  })
  // 9 × 80 of 9 × 100 + 300.50 + 100; denied 1 of 10 lines, 300.50 of 1200.50 charged for them.
  expect(payers[0]).toMatchObject({ payer_class: 'commercial', lines: 11, gross_charges: 1300.5, allowed: 720 })
  expect(payers[0]?.figures.allowed_rate.value).toBeCloseTo(720 / 1300.5, 12)
  expect(payers[0]?.figures.denial_rate).toMatchObject({ value: 0.1, n: 10, numerator: 1 })
  expect(payers[0]?.figures.denied_amount_rate.value).toBeCloseTo(300.5 / 1200.5, 12)
  expect(payers[0]?.allowed_share).toBeCloseTo(720 / 820, 12)
  expect(all).toMatchObject({ lines: 12, gross_charges: 1400.5, allowed: 820, denied_charges: 300.5 })
})

test('a payer class that is no insurer, and one with fewer than ten judged lines, have no denial rate and say why', async () => {
  const { payers } = await page({
    'mart.center_month': [month('2026-02-01')],
    charge: [...many(9), ...many(12, { payer_class: 'self_pay' })],
  })
  const reasons = payers.map(({ payer_class, figures }) => [payer_class, figures.denial_rate.reason])
  expect(reasons).toEqual([
    ['self_pay', 'no_denominator'],
    ['commercial', 'small_sample'],
  ])
})

test('denials stand by payer class and code, each of the judged lines of its class', async () => {
  const denied = { status: 'denied', allowed_amount: null }
  const { denials } = await page({
    'mart.center_month': [month('2026-02-01'), month('2026-03-01', { month_state: 'open' })],
    charge: [
      ...many(17),
      ...many(2, { ...denied, denial_code: 'D17', charge_amount: 110 }),
      line({ ...denied, denial_code: null }),
      line({ ...denied, denial_code: 'D17', payer_class: 'urban_employee', charge_amount: 90 }),
      line({ ...denied, denial_code: 'D17', service_date: '2026-03-10', charge_amount: 9000 }),
    ],
  })
  expect(denials).toMatchObject([
    { payer_class: 'commercial', denial_code: 'D17', denied_lines: 2, denied_charges: 220 },
    { payer_class: 'commercial', denial_code: null, denied_lines: 1, denied_charges: 100 },
    { payer_class: 'urban_employee', denial_code: 'D17', denied_lines: 1, denied_charges: 90 },
  ])
  expect(denials.map((row) => [row.denial_rate.value, row.denial_rate.n])).toEqual([
    [0.1, 20],
    [0.05, 20],
    [null, 1],
  ])
})

const open = (age: string, amount: number, row: Row = {}) =>
  line({ status: 'partly_paid', allowed_amount: amount + 1, insurer_paid: 1, billed_at: age, ...row })

/** The last day of the data. */
const LAST = [centerDay({ day: '2026-06-30', exams_performed: 1 })]

test('what is owed is aged by the local days since it was billed, at the last day of the data, to the edges', async () => {
  const { receivables } = await page({
    'mart.center_day': LAST,
    charge: [
      // 16:30 UTC is past midnight in Shanghai: 31 May, 30 days before 30 June.
      open('2026-05-30T16:30:00Z', 1),
      open('2026-05-30T15:30:00Z', 10.1),
      open('2026-04-01T01:00:00Z', 100),
      open('2026-03-31T01:00:00Z', 1000),
      open('2026-01-01T01:00:00Z', 10000),
      open('2025-12-31T01:00:00Z', 100000.01),
      open('2026-01-01T01:00:00Z', 7, { billed_at: null }),
    ],
  })
  expect(receivables.as_of).toBe('2026-06-30')
  expect(receivables.all).toMatchObject({
    ...{ outstanding: 111118.11, days_0_30: 1, days_31_90: 110.1, days_91_180: 11000, days_over_180: 100000.01 },
    days_unknown: 7,
  })
  expect(receivables.all?.over_90_share).toBeCloseTo(111000.01 / 111118.11, 12)
})

test('a billed line is owed at its charge, a settled, denied or overpaid one owes nothing', async () => {
  const { receivables } = await page({
    'mart.center_day': LAST,
    charge: [
      line({ status: 'billed', allowed_amount: 80, billed_at: '2026-06-01T00:00:00Z' }),
      line({ status: 'paid', billed_at: '2026-06-01T00:00:00Z' }),
      line({ status: 'denied', billed_at: '2026-06-01T00:00:00Z' }),
      line({ status: 'partly_paid', patient_paid: 90, billed_at: '2026-06-01T00:00:00Z' }),
    ],
  })
  expect(receivables.all).toMatchObject({ outstanding: 100, days_0_30: 100 })
})

test('days in receivable set what is owed against a day of the last 90 days of service', async () => {
  const { receivables } = await page({
    'mart.center_day': LAST,
    charge: [
      // 900 owed for services of the 90 days up to 30 June: 10 a day, of which 200 are outstanding: 20 days.
      line({ service_date: '2026-04-02', charge_amount: 700, allowed_amount: 750, refunded: 50 }),
      open('2026-06-01T00:00:00Z', 199, { service_date: '2026-06-01', insurer_paid: 0 }),
      line({ service_date: '2026-04-01', allowed_amount: 4000 }),
    ],
  })
  expect(receivables.all).toMatchObject({ outstanding: 200, days_in_receivable: 20 })
})

test('days in receivable are not told where services do not reach back 90 days', async () => {
  const { receivables } = await page({
    'mart.center_day': LAST,
    charge: [open('2026-06-01T00:00:00Z', 200, { service_date: '2026-06-01' })],
  })
  expect(receivables.all).toMatchObject({ outstanding: 200, days_in_receivable: null })
})

test('a payer whose receivables age at one center stands in a row of its own there', async () => {
  const { receivables } = await page({
    'mart.center_day': LAST,
    charge: [
      open('2025-12-01T00:00:00Z', 500, { center_code: 'C2', payer_class: 'partner_settlement' }),
      open('2026-06-20T00:00:00Z', 300, { payer_class: 'partner_settlement' }),
      open('2026-06-20T00:00:00Z', 30),
      line(),
    ],
  })
  expect(receivables.payers.map((row) => [row.payer_class, row.outstanding])).toEqual([
    ['partner_settlement', 800],
    ['commercial', 30],
  ])
  expect(receivables.centers.map((row) => [row.name_en, row.payer_class, row.over_90_share])).toEqual([
    ['Center C2', 'partner_settlement', 1],
    ['Center C1', 'partner_settlement', 0],
    ['Center C1', 'commercial', 0],
  ])
})

test('collected so far stands by month of service over twelve months, open ones too', async () => {
  const { collected } = await page({
    'mart.center_month': [
      month('2025-02-01', { allowed: 1 }),
      month('2025-03-01', { allowed: 1000, refunds: 20, collected: 980 }),
      month('2026-02-01', { allowed: 500, refunds: 0, collected: 100, outstanding: 400, month_state: 'open' }),
    ],
  })
  expect(collected).toMatchObject([
    { month: '2025-03-01', open_centers: 0, collected: 980, collected_rate: { value: 1 } },
    { month: '2026-02-01', open_centers: 1, outstanding: 400, collected_rate: { value: 0.2 } },
  ])
})

test('a partner hospital is told by the name on the bill, beside the center that it settles with', async () => {
  const { receivables } = await page({
    'mart.center_day': LAST,
    charge: [
      open('2025-12-01T00:00:00Z', 500, { payer_class: 'partner_settlement', payer_name: 'P1' }),
      open('2026-06-20T00:00:00Z', 300, { payer_class: 'partner_settlement', payer_name: 'P1' }),
      open('2026-06-20T00:00:00Z', 70, { payer_class: 'partner_settlement', payer_name: null, center_code: 'C2' }),
      open('2026-06-20T00:00:00Z', 30, { payer_name: 'I1' }),
      line({ payer_class: 'partner_settlement', payer_name: 'P2' }),
    ],
  })
  expect(receivables.partners).toMatchObject([
    {
      ...{ center_code: 'C1', payer_name: 'P1', outstanding: 800, days_over_180: 500, over_90_share: 0.625 },
      ...{ open_lines: 2, old_lines: 1 },
    },
    { center_code: 'C2', payer_name: null, outstanding: 70, over_90_share: 0, open_lines: 1, old_lines: 0 },
  ])
})

test('a center is judged by what others have of the same payers: of 60 lines of a strict payer 30 denied are no more than of theirs', async () => {
  const codes = Array.from({ length: 8 }, (_, i) => `C${i + 1}`)
  const lines = (center_code: string, payer_class: string, paid: number, denied: number) => [
    ...many(paid, { center_code, payer_class }),
    ...many(denied, { center_code, payer_class, status: 'denied', allowed_amount: null }),
  ]
  const { denial_centers } = await page({
    center: codes.map((code) => center(code)),
    'mart.center_month': codes.map((center_code) => month('2026-02-01', { center_code })),
    charge: [
      ...codes.slice(0, 7).flatMap((code) => lines(code, 'urban_employee', 95, 5)),
      ...codes.slice(0, 7).flatMap((code) => lines(code, 'commercial', 5, 5)),
      ...lines('C8', 'commercial', 30, 30),
    ],
  })
  const { rows, funnel } = denial_centers
  expect(rows[0]).toMatchObject({
    ...{ center_code: 'C8', denied_lines: 30, denied_charges: 3000, denial_rate: { value: 0.5, n: 60 } },
    denied_amount_rate: { value: 0.5 },
  })
  const last = funnel.rows.find((row) => row.center_code === 'C8')!
  expect(last.expected).toBeCloseTo(0.5, 9)
  expect(last.place).toBe('inside')
})
