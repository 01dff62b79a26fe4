import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, etl, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'

const loaded = preparedOnce(async () => {
  const config = testConfig(join(import.meta.dirname, '../fixtures/traps/landing'), temporaryFolder())
  expect((await etl(config)).status).toBe('published')
  return config
})
const figures = async (sql: string) => (await ask(await loaded(), sql)).map((row) => Object.values(row))

test('the evening of another zone is on its own local day', async () => {
  expect(await figures(`SELECT day FROM main.scanner_fault WHERE center_code = 'Z'`)).toEqual([['2026-02-10']])
})

test('capacity use over months of unknown hours divides the minutes of those that are known', async () => {
  const sums = `SELECT sum(occupied_in_hours_minutes), sum(practical_capacity_minutes), sum(occupied_minutes)
    FROM mart.center_month WHERE center_code = 'G'`
  expect(await figures(sums)).toEqual([[300, 13_440, 600]])
})

test('a month closes for the centers whose ledger has come', async () => {
  const closed = (month: string) =>
    figures(
      `SELECT center_code FROM mart.center_month WHERE month = DATE '${month}-01' AND month_state = 'closed' ORDER BY 1`,
    )
  expect(await closed('2026-01')).toEqual([['A'], ['B'], ['D'], ['G']])
  expect(await closed('2026-02')).toEqual([['A'], ['D'], ['G'], ['Z']])
  expect(
    await figures(`SELECT center_code, missing_costs FROM mart.center_month
      WHERE month = DATE '2026-02-01' AND month_state = 'open' AND len(missing_costs) > 0`),
  ).toEqual([['B', ['rent fixed']]])
  expect(
    await figures(`SELECT month, sum(gross_charges) FROM mart.center_month WHERE center_code IN ('A', 'D', 'G') GROUP BY 1
      HAVING sum(gross_charges) > 0 ORDER BY 1`),
  ).toEqual([
    ['2026-01-01', 1100],
    ['2026-02-01', 1300],
  ])
})

test('a negative net revenue has no margin', async () => {
  const z = `SELECT net_revenue, operating_profit, operating_margin_rate FROM mart.center_month
    WHERE center_code = 'Z' AND month = DATE '2026-02-01'`
  expect(await figures(z)).toEqual([[-40, -50, null]])
})

test('partner terms that change within a month hold from their day on', async () => {
  const a = `SELECT partner_payout FROM mart.center_month WHERE center_code = 'A' AND month = DATE '2026-02-01'`
  expect(await figures(a)).toEqual([[490]])
})

test('a refund in full two months later and a line that is void after all', async () => {
  const b = `SELECT gross_charges, refunded_charges, allowed FROM mart.center_month
    WHERE center_code = 'B' AND month = DATE '2026-01-01'`
  expect(await figures(b)).toEqual([[1100, 100, 1000]])
})

test('staffed, down and occupied minutes where a scanner retires, is down over night, and a center closes', async () => {
  const sums = (scanner: string) =>
    figures(`SELECT sum(staffed_minutes), sum(down_minutes), sum(occupied_minutes), sum(occupied_in_hours_minutes)
      FROM mart.scanner_day WHERE scanner_id = '${scanner}' AND day BETWEEN DATE '2026-02-01' AND DATE '2026-02-28'`)
  expect(await sums('H-MR1')).toEqual([[6000, 3540, 0, 0]])
  expect(await sums('H-CT1')).toEqual([[16_800, 45, 100, 25]])
  expect(
    await figures(`SELECT max(day), sum(staffed_minutes) FILTER (day >= DATE '2026-02-01') FROM mart.scanner_day
      WHERE center_code = 'D' AND staffed_minutes > 0`),
  ).toEqual([['2026-02-10', 6000]])
})

test('the hybrid scanner’s CT exams are judged at their own modality', async () => {
  const b = `SELECT month_of, count(*), count(*) FILTER (assessable) FROM (
      SELECT date_trunc('month', day)::DATE AS month_of, assessable FROM mart.exam_compliance WHERE scanner_id = 'B-PT1' AND modality = 'CT')
    GROUP BY 1 ORDER BY 1`
  expect((await figures(b)).map(([, n, assessable]) => [n, assessable])).toContainEqual([10, 10])
})

test('exams and lines of the traps add up to the profit and loss', async () => {
  const failed = await ask(
    await loaded(),
    `SELECT check_name, detail FROM ops.check WHERE severity = 'block' AND NOT passed`,
  )
  expect(failed).toEqual([])
})
