import { expect, test } from 'vitest'
import { planPage, plansIn } from '#queries/plan/plan-page.ts'
import type { PlanPage } from '#queries/plan/plan-types.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import { madeBooks, type MadeMonth } from '../profitability/made-books.ts'
import { filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const FEB = '2026-02-01'
const FEBRUARY = { from: FEB, to: '2026-03-01' }

/** 100 CT at 200 and 50 MR at 400 make 40,000; 10 % to the partner, 60 an exam variable, 12,000 fixed: 15,000 are left. */
const base: MadeMonth = {
  exams: { CT: 100, MR: 50 },
  lines: [
    { modality: 'CT', lines: 60, charge: 200 },
    { modality: 'CT', payer: 'commercial', lines: 40, charge: 200 },
    { modality: 'MR', lines: 50, charge: 400 },
  ],
  share: 0.1,
  variable: 9000,
  fixed: 12000,
}

const cost = (category: string, behaviour: string, amount: number): Row => ({
  ...{ center_code: 'C1', month: FEB, category, behaviour, amount },
})

const ledger = (modality: string, acquiring_minutes: number, idle_minutes: number): Row => ({
  ...{ day: '2026-02-02', center_code: 'C1', scanner_id: `C1-${modality}1`, modality, acquiring_minutes, idle_minutes },
  ...{ staffed_minutes: acquiring_minutes + idle_minutes, down_minutes: 0, on_table_minutes: 0, turnover_minutes: 0 },
  ...{ no_show_minutes: 0, off_hours_minutes: 0 },
})

/** 10 minutes a CT and 30 an MR; 1,000 CT minutes are free and 150 of MR. */
const more: Rows = {
  cost: [
    ...[cost('ai_fees', 'variable', 1500), cost('reading', 'variable', 7500)],
    ...[cost('staff', 'fixed', 5000), cost('rent', 'fixed', 7000)],
  ],
  'mart.scanner_ledger': [ledger('CT', 1000, 1000), ledger('MR', 1500, 150)],
}

async function page(search: string, made: MadeMonth = base, rows: Rows = more): Promise<PlanPage> {
  const reader = await warehouse({ ...madeBooks({ C1: { [FEB]: made } }), ...rows })
  const answer = await planPage(reader, filterOf(FEBRUARY), plansIn(new URLSearchParams(search)))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const afterOf = async (search: string, made = base) => {
  const { plan } = await page(search, made)
  return [plan.operating_profit_after, plan.exams_needed]
}

test('without a lever the plan is the profit and loss, and nothing is needed', async () => {
  const { plan, beside, ...sums } = await page('')
  expect(plan).toMatchObject({ operating_profit: 15000, operating_profit_after: 15000, change: 0, exams_needed: 0 })
  expect(plan).toMatchObject({ effects: [], not_fitting: 0, unknown: 0, unreachable: 0 })
  expect(sums).toMatchObject({ center_months: 1, exams: 150, net_revenue: 36000, fixed_cost: 12000 })
  expect(beside).toBeNull()
})

test('a tariff moves what its modality brings, less the partner’s share, and says how many exams make up for it', async () => {
  // 10 % of 20,000, of which 90 % were ours; an exam contributes (34,200 − 9,000) ÷ 150 = 168.
  expect(await afterOf('tariff.MR=-10')).toEqual([13200, 11])
})

test('the tariff of one procedure moves its lines only, on top of the modality’s', async () => {
  expect(await afterOf('procedure=P-MR&procedure_tariff=-10')).toEqual([13200, 11])
  // 20,000 × 0.9 × 0.5 are 9,000 of MR.
  const { plan } = await page('tariff.MR=-10&procedure=P-MR&procedure_tariff=-50')
  expect(plan.effects).toEqual([
    { lever: 'tariff', amount: -1800 },
    { lever: 'procedure', amount: -8100 },
  ])
})

test('more exams of a modality bring its lines and the variable cost of an exam', async () => {
  // 10 CT more: 2,000 × 90 % − 10 × 60.
  expect(await afterOf('volume.CT=10')).toEqual([16200, 0])
})

test('lines of another payer bring what it pays in that modality', async () => {
  const made = { ...base, lines: [base.lines[0]!, { ...base.lines[1]!, allowed: 150 }, base.lines[2]!] }
  // Half of 60 lines fall from 200 to 150: 1,500 × 90 %; before it 13,200 were left.
  expect(await afterOf('mix_from=self_pay&mix_to=commercial&mix_share=50', made)).toEqual([11850, 9])
})

test('fewer denials are paid as undenied lines are', async () => {
  const made = { ...base, lines: [base.lines[0]!, { ...base.lines[1]!, denied: 8 }, base.lines[2]!] }
  // Half of 8 denied lines at 200 come back: 800 × 90 % on 13,560.
  expect(await afterOf('denials=-50', made)).toEqual([14280, 0])
})

test('staffed hours move the fixed cost of staff, AI fees their own cost', async () => {
  expect(await afterOf('hours=10')).toEqual([14500, 3])
  expect(await afterOf('ai=-20')).toEqual([15300, 0])
})

test('a partner has a share, at least a floor, and another share beyond a tier', async () => {
  expect(await afterOf('partner_share=15')).toEqual([13000, 12])
  expect(await afterOf('partner_share=5&partner_floor=4500')).toEqual([14500, 3])
  // 10 % of 30,000 and 20 % of 10,000.
  expect(await afterOf('tier_from=30000&tier_share=20')).toEqual([14000, 6])
  expect(await afterOf('partner_share=15', { ...base, share: 0 })).toEqual([19000, 0])
})

test('effects of levers are told one on top of the other and add up to the change', async () => {
  const { plan } = await page('tariff.MR=-10&volume.CT=10&hours=10&ai=-20')
  expect(plan.effects).toEqual([
    { lever: 'volume', amount: 1200 },
    { lever: 'tariff', amount: -1800 },
    { lever: 'hours', amount: -500 },
    // 1,500 of AI fees rise with volume by a fifteenth.
    { lever: 'ai', amount: 320 },
  ])
  expect(plan.change).toBe(-780)
})

test('exams fit while the scanners of their modality have idle and no-show minutes', async () => {
  const center = async (search: string) => (await page(search)).plan.centers[0]!
  expect(await center('volume.MR=10')).toMatchObject({ fits: true, minutes_needed: 2650, minutes_available: 3650 })
  expect(await center('volume.MR=11')).toMatchObject({ fits: false, short_of: ['MR'] })
  // More staffed hours are more minutes, and more staff.
  expect(await center('volume.MR=11&hours=10')).toMatchObject({ fits: true, short_of: [] })
  // 16 more exams of the mix, a third of them MR, would take 160 minutes of MR.
  expect(await center('tariff.CT=-14')).toMatchObject({ exams_needed: 16, fits: false, short_of: ['MR'] })
})

test('without a contribution no exam makes up for anything, and unknown hours are said', async () => {
  const { plan } = await page('tariff.CT=-100&tariff.MR=-90', base, { cost: more['cost']! })
  expect(plan).toMatchObject({ exams_needed: null, unreachable: 1, unknown: 1 })
  expect(plan.centers[0]).toMatchObject({ exams_needed: null, fits: null, minutes_needed: null })
})

test('a second plan stands beside the first', async () => {
  const { plan, beside } = await page('tariff.MR=-10&b.hours=10')
  expect([plan.operating_profit_after, beside?.operating_profit_after]).toEqual([13200, 14500])
})

test('a lever that is no number, or too much of one, is refused by its name', () => {
  expect(() => plansIn(new URLSearchParams('hours=many'))).toThrow(/hours must be a number from -100 to 100/)
  expect(() => plansIn(new URLSearchParams('b.tariff.CT=500'))).toThrow(/b\.tariff\.CT/)
})

test('the base equals the profit and loss to the fen', async () => {
  const reader = await warehouse(
    madeBooks({
      C1: { '2026-01-01': { ...base, share: 0.137, variable: 9000.37, fixed: 1234.56 }, [FEB]: base },
      C2: { [FEB]: { ...base, lines: [{ modality: 'CT', lines: 7, charge: 33.33, denied: 2 }], share: 0.333 } },
      C3: { [FEB]: { ...base, state: 'open' } },
    }),
  )
  const filter = filterOf({ from: '2026-01-01', to: '2026-03-01' })
  const [plan, books] = await Promise.all([
    planPage(reader, filter, plansIn(new URLSearchParams())),
    profitabilityPage(reader, filter),
  ])
  if (plan.snapshot_id === null || books.snapshot_id === null) throw new Error('no snapshot')
  expect(plan.plan.operating_profit_after).toBe(books.totals.closed.operating_profit)
  expect(plan.net_revenue).toBe(books.totals.closed.net_revenue)
  for (const row of plan.plan.centers)
    expect(row.operating_profit_after).toBe(
      books.centers.find((c) => c.center_code === row.center_code)?.operating_profit,
    )
})
