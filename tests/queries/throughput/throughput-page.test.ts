import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import type { ThroughputPage } from '#queries/throughput/throughput-types.ts'
import { center, centerDay, exam, filterOf, scannerDay } from '../support/facts.ts'
import { warehouse, type Rows } from '../support/warehouse.ts'

const week = { from: '2026-03-02', to: '2026-03-09' }

async function page(rows: Rows, filter: Partial<Filter> = week): Promise<ThroughputPage> {
  const answer = await throughputPage(await warehouse(rows), filterOf(filter))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

/** Five exams reported after 10, 20, 30, 40 and 50 minutes, spread over two days so that daily medians would mislead. */
const fiveExams = [10, 20, 30, 40, 50].map((minutes, i) =>
  exam({
    accession_no: `A${i}`,
    day: i === 0 ? '2026-03-02' : '2026-03-03',
    arrived_at: '2026-03-03 00:50:00Z',
    started_at: '2026-03-03 01:00:00Z',
    completed_at: '2026-03-03 01:05:00Z',
    reported_at: `2026-03-03 01:${5 + minutes}:00Z`,
  }),
)

test('a period median is taken over its exams, and the unreported stand beside it', async () => {
  const unreported = exam({ accession_no: 'U', day: '2026-03-03', completed_at: '2026-03-03 02:00:00Z' })
  const { figures } = await page({
    center: [center('C1')],
    exam: [...fiveExams, unreported],
    'mart.center_day': [centerDay({ day: '2026-03-03', exams_performed: 6, unreported: 1 })],
  })
  expect(figures.turnaround_minutes_median).toMatchObject({ value: 30, n: 5, reason: null })
  expect(figures.turnaround_minutes_p90.value).toBeCloseTo(46, 9)
  expect(figures.wait_minutes_median).toMatchObject({ value: 10, n: 5 })
  expect(figures.unreported.value).toBe(1)
})

test('fewer exams than the minimum give no median but say how many there were', async () => {
  const { figures } = await page({ center: [center('C1')], exam: fiveExams.slice(0, 4) })
  expect(figures.turnaround_minutes_median).toMatchObject({ value: null, n: 4, reason: 'small_sample' })
})

test('utilization is the sum of occupied over the sum of available minutes, never the mean of rates', async () => {
  const { figures, scanners } = await page({
    'mart.scanner_day': [
      scannerDay({ day: '2026-03-02', available_minutes: 600, occupied_in_hours_minutes: 300 }),
      scannerDay({ day: '2026-03-02', scanner_id: 'C1-CT2', available_minutes: 200, occupied_in_hours_minutes: 180 }),
      scannerDay({ day: '2026-03-02', scanner_id: 'C1-CT3', occupied_minutes: 60 }),
    ],
  })
  expect(figures.utilization_rate).toMatchObject({ value: 0.6, n: 800, numerator: 480 })
  expect(scanners.map((s) => [s.scanner_id, s.utilization_rate])).toEqual([
    ['C1-CT2', 0.9],
    ['C1-CT1', 0.5],
    ['C1-CT3', null],
  ])
})

test('modalities are counted together but never pooled in a rate or a median', async () => {
  const { figures, by_modality } = await page({
    'mart.center_day': [
      centerDay({ day: '2026-03-02', exams_performed: 40, bookings_due: 20, no_shows_due: 1 }),
      centerDay({ day: '2026-03-02', modality: 'MR', exams_performed: 10, bookings_due: 20, no_shows_due: 3 }),
    ],
  })
  expect(figures.exams_performed.value).toBe(50)
  expect(figures.no_show_rate).toMatchObject({ value: null, reason: 'modalities_not_pooled' })
  expect(by_modality.map((m) => [m.modality, m.figures.no_show_rate.value])).toEqual([
    ['CT', 0.05],
    ['MR', 0.15],
  ])
})

test('no no-show rate is shown when more than 5 % of due bookings are stale', async () => {
  const day = { day: '2026-03-02', bookings_due: 100, no_shows_due: 4 }
  const stale = await page({ 'mart.center_day': [centerDay({ ...day, stale_bookings: 6 })] })
  expect(stale.figures.no_show_rate).toMatchObject({ value: null, reason: 'stale_bookings', n: 100 })
  const fresh = await page({ 'mart.center_day': [centerDay({ ...day, stale_bookings: 5 })] })
  expect(fresh.figures.no_show_rate.value).toBe(0.04)
})

test('the previous period has the same length, and a rate’s change carries its interval and a verdict', async () => {
  const { figures, filters, exams_per_day } = await page({
    'mart.center_day': [
      centerDay({ day: '2026-02-23', exams_performed: 80, bookings_due: 200, no_shows_due: 40 }),
      centerDay({ day: '2026-03-02', exams_performed: 100, bookings_due: 200, no_shows_due: 10 }),
      centerDay({ day: '2026-03-09', exams_performed: 999 }),
    ],
  })
  expect(filters.previous).toEqual({ from: '2026-02-23', to: '2026-03-02' })
  expect(figures.exams_performed).toMatchObject({ value: 100, change: 20, change_share: 0.25, verdict: 'neutral' })
  expect(figures.no_show_rate.change).toBeCloseTo(-0.15, 9)
  expect(figures.no_show_rate.change_high).toBeLessThan(0)
  expect(figures.no_show_rate.verdict).toBe('better')
  const [ct] = exams_per_day
  expect(ct?.days).toHaveLength(7)
  expect(ct?.days[0]).toEqual({
    day: '2026-03-02',
    exams_performed: 100,
    previous_day: '2026-02-23',
    previous_exams_performed: 80,
  })
  expect(ct?.days[1]?.exams_performed).toBe(0)
})

test('a period before the data begins is compared with nothing', async () => {
  const { figures, filters } = await page({ 'mart.center_day': [centerDay({ day: '2026-03-02', exams_performed: 9 })] })
  expect(filters.previous_data).toBe('none')
  expect(figures.exams_performed).toMatchObject({ value: 9, previous: null, change: null, verdict: null })
})

test('without a period the last 28 days up to the last performed day of the data are taken', async () => {
  const { filters } = await page(
    {
      'mart.center_day': [
        centerDay({ day: '2026-03-08', exams_performed: 1 }),
        centerDay({ day: '2026-05-01', exams_scheduled: 3 }),
      ],
    },
    {},
  )
  expect(filters).toMatchObject({ from: '2026-02-09', to: '2026-03-09', is_default_period: true })
})

test('the heat map counts starts by the center’s own hour of the week, also on the day that clocks change', async () => {
  const { heat_map } = await page({
    center: [center('C1'), center('C2', { time_zone: 'America/St_Johns' })],
    exam: [
      // 09:30 on Tuesday in Shanghai; 22:00 on Monday in St John's.
      exam({ accession_no: 'A', center_code: 'C1', day: '2026-03-03', started_at: '2026-03-03 01:30:00Z' }),
      exam({ accession_no: 'B', center_code: 'C2', day: '2026-03-02', started_at: '2026-03-03 01:30:00Z' }),
      // 12:30 on Sunday in St John's, ten hours and a half after its clocks went forward.
      exam({ accession_no: 'C', center_code: 'C2', day: '2026-03-08', started_at: '2026-03-08 15:00:00Z' }),
    ],
  })
  const cells = heat_map[0]?.exams_started ?? []
  expect([cells[24 + 9], cells[22], cells[6 * 24 + 12], cells.reduce((a, b) => a + b, 0)]).toEqual([1, 1, 1, 3])
})

test('a scanner filter narrows exams and rooms, and leaves booking figures without a value', async () => {
  const rows: Rows = {
    center: [center('C1')],
    exam: [...fiveExams, exam({ accession_no: 'X', scanner_id: 'C1-CT2', day: '2026-03-03' })],
    'mart.center_day': [centerDay({ day: '2026-03-03', exams_performed: 6, bookings_due: 50 })],
    'mart.scanner_day': [
      scannerDay({ day: '2026-03-03', exams_performed: 5 }),
      scannerDay({ day: '2026-03-03', scanner_id: 'C1-CT2', exams_performed: 1 }),
    ],
  }
  const { figures, exams_per_day, centers } = await page(rows, { ...week, scanner: ['C1-CT1'] })
  expect(figures.exams_performed.value).toBe(5)
  expect(figures.no_show_rate).toMatchObject({ value: null, reason: 'not_by_scanner' })
  // By the exams themselves, as the tiles and the table: a hybrid scanner's exams count under their own modality.
  expect(exams_per_day[0]?.days.slice(0, 2).map((day) => day.exams_performed)).toEqual([1, 4])
  expect(centers).toMatchObject([{ exams_performed: 5, bookings_due: null, turnaround_minutes_median: 30 }])
})

test('an empty warehouse says what is missing instead of showing zeros as facts', async () => {
  const answer = await page({}, {})
  expect(answer.missing.map((m) => m.effect)).toEqual(['no_exams', 'no_scanner_log', 'no_protocol_book'])
  expect(answer.figures.utilization_rate.value).toBeNull()
  expect(answer.filters.to).toBe('2026-03-11')
})
