import { expect, test } from 'vitest'
import { FilterError } from '#queries/filter/filter.ts'
import { scannerPage } from '#queries/scanner/scanner-page.ts'
import { dateWindows, weeklyWindows, windowsOn } from '#queries/scanner/staffed-hours.ts'
import { center, exam, filterOf, scannerDay } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const scanner = (row: Row = {}): Row => ({
  ...{ scanner_id: 'C1-CT1', center_code: 'C1', modality: 'CT', staffed_hours: '1-5 08:00-12:00;6 09:00-10:00' },
  ...row,
})

async function page(rows: Rows, day?: string, id = 'C1-CT1') {
  const reader = await warehouse({ center: [center('C1')], scanner: [scanner()], ...rows })
  const filter = filterOf({ from: '2026-03-02', to: '2026-03-09' })
  const answer = await scannerPage(reader, id, filter, { day })
  if (!answer || answer.snapshot_id === null) return undefined
  return answer
}

const onDay = async (rows: Rows, day = '2026-03-03') => (await page(rows, day))!.on_day!

test('weekly hours name ranges and lists of days; a date has its own', () => {
  expect(weeklyWindows('1-5 08:00-20:00;6 08:00-12:00;6 13:00-17:00', 6)).toEqual([
    { from: 480, to: 720 },
    { from: 780, to: 1020 },
  ])
  expect(weeklyWindows('1,3-4 00:00-24:00', 4)).toEqual([{ from: 0, to: 1440 }])
  expect(weeklyWindows('1-5 08:00-20:00', 7)).toEqual([])
  expect(dateWindows('closed')).toEqual([])
  const known = { calendar: null, weekly: '1-7 08:00-09:00', in_service: true, iso_weekday: 1 }
  expect(windowsOn({ ...known, calendar: '10:00-11:00' })).toEqual([{ from: 600, to: 660 }])
  expect(windowsOn({ ...known, in_service: false })).toEqual([])
  expect(windowsOn({ ...known, weekly: null })).toBeNull()
})

test('a Tuesday in Shanghai begins at 16:00 UTC the day before, and is staffed from 08:00 to 12:00 there', async () => {
  const day = await onDay({})
  expect([day.starts_at, day.ends_at].map((at) => new Date(at).toISOString())).toEqual([
    '2026-03-02T16:00:00.000Z',
    '2026-03-03T16:00:00.000Z',
  ])
  expect(day.windows?.map((w) => new Date(w.started_at).getUTCHours())).toEqual([0])
  expect(day.windows?.map((w) => new Date(w.ended_at).getUTCHours())).toEqual([4])
})

test('the most particular entry of the calendar counts, then the newest staffing, then the scanner’s own hours', async () => {
  const date = '2026-03-03'
  const hours = async (rows: Rows) => (await onDay(rows)).windows?.map((w) => new Date(w.started_at).getUTCHours() + 8)
  const staffing = [
    { scanner_id: 'C1-CT1', effective_from: '2026-01-01', staffed_hours: '1-5 09:00-12:00' },
    { scanner_id: 'C1-CT1', effective_from: '2026-03-03', staffed_hours: '1-5 10:00-12:00' },
    { scanner_id: 'C1-CT1', effective_from: '2026-03-04', staffed_hours: '1-5 11:00-12:00' },
  ]
  expect(await hours({ staffing })).toEqual([10])
  const network = { date, hours: '13:00-14:00' }
  const mine = { date, center_code: 'C1', hours: '14:00-15:00' }
  expect(await hours({ staffing, calendar: [network, mine] })).toEqual([14])
  const own = { date, center_code: 'C1', scanner_id: 'C1-CT1', hours: 'closed' }
  expect(await hours({ staffing, calendar: [network, mine, own] })).toEqual([])
})

test('a day holds the exams booked on it or made on it, with their series, states and faults', async () => {
  const log = { center_code: 'C1', scanner_id: 'C1-CT1' }
  const at = (clock: string) => `2026-03-03T${clock}:00Z`
  const day = await onDay({
    exam: [
      exam({
        accession_no: 'A',
        day: '2026-03-03',
        scheduled_at: at('01:00'),
        scheduled_minutes: 20,
        started_at: at('01:30'),
        completed_at: at('01:45'),
      }),
      exam({
        accession_no: 'B',
        day: '2026-03-03',
        scheduled_at: at('02:00'),
        scanner_id: 'C1-CT2',
        scheduled_scanner_id: 'C1-CT1',
      }),
      exam({ accession_no: 'C', day: '2026-03-03', scheduled_at: at('16:00') }),
      exam({ accession_no: 'D', day: '2026-03-03', scheduled_at: at('03:00'), scanner_id: 'C1-CT2' }),
    ],
    acquisition: [
      { ...log, event_id: 'S1', accession_no: 'A', step: 'head', started_at: at('01:32'), ended_at: at('01:40') },
      {
        ...log,
        event_id: 'S2',
        accession_no: 'Z',
        step: 'old',
        started_at: '2026-03-02T15:00:00Z',
        ended_at: '2026-03-02T15:10:00Z',
      },
    ],
    scanner_state: [
      { ...log, event_id: 'E1', state: 'off', started_at: '2026-03-01T00:00:00Z', ended_at: at('00:00') },
      { ...log, event_id: 'E2', state: 'ready', started_at: at('00:00') },
    ],
    scanner_fault: [{ ...log, event_id: 'F1', at: at('02:00'), day: '2026-03-03', code: 'TUBE-1', severity: 'error' }],
    'mart.scanner_day': [
      scannerDay({ day: '2026-03-01' }),
      scannerDay({ day: '2026-03-03' }),
      scannerDay({ day: '2026-03-06' }),
    ],
    'mart.scanner_ledger': [
      {
        ...log,
        modality: 'CT',
        day: '2026-03-03',
        staffed_minutes: 240,
        acquiring_minutes: 8,
        on_table_minutes: 7,
        idle_minutes: 225,
      },
    ],
  })
  expect(day.exams.map((row) => [row.accession_no, row.series])).toEqual([
    ['A', 1],
    ['B', 0],
  ])
  expect(new Date(day.exams[0]!.slot_ends_at!).toISOString()).toBe('2026-03-03T01:20:00.000Z')
  expect(day.series.map(({ step }) => step)).toEqual(['head'])
  expect(day.states.map(({ state, ended_at }) => [state, ended_at === null])).toEqual([
    ['off', false],
    ['ready', true],
  ])
  expect(day.faults).toMatchObject([{ code: 'TUBE-1' }])
  expect([day.previous, day.next]).toEqual(['2026-03-01', '2026-03-06'])
  expect(day.ledger).toMatchObject({ staffed_minutes: 240, acquiring_minutes: 8, idle_minutes: 225 })
})

test('without a day the period alone is shown; what is no day is refused, and an unknown scanner is not found', async () => {
  expect((await page({}))?.on_day).toBeNull()
  await expect(page({}, '2026-02-30')).rejects.toBeInstanceOf(FilterError)
  expect(await page({}, undefined, 'C9-CT9')).toBeUndefined()
})
