import { expect, test } from 'vitest'
import { downtimePage } from '#queries/throughput/downtime-page.ts'
import { center, exam, filterOf, scannerDay } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

async function page(rows: Rows) {
  const reader = await warehouse({
    center: [center('C1')],
    scanner: [{ scanner_id: 'C1-CT1', center_code: 'C1', modality: 'CT' }],
    ...rows,
  })
  const answer = await downtimePage(reader, filterOf({ from: '2026-03-02', to: '2026-04-16' }))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const log = { center_code: 'C1', scanner_id: 'C1-CT1' }
const fault = (event_id: string, at: string, row: Row = {}): Row => ({
  ...{ ...log, event_id, at: `2026-03-03T${at}Z`, day: '2026-03-03', code: 'TUBE-1', severity: 'error' },
  ...row,
})
const down = (event_id: string, from: string, to: string | null): Row => ({
  ...{ ...log, event_id, state: 'down', started_at: `2026-03-03T${from}Z` },
  ended_at: to && `2026-03-03T${to}Z`,
})

test('a stop belongs to the last fault of the ten minutes before it, with the exams booked into it', async () => {
  const { faults } = await page({
    scanner_fault: [
      fault('F1', '01:00:00'),
      fault('F2', '01:05:00', { code: 'COOL-2' }),
      fault('F3', '04:00:00'),
      fault('F4', '06:00:00', { code: 'INFO-3', severity: 'info' }),
    ],
    scanner_state: [down('D1', '01:15:00', '02:15:00'), down('D2', '04:10:01', '05:00:00')],
    exam: [
      exam({ accession_no: 'A', day: '2026-03-03', scheduled_at: '2026-03-03T01:15:00Z', status: 'cancelled' }),
      exam({ accession_no: 'B', day: '2026-03-03', scheduled_at: '2026-03-03T02:14:00Z' }),
      exam({ accession_no: 'C', day: '2026-03-03', scheduled_at: '2026-03-03T02:15:00Z' }),
    ],
  })
  expect(faults.map((row) => [row.code, row.events, row.stops, row.stop_minutes, row.exams])).toEqual([
    ['COOL-2', 1, 1, 60, 2],
    ['TUBE-1', 2, 0, 0, 0],
    ['INFO-3', 1, 0, 0, 0],
  ])
})

test('three stops of 10, 20 and 60 minutes in 900 available ones: 300 between failures, 30 to repair', async () => {
  const days = [scannerDay({ day: '2026-03-03', staffed_minutes: 1000, down_minutes: 100, available_minutes: 900 })]
  const stops = [
    down('D1', '01:00:00', '01:10:00'),
    down('D2', '02:00:00', '02:20:00'),
    down('D3', '03:00:00', '04:00:00'),
  ]
  const { reliability } = await page({ 'mart.scanner_day': days, scanner_state: stops })
  expect(reliability).toMatchObject([{ stops: 3, mtbf_minutes: 300, mttr_minutes: 30, availability_rate: 0.9 }])
  const few = await page({ 'mart.scanner_day': days, scanner_state: stops.slice(0, 2) })
  expect(few.reliability).toMatchObject([{ stops: 2, mtbf_minutes: null, mttr_minutes: null }])
})

test('availability is available of staffed minutes by scanner and month; unknown hours have none', async () => {
  const { availability } = await page({
    'mart.scanner_day': [
      scannerDay({ day: '2026-03-02', staffed_minutes: 600, available_minutes: 540 }),
      scannerDay({ day: '2026-03-03', staffed_minutes: 600, available_minutes: 600 }),
      scannerDay({ day: '2026-04-01', staffed_minutes: 500, available_minutes: 400 }),
      scannerDay({ day: '2026-04-01', scanner_id: 'C1-CT2' }),
    ],
  })
  expect(availability.map((row) => [row.scanner_id, row.month, row.availability.value])).toEqual([
    ['C1-CT1', '2026-03-01', 0.95],
    ['C1-CT1', '2026-04-01', 0.8],
    ['C1-CT2', '2026-04-01', null],
  ])
})
