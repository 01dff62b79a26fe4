import { expect, test } from 'vitest'
import { addDays, daysBetween } from '#queries/filter/days.ts'
import { chartVerdict, verdictOf } from '#queries/metric/verdict.ts'
import { sevenDayChart, sevenDaySteps } from '#queries/page/seven-days.ts'
import { judged, notJudged } from '#queries/statistics/evidence.ts'
import { variationPage } from '#queries/throughput/variation-page.ts'
import { throughputMetrics as m } from '#queries/throughput/throughput-metrics.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import { Draws } from '../support/draws.ts'
import { centerDay, filterOf } from '../support/facts.ts'
import { warehouse, type Row } from '../support/warehouse.ts'

// Sixteen weeks before a period of four; the first day is no Monday.
const FIRST = '2026-01-01'
const PERIOD = { from: addDays(FIRST, 112), to: addDays(FIRST, 140) }

const days = (row: (week: number) => Row) =>
  Array.from({ length: 140 }, (_, i) =>
    centerDay({ day: addDays(FIRST, i), exams_performed: 20, ...row(Math.floor(i / 7)) }),
  )
/** 20 and 22 by turns: 21 in the middle, moving ranges of 2. */
const usual = (week: number) => (week % 2 ? 22 : 20)

async function changes(rows: Row[], filter = {}) {
  const page = await variationPage(await warehouse({ 'mart.center_day': rows }), filterOf({ ...PERIOD, ...filter }))
  if (page.snapshot_id === null) throw new Error('no snapshot')
  return page.modalities
}

async function wait(later: (week: number) => number, filter = {}) {
  const [modality] = await changes(
    days((week) => ({ wait_minutes_median: week < 16 ? usual(week) : later(week) })),
    filter,
  )
  return modality!.figures.find(({ metric }) => metric === 'wait_minutes_median')!
}

test('four weeks that wait as the sixteen before are usual variation, nine minutes more are worse', async () => {
  const same = await wait(usual)
  expect(same).toMatchObject({
    verdict: 'usual',
    chart: { kind: 'xmr', step: 'seven_days', center_line: 21, onset: null },
  })
  // 21 ± 3 × 2 ÷ 1.128
  expect(same.chart.points[0]!.upper).toBeCloseTo(26.3191, 4)
  expect(same.chart.points.map(({ n, value }) => [n, value])).toEqual([
    [140, 20],
    [140, 22],
    [140, 20],
    [140, 22],
  ])
  const more = await wait(() => 30)
  expect(more).toMatchObject({ verdict: 'worse', chart: { onset: PERIOD.from } })
  expect((await wait(() => 12)).verdict).toBe('better')
})

test('one bad week that is over is usual variation of the period', async () => {
  expect((await wait((week) => (week === 16 ? 40 : usual(week)))).verdict).toBe('usual')
})

test('a rate is judged by its own limits: a tenth of bookings missed before, a third in the last two weeks', async () => {
  const [modality] = await changes(days((week) => ({ bookings_due: 20, no_shows_due: week < 18 ? 2 : 7 })))
  const rate = modality!.figures.find(({ metric }) => metric === 'no_show_rate')!
  expect(rate).toMatchObject({ verdict: 'worse', chart: { kind: 'p', center_line: 0.1, onset: addDays(FIRST, 126) } })
  expect(rate.chart.points.map(({ value }) => value)).toEqual([0.1, 0.1, 0.35, 0.35])
})

test('limits come from the days of the address, so that a change that is known is the new usual', async () => {
  const grown = days((week) => ({ wait_minutes_median: week < 7 ? 10 : usual(week) }))
  const [before] = await changes(grown)
  expect(before!.figures[0]!.chart.center_line).toBeLessThan(18)
  // Twelve whole weeks counted back from the end of the period; the three days before them make none.
  const rebased = { baseline_from: addDays(FIRST, 25), baseline_to: addDays(FIRST, 112) }
  const [after] = await changes(grown, rebased)
  expect(after!.figures[0]!.chart).toMatchObject({ baseline_points: 12, baseline: { from: addDays(FIRST, 28) } })
})

test('eleven weeks before the period give no limits, and the tile is judged by the interval', async () => {
  const short = days((week) => ({ bookings_due: 20, no_shows_due: week < 16 ? 2 : 7 })).slice(35)
  const [modality] = await changes(short)
  expect(modality!.figures.find(({ metric }) => metric === 'no_show_rate')).toMatchObject({
    verdict: null,
    chart: { center_line: null, baseline_points: 11 },
  })
  const page = await throughputPage(await warehouse({ 'mart.center_day': short }), filterOf(PERIOD))
  expect(page.snapshot_id === null ? null : page.figures.no_show_rate.verdict).toBe('worse')
})

test('the tile says what the chart says', async () => {
  const rows = days((week) => ({ bookings_due: 20, no_shows_due: week < 16 ? 2 + (week % 2) : 9 }))
  const page = await throughputPage(await warehouse({ 'mart.center_day': rows }), filterOf(PERIOD))
  expect(page.snapshot_id === null ? null : page.figures.no_show_rate.verdict).toBe('worse')
  const usualRows = days((week) => ({ bookings_due: 20, no_shows_due: 2 + (week % 2) }))
  const quiet = await throughputPage(await warehouse({ 'mart.center_day': usualRows }), filterOf(PERIOD))
  expect(quiet.snapshot_id === null ? null : quiet.figures.no_show_rate).toMatchObject({ change: 0, verdict: 'usual' })
})

test('steps are whole, end with the period and leave its first odd days to no baseline', () => {
  const steps = sevenDaySteps({ from: '2026-05-01', to: '2026-05-31', baseline: null }, '2025-01-01')
  expect(steps.shown).toEqual({ from: '2026-05-03', to: '2026-05-31' })
  expect(steps.baseline.to).toBe('2026-04-26')
  expect(daysBetween(steps.baseline.from, steps.baseline.to)).toBe(26 * 7)
  // Less than a step is shown as the step that ends with it, and not judged.
  const short = sevenDaySteps({ from: '2026-05-01', to: '2026-05-06', baseline: null }, '2025-01-01')
  expect(short).toMatchObject({ shown: { from: '2026-04-29', to: '2026-05-06' }, isJudged: false })
})

test('the chart decides over the interval, and nothing is said where the difference was explained', () => {
  const steps = sevenDaySteps({ ...PERIOD, baseline: null }, FIRST)
  const samples = Array.from({ length: 20 }, (_, i) => ({ start: addDays(FIRST, 7 * i), k: usual(i) * 100, n: 100 }))
  const chart = sevenDayChart(steps, 'values', samples)
  const metric = m.wait_minutes_median
  expect(verdictOf(metric, judged(1, 0.5, 1.5, 1.96), chart)).toBe('usual')
  expect(verdictOf(metric, judged(1, 0.5, 1.5, 1.96))).toBe('worse')
  // Longer than usual, and shorter than in the compared period.
  const long = samples.map((sample, i) => ({ ...sample, k: i < 16 ? sample.k : 3000 }))
  const worse = sevenDayChart(steps, 'values', long)
  expect(verdictOf(metric, judged(1, 0.5, 1.5, 1.96), worse)).toBe('worse')
  expect(verdictOf(metric, judged(-1, -1.5, -0.5, 1.96), worse)).toBe('unclear')
  expect(verdictOf(metric, notJudged(1), chart)).toBe('neutral')
  expect(verdictOf(m.exams_performed, judged(1, 0.5, 1.5, 1.96), chart)).toBe('neutral')
})

test('of quiet months fewer than one in ten is called changed, of those two σ worse two in three are', () => {
  const draws = new Draws('seven days')
  const steps = sevenDaySteps({ ...PERIOD, baseline: null }, FIRST)
  const said = (shift: number) => {
    const samples = Array.from({ length: 20 }, (_, i) => {
      const value = 60 + 4 * (draws.normal() + (i < 16 ? 0 : shift))
      return { start: addDays(FIRST, 7 * i), k: value * 100, n: 100 }
    })
    return chartVerdict(m.wait_minutes_median, sevenDayChart(steps, 'values', samples))
  }
  const share = (shift: number, of: (verdict: string | null) => boolean) =>
    Array.from({ length: 500 }, () => said(shift)).filter(of).length / 500
  expect(share(0, (verdict) => verdict !== 'usual')).toBeLessThan(0.1)
  expect(share(3, (verdict) => verdict === 'worse')).toBeGreaterThan(0.95)
  expect(share(2, (verdict) => verdict === 'worse')).toBeGreaterThan(0.65)
})
