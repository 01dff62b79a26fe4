import { expect, test } from 'vitest'
import { examsPage } from '#queries/profitability/exams-page.ts'
import type { Filter } from '#queries/filter/filter.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { EXAM_MARTS } from '../support/derived.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

async function page(rows: Rows, { persons = true, ...filter }: Partial<Filter> & { persons?: boolean } = {}) {
  const reader = await warehouse(
    {
      center: [center('C1'), center('C2')],
      scanner: [
        { scanner_id: 'C1-CT1', center_code: 'C1', modality: 'CT' },
        { scanner_id: 'C1-MR1', center_code: 'C1', modality: 'MR' },
      ],
      'mart.center_month': [month()],
      'mart.center_day': [centerDay({ day: '2026-03-31', exams_performed: 1 })],
      ...rows,
    },
    EXAM_MARTS,
  )
  const asked = filterOf({ from: '2026-02-01', to: '2026-03-01', ...filter })
  const answer = await examsPage(reader, asked, { persons, page: undefined })
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const month = (row: Row = {}): Row => ({
  ...{ month: '2026-02-01', center_code: 'C1', month_state: 'closed', exams_performed: 1, gross_charges: 0 },
  ...{ allowed: 0, net_revenue: 0, ...row },
})

const money = (accession_no: string, row: Row = {}): Row => ({
  ...{ center_code: 'C1', accession_no, day: '2026-02-10', month: '2026-02-01', modality: 'CT' },
  ...{ scanner_id: 'C1-CT1', charge_lines: 1, gross_charges: 0, allowed: 0, ...row },
})

/** Thirty minutes that bring 400 and contribute 300; an MR exam whose hours nobody knows. */
const THREE = [
  money('A', { net_revenue: 300, contribution: 250, margin: 200, table_minutes: 20, protocol_code: 'P1' }),
  money('B', { net_revenue: 100, contribution: 50, margin: 25, table_minutes: 10, protocol_code: 'P1' }),
  money('C', { net_revenue: 600, contribution: 500, modality: 'MR', scanner_id: 'C1-MR1' }),
]

const values = (figures: Record<string, { value: number | null }>) =>
  Object.fromEntries(Object.entries(figures).map(([id, { value }]) => [id, value]))

let next = 0
const line = (accession_no: string, row: Row = {}): Row => ({
  ...{ center_code: 'C1', charge_id: `H${(next += 1)}`, accession_no, service_date: '2026-02-10' },
  ...{ payer_class: 'commercial', procedure_code: 'P', status: 'paid', charge_amount: 100, allowed_amount: 80, ...row },
})

test('an exam and a minute on the table bring so much; what is not known of an exam leaves it out of that figure', async () => {
  const { figures, modalities, protocols, centers } = await page({ 'mart.exam_money': THREE })
  expect(values(figures)).toEqual({
    ...{ exam_revenue: 1000 / 3, exam_contribution: 800 / 3, exam_margin: 112.5 },
    ...{ minute_revenue: 400 / 30, minute_contribution: 10, minute_margin: 7.5 },
  })
  expect(modalities.map((row) => [row.modality, row.exams, row.contribution, row.margin])).toEqual([
    ['MR', 1, 500, null],
    ['CT', 2, 300, 225],
  ])
  expect(modalities[0]?.figures.minute_margin).toMatchObject({ value: null, reason: 'hours_unknown' })
  expect(protocols.map((row) => [row.protocol_code, row.exams])).toEqual([
    [null, 1],
    ['P1', 2],
  ])
  expect(centers).toMatchObject([{ center_code: 'C1', exams: 3, net_revenue: 1000, table_minutes: 30 }])
})

test('single exams follow modality and scanner, in the months that the profit and loss has', async () => {
  const { figures, filters, modalities } = await page(
    { 'mart.exam_money': [...THREE, money('D', { month: '2026-03-01', day: '2026-03-02', net_revenue: 9000 })] },
    { from: '2026-02-05', to: '2026-02-06', modality: ['CT'] },
  )
  expect(filters).toMatchObject({ from: '2026-02-01', to: '2026-03-01', modality: ['CT'], ignored: [] })
  expect(modalities).toHaveLength(1)
  expect(figures.exam_revenue.value).toBe(200)
})

test('an exam belongs to the payer of its lines; several payers and none stand apart', async () => {
  const [first, second, other] = THREE as [Row, Row, Row]
  const { payers } = await page({
    'mart.exam_money': [{ ...first, payer_class: 'commercial' }, { ...second, payer_class: 'several' }, other],
  })
  expect(payers.map((row) => [row.payer_class, row.exams, row.contribution])).toEqual([
    [null, 1, 500],
    ['commercial', 1, 250],
    ['several', 1, 50],
  ])
  expect(payers[1]?.figures.minute_contribution.value).toBe(12.5)
})

test('an hour of a scanner earns 30, costs 60, and so leaves 30 less than nothing', async () => {
  const { scanners } = await page({
    'mart.exam_money': THREE,
    'mart.scanner_month': [
      {
        ...{ month: '2026-02-01', center_code: 'C1', scanner_id: 'C1-CT1', staffed_minutes: 600 },
        ...{ own_fixed_cost: 500, shared_fixed_cost: 100 },
      },
      {
        ...{ month: '2026-02-01', center_code: 'C1', scanner_id: 'C1-MR1', staffed_minutes: null },
        ...{ own_fixed_cost: 500, shared_fixed_cost: 100 },
      },
    ],
  })
  expect(scanners).toMatchObject([
    {
      ...{ scanner_id: 'C1-CT1', exams: 2, staffed_hours: 10, table_hours: 0.5 },
      ...{ contribution_per_table_hour: 600, contribution_per_staffed_hour: 30 },
      ...{ fixed_per_staffed_hour: 60, left_per_staffed_hour: -30 },
    },
    { scanner_id: 'C1-MR1', staffed_hours: null, left_per_staffed_hour: null },
  ])
})

test('lost minutes cost what a minute of their scanner brings, less what a repeat brought itself', async () => {
  const { losses, loss_centers } = await page({
    // 400 of 40 minutes: 10 a minute.
    'mart.exam_money': [
      money('A', { contribution: 260, net_revenue: 0, table_minutes: 20 }),
      money('R1', { repeat_of: 'A', contribution: 20, net_revenue: 0, table_minutes: 10 }),
      money('R2', { repeat_of: 'Z', contribution: 120, net_revenue: 0, table_minutes: 10 }),
    ],
    exam: [
      exam({
        ...{ accession_no: 'G', day: '2026-02-11', status: 'aborted', performed: false },
        ...{ started_at: '2026-02-11T01:00:00Z', completed_at: '2026-02-11T01:15:00Z' },
      }),
      exam({
        ...{ accession_no: 'N', day: '2026-02-11', status: 'no_show', performed: false },
        ...{ scanner_id: null, scheduled_scanner_id: 'C1-CT1' },
      }),
    ],
    'mart.exam_compliance': [
      { center_code: 'C1', accession_no: 'A', day: '2026-02-10', assessable: true, compliant: false },
    ],
    'mart.scanner_ledger': [
      {
        ...{ day: '2026-02-11', center_code: 'C1', scanner_id: 'C1-CT1', modality: 'CT', staffed_minutes: 600 },
        no_show_minutes: 30,
      },
    ],
  })
  expect(losses).toEqual([
    { kind: 'repeat_deviating', items: 1, minutes: 10, own_contribution: 20, lost_contribution: 80 },
    { kind: 'repeat_other', items: 1, minutes: 10, own_contribution: 120, lost_contribution: -20 },
    { kind: 'no_show', items: 1, minutes: 30, own_contribution: 0, lost_contribution: 300 },
    { kind: 'aborted', items: 1, minutes: 15, own_contribution: 0, lost_contribution: 150 },
  ])
  expect(loss_centers).toMatchObject([{ center_code: 'C1', no_show: 300, aborted: 150, lost_contribution: 510 }])
})

test('exams and the lines between add up to the profit and loss, to the fen', async () => {
  const { bridge } = await page({
    'mart.center_month': [
      month({ gross_charges: 500.1, allowed: 400.1, net_revenue: 300.03, variable_cost: 120, fixed_cost: 1000 }),
    ],
    'mart.exam_money': [
      money('A', {
        gross_charges: 300.1,
        allowed: 250.1,
        net_revenue: 175.075,
        variable_cost: 60,
        capacity_cost: 33.333333,
      }),
      money('B', { gross_charges: 100, allowed: 100, net_revenue: 70, variable_cost: 40, capacity_cost: 66.666667 }),
    ],
    'mart.exam_money_month': [
      between('without_exam', { charge_lines: 1, gross_charges: 100, allowed: 50, net_revenue: 54.96 }),
      between('partner_rounding', { net_revenue: -0.005 }),
      between('variable_without_exam', { variable_cost: 20 }),
      between('capacity_not_used', { fixed_cost: 900 }),
    ],
  })
  expect(bridge.map(({ line: name, ...row }) => [name, ...Object.values(row)])).toEqual([
    ['exams', 2, 400.1, 350.1, 245.08, 100, 100],
    ['without_exam', 1, 100, 50, 54.96, 0, 0],
    ['partner_rounding', 0, 0, 0, -0.01, 0, 0],
    ['variable_without_exam', 0, 0, 0, 0, 20, 0],
    ['capacity_not_used', 0, 0, 0, 0, 0, 900],
    ['profit_and_loss', null, 500.1, 400.1, 300.03, 120, 1000],
  ])
})

const between = (name: string, row: Row): Row => ({
  ...{ month: '2026-02-01', center_code: 'C1', line: name, charge_lines: 0, gross_charges: 0, allowed: 0 },
  ...{ net_revenue: 0, variable_cost: 0, fixed_cost: 0, ...row },
})

/** A was scanned by a protocol with contrast and B billed for it; E was never charged, X never performed. */
const LEAKING: Rows = {
  procedure: [
    { procedure_code: 'P', name_en: 'Head', modality: 'CT', list_price: 500, contrast: false },
    { procedure_code: 'K', name_en: 'Contrast', modality: 'CT', contrast: true },
  ],
  protocol: [{ protocol_code: 'Q', version: 1, name_en: 'Head', modality: 'CT', contrast: true }],
  exam: ['A', 'B', 'E', 'L'].map((accession_no) =>
    exam({ accession_no, day: accession_no === 'L' ? '2026-02-27' : '2026-02-10', procedure_code: 'P' }),
  ),
  'mart.exam_money': [
    money('A'),
    money('B', { charge_lines: 3 }),
    money('E', { charge_lines: 0 }),
    money('L', { charge_lines: 0, day: '2026-02-27' }),
  ],
  'mart.exam_compliance': ['A', 'B'].map((accession_no) => ({
    ...{ center_code: 'C1', accession_no, day: '2026-02-10', modality: 'CT', protocol_code: 'Q', protocol_version: 1 },
    assessable: true,
  })),
  charge: [
    line('A', { charge_amount: 110.1 }),
    line('B', { charge_amount: 100 }),
    line('B', { charge_amount: 90 }),
    line('B', { procedure_code: 'K', charge_amount: 50.5 }),
    line('X', { procedure_code: 'Z', charge_amount: 77.7 }),
    line('X', { procedure_code: 'Z', charge_amount: 1000, status: 'void' }),
  ],
}

test('what was done and not charged, charged and not done, scanned with contrast and not billed for it, or charged twice', async () => {
  const { leaks, leak_centers, leak_items } = await page(LEAKING)
  // The usual price of P here: (110.10 + 100 + 90) ÷ 3.
  expect(leaks).toEqual([
    { kind: 'exam_without_charge', items: 2, amount: 200.06 },
    { kind: 'charge_without_exam', items: 1, amount: 77.7 },
    { kind: 'contrast_not_billed', items: 1, amount: 50.5 },
    { kind: 'duplicate', items: 1, amount: 90 },
  ])
  expect(leak_centers).toMatchObject([{ center_code: 'C1', exam_without_charge: 2, items: 5, amount: 418.26 }])
  expect(leak_items?.rows.map((row) => [row.kind, row.accession_no, row.amount])).toEqual([
    ['exam_without_charge', 'E', 100.03],
    ['exam_without_charge', 'L', 100.03],
    ['duplicate', 'B', 90],
    ['charge_without_exam', 'X', 77.7],
    ['contrast_not_billed', 'A', 50.5],
  ])
})

test('an exam of the last seven days of the data may still be charged', async () => {
  const { leaks, leaks_until } = await page({
    ...LEAKING,
    'mart.center_day': [centerDay({ day: '2026-03-01', exams_performed: 1 })],
  })
  expect(leaks_until).toBe('2026-02-22')
  expect(leaks[0]).toEqual({ kind: 'exam_without_charge', items: 1, amount: 100.03 })
})

test('a charge whose exam was performed long before has an exam', async () => {
  const { leaks } = await page({
    'mart.exam_money': [money('OLD', { day: '2025-06-01', month: '2025-06-01' })],
    charge: [line('OLD')],
  })
  expect(leaks[1]).toEqual({ kind: 'charge_without_exam', items: 0, amount: 0 })
})

test('where no line is known to bill contrast, nothing is said of contrast', async () => {
  const { leaks } = await page({ ...LEAKING, procedure: [] })
  expect(leaks[2]).toEqual({ kind: 'contrast_not_billed', items: 0, amount: 0 })
})

test('single exams stand only before who may see them', async () => {
  const { leak_items, lowest } = await page({ ...LEAKING, 'mart.exam_money': THREE }, { persons: false })
  expect([leak_items, lowest]).toEqual([null, null])
  const { lowest: seen } = await page({ 'mart.exam_money': THREE })
  expect(seen?.map((row) => [row.accession_no, row.margin])).toEqual([
    ['B', 25],
    ['A', 200],
  ])
})

test('figures of exams stand beside those of the closed months before, of the centers that are closed in both', async () => {
  const earlier = { month: '2026-01-01', day: '2026-01-10' }
  const { figures, filters } = await page({
    'mart.center_day': [
      centerDay({ day: '2026-01-01', exams_performed: 1 }),
      centerDay({ day: '2026-03-31', exams_performed: 1 }),
    ],
    'mart.center_month': [
      month(),
      month({ month: '2026-01-01' }),
      // Not closed before: on neither side of the comparison.
      month({ center_code: 'C2' }),
    ],
    'mart.exam_money': [
      money('A', { net_revenue: 300 }),
      money('B', { net_revenue: 100 }),
      money('C', { net_revenue: 1000, center_code: 'C2' }),
      money('D', { ...earlier, net_revenue: 150 }),
    ],
  })
  expect(filters.comparison.left_out.map(({ center_code }) => center_code)).toEqual(['C2'])
  expect(figures.exam_revenue.value).toBeCloseTo(1400 / 3, 9)
  expect(figures.exam_revenue).toMatchObject({ previous: { value: 150 }, change: 50, not_compared: null })
})
