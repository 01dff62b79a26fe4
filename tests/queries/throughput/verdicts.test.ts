import { expect, test } from 'vitest'
import { addDays } from '#queries/filter/days.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import { centerDay, exam, filterOf, scannerDay } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const FROM = '2026-02-02'
const PERIOD = { from: addDays(FROM, 28), to: addDays(FROM, 56) }

async function figures(rows: Rows) {
  const answer = await throughputPage(await warehouse(rows), filterOf(PERIOD))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer.figures
}

const days = (row: (place: number, isCurrent: boolean) => Row) =>
  Array.from({ length: 56 }, (_, i) => ({ day: addDays(FROM, i), ...row(i % 28, i >= 28) }))

const EXAMS = days(() => ({ exams_performed: 20, bookings_due: 20, no_shows_due: 2 })).map(centerDay)

/** Each day 20 exams that are reported after 30 to 68 minutes and what the day adds, `later` more in the second period. */
const reported = (later: number, ofDay: (place: number) => number = () => 0) =>
  days(() => ({})).flatMap(({ day }, i) =>
    Array.from({ length: 20 }, (_, k) => {
      const minutes = 30 + 2 * k + ofDay(i % 28) + (i >= 28 ? later : 0)
      const reported_at = new Date(Date.parse(`${day}T10:00:00Z`) + minutes * 60_000).toISOString()
      return exam({ day, accession_no: `${day}-${k}`, completed_at: `${day}T10:00:00Z`, reported_at })
    }),
  )

test('the same data in both periods gives no verdict on any figure', async () => {
  const all = await figures({
    'mart.center_day': EXAMS,
    'mart.scanner_day': days((i) => ({
      ...{ exams_performed: 20, staffed_minutes: 600, down_minutes: 10 },
      ...{ available_minutes: 590, occupied_in_hours_minutes: 300 + (i % 7) },
    })).map(scannerDay),
    exam: reported(0),
  })
  expect(Object.values(all).filter(({ verdict }) => verdict === 'better' || verdict === 'worse')).toEqual([])
  expect(all.no_show_rate.verdict).toBe('unclear')
  expect(all.turnaround_minutes_median.verdict).toBe('unclear')
  expect(all.utilization_rate.verdict).toBe('unclear')
})

test('a quarter of a minute more turnaround is no worse, twenty minutes are', async () => {
  const little = await figures({ 'mart.center_day': EXAMS, exam: reported(0.25) })
  expect(little.turnaround_minutes_median).toMatchObject({ change: 0.25, verdict: 'unclear' })
  const much = await figures({ 'mart.center_day': EXAMS, exam: reported(20) })
  expect(much.turnaround_minutes_median).toMatchObject({ change: 20, verdict: 'worse' })
  expect(much.turnaround_minutes_median.change_low).toBeGreaterThan(0)
})

test('days that are fast and slow by turns make four minutes no evidence, which they are where every day is the same', async () => {
  const slowDays = (place: number) => (30 * ((place * 7) % 5)) / 4
  const uneven = await figures({ 'mart.center_day': EXAMS, exam: reported(4, slowDays) })
  expect(uneven.turnaround_minutes_median).toMatchObject({ verdict: 'unclear' })
  expect(uneven.turnaround_minutes_median.change).toBeCloseTo(4, 9)
  const even = await figures({ 'mart.center_day': EXAMS, exam: reported(4) })
  expect(even.turnaround_minutes_median).toMatchObject({ change: 4, verdict: 'worse' })
})

test('a scanner that is used more is better, one whose down time shrinks the denominator is not', async () => {
  const used = await figures({
    'mart.center_day': EXAMS,
    'mart.scanner_day': days((i, isCurrent) => ({
      ...{ exams_performed: 20, staffed_minutes: 600, down_minutes: 0, available_minutes: 600 },
      occupied_in_hours_minutes: (isCurrent ? 400 : 300) + (i % 7),
    })).map(scannerDay),
  })
  expect(used.utilization_rate.verdict).toBe('better')
  const broken = await figures({
    'mart.center_day': EXAMS,
    'mart.scanner_day': days((i, isCurrent) => {
      const down_minutes = isCurrent ? 200 + (i % 5) : 0
      const occupied_in_hours_minutes = 300 + (i % 7)
      return {
        ...{ exams_performed: 20, staffed_minutes: 600, available_minutes: 600 - down_minutes },
        ...{ down_minutes, occupied_in_hours_minutes },
      }
    }).map(scannerDay),
  })
  expect(broken.utilization_rate.change).toBeGreaterThan(0.2)
  expect(broken.utilization_rate.verdict).toBe('neutral')
})
