import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { flowPage } from '#queries/throughput/flow-page.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const week = { from: '2026-03-02', to: '2026-03-16' }

async function page(rows: Rows, filter: Partial<Filter> = week, staffed = false) {
  const answer = await flowPage(await warehouse({ center: [center('C1')], ...rows }), filterOf(filter), {
    persons: true,
    staffed,
  })
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const times = (n: number, of: (i: number) => Row): Row[] => Array.from({ length: n }, (_, i) => of(i))
const at = (minutes: number, day = '2026-03-03') =>
  new Date(Date.parse(`${day}T01:00:00Z`) + minutes * 60_000).toISOString()

/** Five exams that waited 10, 20, 30, 40 and 50 minutes. */
const waits = times(5, (i) =>
  exam({
    ...{ accession_no: `W${i}`, day: '2026-03-03', priority: 'routine', updated_at: at(5000) },
    ...{ ordered_at: at(-1440), scheduled_at: at(10), arrived_at: at(0), started_at: at(10 * (i + 1)) },
    ...{ completed_at: at(100), prelim_at: at(110), reported_at: at(130 + 10 * i) },
  }),
)

test('waits of 10 to 50 minutes: P10 14, P25 20, median 30, P75 40, P90 46', async () => {
  const { strips } = await page({ exam: waits })
  const wait = strips.find(({ metric }) => metric === 'wait')!
  expect(wait).toMatchObject({ modality: 'CT', priority: 'routine', n: 5, p25: 20, p50: 30, p75: 40, target: null })
  expect(wait.p10).toBeCloseTo(14, 9)
  expect(wait.p90).toBeCloseTo(46, 9)
})

test('the most particular target counts: three of five waits are within 30 minutes', async () => {
  const target = [
    { metric: 'wait_minutes_median', value: 5 },
    { metric: 'wait_minutes_median', modality: 'CT', value: 10 },
    { metric: 'wait_minutes_median', priority: 'routine', value: 30 },
    { metric: 'wait_minutes_median', modality: 'MR', priority: 'routine', value: 99 },
  ]
  const { strips } = await page({ exam: waits, target })
  expect(strips.find(({ metric }) => metric === 'wait')).toMatchObject({ target: 30, within: 3, within_share: 0.6 })
  expect(strips.find(({ metric }) => metric === 'turnaround')).toMatchObject({ target: null, within_share: null })
})

test('fewer than five exams have no strip and no share, but their n', async () => {
  const target = [{ metric: 'wait_minutes_median', value: 30 }]
  const { strips, path } = await page({ exam: waits.slice(0, 4), target })
  expect(strips[0]).toMatchObject({ n: 4, p50: null, within_share: null })
  expect(path.every(({ n, p50 }) => n === 4 && p50 === null)).toBe(true)
})

test('the patient’s way has six steps, early arrivals below nothing', async () => {
  const { path } = await page({ exam: waits })
  expect(path.map(({ step, p50 }) => [step, p50])).toEqual([
    ['access', 1450],
    ['arrival', -10],
    ['wait', 30],
    ['exam', 70],
    ['preliminary', 10],
    ['final', 40],
  ])
})

/** An exam of Monday evening that is reported on Tuesday morning; 2026-03-02 is a Monday, the clock is eight hours ahead of UTC. */
const overnight = times(5, (i) =>
  exam({
    ...{ accession_no: `N${i}`, day: '2026-03-02', scanner_id: 'C1-CT1', ordered_at: '2026-02-27T09:00:00Z' },
    ...{ scheduled_at: '2026-03-02T08:00:00Z', arrived_at: '2026-03-02T07:30:00Z', started_at: '2026-03-02T08:30:00Z' },
    ...{ completed_at: '2026-03-02T09:30:00Z', prelim_at: '2026-03-02T14:00:00Z', reported_at: '2026-03-03T01:00:00Z' },
  }),
)
const scanner = (staffed_hours: string | null) => [
  { scanner_id: 'C1-CT1', center_code: 'C1', modality: 'CT', staffed_hours },
]

test('in staffed hours the night does not count, in which a report waits for nobody', async () => {
  const medians = async (rows: Rows) =>
    (await page({ exam: overnight, ...rows }, week, true)).staffed_path?.map(({ step, n, p50 }) => [step, n, p50])
  // Staffed from 8:00 to 12:00 and from 13:00 to 17:00: ordered on Friday at 17:00, booked on Monday at 16:00.
  expect(await medians({ scanner: scanner('1-5 08:00-12:00;1-5 13:00-17:00') })).toEqual([
    ['access', 5, 420],
    ['arrival', 5, -30],
    ['wait', 5, 60],
    // From 16:30 to 17:30, half of it after hours.
    ['exam', 5, 30],
    ['preliminary', 5, 0],
    // Until nine the next morning.
    ['final', 5, 60],
  ])
})

test('a day of the calendar takes the place of the weekly hours, and new hours that of the old from their day on', async () => {
  const path = async (rows: Rows) =>
    (await page({ exam: overnight, scanner: scanner('1-5 08:00-17:00'), ...rows }, week, true)).staffed_path!
  const of = (rows: Awaited<ReturnType<typeof path>>, step: string) => rows.find((row) => row.step === step)?.p50
  expect(of(await path({}), 'access')).toBe(480)
  const closed = [{ center_code: null, scanner_id: null, date: '2026-03-02', hours: 'closed' }]
  expect(of(await path({ calendar: closed }), 'access')).toBe(0)
  const own = [...closed, { center_code: 'C1', scanner_id: 'C1-CT1', date: '2026-03-02', hours: '10:00-18:00' }]
  expect(of(await path({ calendar: own }), 'access')).toBe(360)
  const longer = [{ scanner_id: 'C1-CT1', effective_from: '2026-03-03', staffed_hours: '1-5 07:00-17:00' }]
  expect(of(await path({ staffing: longer }), 'access')).toBe(480)
  expect(of(await path({ staffing: longer }), 'final')).toBe(120)
})

test('exams on a scanner of unknown hours are not in the staffed way, and it is worked out only where it is asked for', async () => {
  const unknown = await page({ exam: overnight, scanner: scanner(null) }, week, true)
  expect(unknown.staffed_path?.map(({ n, p50 }) => [n, p50])).toEqual(Array.from({ length: 6 }, () => [0, null]))
  expect((await page({ exam: overnight })).staffed_path).toBeNull()
})

test('what is unreported has the age that it had when its center last said anything', async () => {
  const open = (accession_no: string, age: number) =>
    exam({
      ...{ accession_no, day: '2026-03-03', status: 'completed', scheduled_at: at(0), started_at: at(0) },
      ...{ completed_at: at(6000 - age), updated_at: at(6000 - age) },
    })
  const newest = exam({
    accession_no: 'N',
    day: '2026-03-07',
    updated_at: at(6000),
    reported_at: at(6000),
    completed_at: at(0),
  })
  const { unreported, unreported_exams } = await page({
    exam: [open('A', 239), open('B', 240), open('C', 1439), open('D', 1440), open('E', 4320), newest],
  })
  expect(unreported).toEqual([{ modality: 'CT', under_4_hours: 1, under_24_hours: 2, under_3_days: 1, over_3_days: 1 }])
  expect(unreported_exams).toMatchObject({ total: 5, page: 1 })
  expect(unreported_exams?.rows[0]).toMatchObject({ accession_no: 'E', age_minutes: 4320 })
})

/** Bookings made so many days ahead; every third of the far ones is missed. */
const booking = (i: number, lead: number, row: Row) =>
  exam({
    ...{ accession_no: `B${lead}-${i}`, day: '2026-03-03', status: 'reported', referral_source: 'other' },
    ...{ scheduled_at: at(0), ordered_at: at(-1440 * lead), updated_at: at(9000) },
    ...row,
  })

const bookings = [
  ...times(12, (i) => booking(i, 20, i % 3 === 0 ? { status: 'no_show', performed: false } : {})),
  ...times(20, (i) => booking(i, 2, i === 0 ? { status: 'no_show', performed: false } : {})),
  ...times(5, (i) => booking(i, 5, { status: 'cancelled', performed: false })),
  booking(0, 0, { status: 'no_show', performed: false, referral_source: 'walk_in' }),
]

test('no-shows by days between order and slot: 4 of 12 far ahead, 1 of 20 near; the day’s own do not count', async () => {
  const { kept } = await page({ exam: bookings })
  const lead = kept.filter((row) => row.kept_by === 'lead')
  expect(lead.map((row) => [row.value, row.no_shows_due, row.bookings_due, row.no_show_rate])).toEqual([
    ['1-3', 1, 20, 0.05],
    ['15+', 4, 12, 4 / 12],
    ['4-7', 0, 0, null],
  ])
  expect(kept.find((row) => row.kept_by === 'referral_source')).toMatchObject({
    ...{ value: 'other', bookings_due: 32, no_shows_due: 5, cancellations: 5, cancellation_rate: 5 / 37 },
  })
  // 2026-03-03 is a Tuesday; 01:00 UTC is nine in the morning there.
  expect(kept.filter((row) => row.kept_by === 'iso_weekday').map((row) => row.value)).toEqual(['2'])
  expect(kept.filter((row) => row.kept_by === 'hour').map((row) => row.value)).toEqual(['9'])
})

test('every way to split bookings has the same bookings', async () => {
  const { kept } = await page({ exam: bookings, 'mart.center_day': [centerDay({ day: '2026-03-03' })] })
  const total = (by: string) =>
    kept.filter((row) => row.kept_by === by).reduce((sum, row) => sum + row.bookings_due + row.cancellations, 0)
  expect(['lead', 'hour', 'iso_weekday', 'referral_source'].map(total)).toEqual([37, 37, 37, 37])
})

test('of bookings made far ahead, a center is named whose interval lies above all together', async () => {
  const made = (center_code: string, missed: number) =>
    Array.from({ length: 40 }, (_, i) =>
      exam({
        ...{ center_code, accession_no: `${center_code}${i}`, day: '2026-03-03', scheduled_at: at(0, '2026-03-03') },
        ...{ ordered_at: at(0, '2026-02-10'), updated_at: at(600, '2026-03-03') },
        ...{ status: i < missed ? 'no_show' : 'reported', performed: i >= missed },
      }),
    )
  const { far_ahead } = await page({
    center: [center('C1'), center('C2')],
    exam: [...made('C1', 2), ...made('C2', 20)],
  })
  // 22 of 80 together; the Wilson interval of 20 of 40 begins at 0.352.
  expect(far_ahead).toMatchObject([{ center_code: 'C2', bookings_due: 40, no_shows_due: 20, no_show_rate: 0.5 }])
  expect(far_ahead[0]!.together).toBeCloseTo(22 / 80, 9)
  expect(far_ahead[0]!.low).toBeCloseTo(0.352, 3)
})

test('the first case is on time up to 15 minutes after the first slot: 5 of 10 days, 20 minutes late in the middle', async () => {
  const morning = (i: number) => {
    const day = `2026-03-${String(i + 2).padStart(2, '0')}`
    const delay = i < 5 ? 15 : 25
    const first = exam({ accession_no: `F${i}`, day, scheduled_at: at(0, day), started_at: at(delay, day) })
    return [first, exam({ accession_no: `S${i}`, day, scheduled_at: at(30, day), started_at: at(60, day) })]
  }
  const { first_cases } = await page({ exam: Array.from({ length: 10 }, (_, i) => morning(i)).flat() })
  expect(first_cases).toMatchObject([
    { scanner_id: 'C1-CT1', days: 10, on_time_days: 5, on_time_rate: 0.5, delay_minutes_median: 20 },
  ])
})

test('exam time by protocol stands beside the network’s and the plan of the version in force', async () => {
  const of = (center_code: string, minutes: number) => (i: number) =>
    exam({
      ...{ center_code, accession_no: `${center_code}-${i}`, day: '2026-03-03', protocol_code: 'P1' },
      ...{ started_at: at(0), completed_at: at(minutes) },
    })
  const version = (n: number, row: Row) => ({ protocol_code: 'P1', version: n, name_en: 'Head', ...row })
  const { protocols } = await page(
    {
      center: [center('C1'), center('C2')],
      exam: [...times(5, of('C1', 20)), ...times(15, of('C2', 12))],
      protocol: [
        version(1, { target_minutes: 10 }),
        version(2, { target_minutes: 15, effective_from: '2026-03-01' }),
        version(3, { target_minutes: 30, effective_from: '2026-06-01' }),
      ],
    },
    { ...week, center: ['C1'] },
  )
  expect(protocols).toMatchObject([
    {
      protocol_code: 'P1',
      n: 5,
      exam_minutes_median: 20,
      network_n: 20,
      network_exam_minutes_median: 12,
      target_minutes: 15,
    },
  ])
})
