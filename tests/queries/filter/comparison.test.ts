import { expect, test } from 'vitest'
import { dataPage } from '#queries/data/data-page.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import { addDays } from '#queries/filter/days.ts'
import { center, centerDay, scannerDay } from '../support/facts.ts'
import { warehouse, type Rows } from '../support/warehouse.ts'

async function page(rows: Rows, search: string) {
  const answer = await throughputPage(await warehouse(rows), parseFilter(new URLSearchParams(search)))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const day = (day: string, center_code: string, exams_performed: number) =>
  centerDay({ day, center_code, exams_performed })
const WEEK = 'from=2026-03-02&to=2026-03-09'

test('a period that the data does not reach over is compared with nothing, and the figure says why', async () => {
  const rows = { 'mart.center_day': [day('2026-02-26', 'C1', 10), day('2026-03-03', 'C1', 30)] }
  const { figures, filters } = await page(rows, WEEK)
  expect(filters.previous_data).toBe('partial')
  expect(figures.exams_performed).toMatchObject({ value: 30, previous: null, change: null, verdict: null })
  expect(figures.exams_performed.not_compared).toBe('previous_not_whole')
})

test('a center that began in between counts in the figure, in neither side of its change, and is named', async () => {
  const rows = {
    center: [center('C1'), center('C2')],
    'mart.center_day': [
      ...[day('2026-02-23', 'C1', 50), day('2026-03-02', 'C1', 60)],
      ...[day('2026-02-25', 'C2', 5), day('2026-03-02', 'C2', 40)],
    ],
  }
  const { figures, filters } = await page(rows, WEEK)
  expect(figures.exams_performed).toMatchObject({
    ...{ value: 100, compared: { value: 60 }, previous: { value: 50 } },
    ...{ change: 10, change_share: 0.2, verdict: 'neutral', not_compared: null },
  })
  expect(filters.comparison.left_out).toEqual([
    { center_code: 'C2', name_en: 'Center C2', name_zh: '中心C2', why: 'began', feeds: ['exams'] },
  ])
})

test('a center alone that began in between has no comparison', async () => {
  const rows = {
    'mart.center_day': [day('2026-02-23', 'C1', 5), day('2026-02-25', 'C2', 5), day('2026-03-02', 'C2', 4)],
  }
  const { figures } = await page(rows, `${WEEK}&center=C2`)
  expect(figures.exams_performed).toMatchObject({ value: 4, change: null, not_compared: 'previous_not_whole' })
})

test('a year ago is 52 weeks back, so that weekdays stand beside weekdays, and the days between are in neither', async () => {
  const rows = {
    'mart.center_day': [
      ...[day('2025-01-01', 'C1', 1), day('2025-03-03', 'C1', 20), day('2026-02-24', 'C1', 999)],
      day('2026-03-02', 'C1', 30),
    ],
  }
  const { figures, filters, exams_per_day } = await page(rows, `${WEEK}&compare=year`)
  expect(filters.previous).toEqual({ from: '2025-03-03', to: '2025-03-10' })
  expect(filters.comparison).toMatchObject({ kind: 'year', aligned: 'weekday' })
  expect(figures.exams_performed).toMatchObject({ value: 30, previous: { value: 20 }, change: 10 })
  expect(exams_per_day[0]?.days[0]).toMatchObject({ previous_day: '2025-03-03', previous_exams_performed: 20 })
})

test('a year ago of days around the Spring Festival goes by the lunar year', async () => {
  const { filters } = await page({}, 'from=2026-02-01&to=2026-03-01&compare=year')
  // 17 February 2026 and 29 January 2025 begin the lunar year: 384 days.
  expect(filters.previous).toEqual({ from: '2025-01-13', to: '2025-02-10' })
  expect(filters.comparison).toMatchObject({ aligned: 'lunar', holidays: [] })
})

test('a period of one’s own choice is as long as the one shown, and lies before it', async () => {
  const { filters } = await page({}, `${WEEK}&compare_from=2026-01-05`)
  expect(filters).toMatchObject({ previous: { from: '2026-01-05', to: '2026-01-12' }, comparison: { kind: 'own' } })
  await expect(page({}, `${WEEK}&compare_from=2026-02-27`)).rejects.toMatchObject({
    code: 'queries/filter',
    issues: [{ field: 'compare_from' }],
  })
})

test('who wants no comparison gets none', async () => {
  const rows = { 'mart.center_day': [day('2026-02-23', 'C1', 50), day('2026-03-02', 'C1', 60)] }
  const { figures } = await page(rows, `${WEEK}&compare=none`)
  expect(figures.exams_performed).toMatchObject({ value: 60, change: null, not_compared: 'not_asked' })
})

test('holidays of which one period has more are named', async () => {
  const { filters } = await page({}, 'from=2026-10-08&to=2026-10-15')
  expect(filters.comparison.holidays).toEqual([{ name: 'national_day', current: 0, previous: 7 }])
})

/** Ten exams on every working day of C1 from 31 August to 18 October: Monday to Friday, but not 1 to 7 October. */
const autumn = Array.from({ length: 49 }, (_, i) => addDays('2026-08-31', i)).filter((name) => {
  const weekday = new Date(`${name}T00:00:00Z`).getUTCDay()
  return weekday % 6 !== 0 && (name < '2026-10-01' || name > '2026-10-07')
})

test('exams per working day of the center’s calendar do not fall because of National Day', async () => {
  const rows = {
    'mart.center_day': autumn.map((name) => day(name, 'C1', 10)),
    'mart.scanner_day': autumn.map((name) => scannerDay({ day: name, staffed_minutes: 480 })),
  }
  const october = await page(rows, 'from=2026-10-01&to=2026-10-15')
  expect(october.figures.exams_performed).toMatchObject({ value: 50, previous: { value: 100 }, change_share: -0.5 })
  expect(october.filters.comparison.working_days).toEqual({
    ...{ current_per_day: 10, previous_per_day: 10, change_share: 0 },
    ...{ working_days: { current: 5, previous: 10 }, left_out: [] },
  })
  // Unknown hours: the days with exams.
  const { filters } = await page({ 'mart.center_day': rows['mart.center_day'] }, 'from=2026-10-01&to=2026-10-15')
  expect(filters.comparison.working_days?.working_days).toEqual({ current: 5, previous: 10 })
  const even = await page(rows, 'from=2026-09-14&to=2026-09-28')
  expect(even.filters.comparison.working_days).toBeNull()
  const weekend = await page(rows, 'from=2026-09-11&to=2026-09-14')
  expect(weekend.filters.comparison.working_days).toMatchObject({ change_share: 0 })
})

test('one exam dated 2062 does not move the default period', async () => {
  const usual = Array.from({ length: 28 }, (_, i) => day(`2026-02-${String(i + 1).padStart(2, '0')}`, 'C1', 10))
  const { filters } = await page({ 'mart.center_day': [...usual, day('2062-02-01', 'C1', 1)] }, '')
  expect(filters).toMatchObject({ from: '2026-02-01', to: '2026-03-01' })
})

test('one center far ahead of the others does not move the default period', async () => {
  const rows = ['C1', 'C2', 'C3', 'C4'].map((code) => day('2026-02-28', code, 10))
  const { filters } = await page({ 'mart.center_day': [...rows, day('2026-03-20', 'C1', 10)] }, '')
  expect(filters.to).toBe('2026-03-01')
})

test.each(['from=9999-12-01&to=9999-12-31', 'from=0001-01-01&to=0001-02-01'])(
  '%s is refused, not a fault',
  (search) => {
    expect(() => parseFilter(new URLSearchParams(search))).toThrow(/not between 1900 and 2199/)
  },
)

test('an unknown center, scanner or modality is refused by name instead of shown as zeros', async () => {
  const rows = { center: [center('C1')], 'mart.center_day': [day('2026-03-02', 'C1', 60)] }
  await expect(page(rows, 'center=C1&center=X9&modality=XX')).rejects.toMatchObject({
    code: 'queries/filter',
    issues: [
      { field: 'center', message: 'X9 is unknown' },
      { field: 'modality', message: 'XX is unknown' },
    ],
  })
})

test('an exam far after all others is named among the data’s problems', async () => {
  const usual = Array.from({ length: 28 }, (_, i) => day(`2026-02-${String(i + 1).padStart(2, '0')}`, 'C1', 10))
  const answer = await dataPage(await warehouse({ 'mart.center_day': [...usual, day('2062-02-01', 'C1', 1)] }), {})
  expect(answer).toMatchObject({ outlying_days: [{ center_code: 'C1', day: '2062-02-01', exams: 1 }] })
})
