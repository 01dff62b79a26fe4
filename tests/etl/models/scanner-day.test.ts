import { expect, test } from 'vitest'
import { at, center, exam, network, scanner, series } from './builders.ts'
import { builtWarehouse, mart, type World } from './warehouse.ts'

async function scannerDays(world: World, where = 'true') {
  const { db, close } = await builtWarehouse(world)
  const days = await mart(db, 'scanner_day', where)
  close()
  return days
}

const state = (name: string, from: string, to: string | null) => ({
  ...{ center_code: 'C1', scanner_id: 'S1', event_id: from, state: name, started_at: at(from), ended_at: to && at(to) },
})

test('overlapping exams count once, and only their part in staffed hours is in hours', async () => {
  // 07:50–08:20, 08:30–09:00 and 08:55–09:30, 17:40–18:25: union 135 minutes, 100 of them between 08:00 and 18:00.
  const exams = [
    exam('2026-03-02 07:50', '2026-03-02 08:20'),
    exam('2026-03-02 08:30', '2026-03-02 09:00'),
    exam('2026-03-02 08:55', '2026-03-02 09:30'),
    exam('2026-03-02 17:40', '2026-03-02 18:25'),
  ]
  const [day] = await scannerDays(network({ exam: exams }))
  expect(day).toMatchObject({
    exams_performed: 4,
    staffed_minutes: 600,
    occupied_minutes: 135,
    occupied_in_hours_minutes: 100,
  })
  expect(day!.utilization_rate).toBeCloseTo(100 / 600, 12)
})

test('an exam that crosses midnight counts on both days, as performed on the first', async () => {
  const days = await scannerDays(network({ exam: [exam('2026-03-02 23:30', '2026-03-03 00:45')] }))
  expect(days.map((d) => [d.day, d.exams_performed, d.staffed_minutes, d.occupied_minutes])).toEqual([
    ['2026-03-02', 1, 600, 30],
    // Beyond the network's last day: only what ran past midnight, and nobody is staffed.
    ['2026-03-03', 0, 0, 45],
  ])
})

test('an aborted exam occupies the table and is not performed', async () => {
  const aborted = exam('2026-03-02 10:00', '2026-03-02 10:20', { status: 'aborted', performed: false })
  const [day] = await scannerDays(network({ exam: [exam('2026-03-02 09:00', '2026-03-02 09:30'), aborted] }))
  expect(day).toMatchObject({ exams_performed: 1, occupied_minutes: 50 })
})

test('an aborted exam after the last performed day makes no day', async () => {
  const aborted = exam('2026-03-05 10:00', '2026-03-05 10:20', { status: 'aborted', performed: false })
  const days = await scannerDays(network({ exam: [exam('2026-03-02 09:00', '2026-03-02 09:30'), aborted] }))
  expect(days.map((d) => d.day)).toEqual(['2026-03-02'])
})

test('down time takes staffed minutes away, and an exam in it is not in hours', async () => {
  const exams = [exam('2026-03-02 09:00', '2026-03-02 10:00')]
  const states = [state('down', '2026-03-02 07:00', '2026-03-02 09:30'), state('ready', '2026-03-02 09:30', null)]
  const [day] = await scannerDays(network({ exam: exams, scanner_state: states }))
  expect(day).toMatchObject({
    down_minutes: 90,
    available_minutes: 510,
    occupied_minutes: 60,
    occupied_in_hours_minutes: 30,
  })
})

test('a state that is still open counts up to the newest event of its center', async () => {
  const exams = [exam('2026-03-02 09:00', '2026-03-02 10:00'), exam('2026-03-03 09:00', '2026-03-03 09:30')]
  const fault = {
    center_code: 'C1',
    scanner_id: 'S1',
    event_id: 'F',
    at: at('2026-03-03 08:20'),
    code: '1',
    severity: 'info',
  }
  const days = await scannerDays(
    network({ exam: exams, scanner_state: [state('service', '2026-03-02 17:00', null)], scanner_fault: [fault] }),
  )
  expect(days.map((d) => d.down_minutes)).toEqual([60, 20])
})

test('a scanner whose hours are unknown has null minutes and appears only where it was used', async () => {
  const world = network({
    scanner: [scanner(), scanner({ scanner_id: 'S2', staffed_hours: null })],
    exam: [
      exam('2026-03-02 09:00', '2026-03-02 10:00'),
      exam('2026-03-03 05:00', '2026-03-03 05:30', { scanner_id: 'S2' }),
    ],
  })
  const days = await scannerDays(world, "scanner_id = 'S2'")
  expect(days).toMatchObject([
    {
      day: '2026-03-03',
      staffed_minutes: null,
      down_minutes: null,
      available_minutes: null,
      occupied_minutes: 30,
      utilization_rate: null,
    },
  ])
})

test('the most specific calendar row wins over the weekly hours, and a closed day is no staffed day', async () => {
  const world = network({
    scanner: [scanner(), scanner({ scanner_id: 'S2' }), scanner({ scanner_id: 'S3', center_code: 'C2' })],
    center: [center(), center({ center_code: 'C2' })],
    exam: [exam('2026-03-02 09:00', '2026-03-02 10:00'), exam('2026-03-04 09:00', '2026-03-04 10:00')],
    calendar: [
      { date: '2026-03-03', hours: 'closed' },
      { center_code: 'C1', date: '2026-03-03', hours: '08:00-09:00' },
      { center_code: 'C1', scanner_id: 'S2', date: '2026-03-03', hours: '08:00-08:10;09:00-09:20' },
    ],
  })
  const days = await scannerDays(world, "day = '2026-03-03'")
  expect(days.map((d) => [d.scanner_id, d.staffed_minutes])).toEqual([
    ['S1', 60],
    ['S2', 30],
  ])
})

test('dated staffing holds from its local day on, and service ends with the day of retirement', async () => {
  const world = network({
    scanner: [scanner({ retired_on: '2026-03-03' })],
    staffing: [{ scanner_id: 'S1', effective_from: '2026-03-03', staffed_hours: '1-7 08:00-09:00' }],
    exam: [exam('2026-03-02 09:00', '2026-03-02 10:00'), exam('2026-03-04 09:00', '2026-03-04 09:30')],
  })
  const days = await scannerDays(world)
  expect(days.map((d) => [d.day, d.staffed_minutes, d.occupied_in_hours_minutes])).toEqual([
    ['2026-03-02', 600, 60],
    ['2026-03-03', 60, 0],
    ['2026-03-04', 0, 0],
  ])
})

test('a center that has closed staffs nobody from the next day on', async () => {
  const world = network({
    center: [center({ closed_on: '2026-03-02' })],
    exam: [exam('2026-03-02 09:00', '2026-03-02 10:00'), exam('2026-03-03 09:00', '2026-03-03 09:30')],
  })
  const days = await scannerDays(world)
  expect(days.map((d) => [d.day, d.staffed_minutes, d.occupied_minutes, d.occupied_in_hours_minutes])).toEqual([
    ['2026-03-02', 600, 60, 60],
    ['2026-03-03', 0, 30, 0],
  ])
})

test('a day on which the clock changes is as long as it was', async () => {
  const utc = (day: string) => ({ day, started_at: `${day}T16:00:00Z`, completed_at: `${day}T16:30:00Z` })
  const days = await scannerDays({
    center: [center({ time_zone: 'America/New_York' })],
    scanner: [scanner({ staffed_hours: '1-7 00:00-24:00' })],
    exam: [
      exam('2026-03-07 16:00', '2026-03-07 16:30', utc('2026-03-07')),
      exam('2026-03-09 16:00', '2026-03-09 16:30', utc('2026-03-09')),
    ],
    acquisition: [
      // 23:50 on the 7th to 03:10 on the 8th by the wall clock, of which the hour from 2 to 3 does not exist.
      series('x', 's', 1, { started_at: '2026-03-08T04:50:00Z', ended_at: '2026-03-08T07:10:00Z' }),
    ],
  })
  expect(days.map((d) => [d.day, d.staffed_minutes, d.scanning_minutes])).toEqual([
    ['2026-03-07', 1440, 10],
    ['2026-03-08', 1380, 130],
    ['2026-03-09', 1440, 0],
  ])
})
