import { expect, test } from 'vitest'
import { at, exam, network, scanner } from './builders.ts'
import { builtWarehouse, mart, type World } from './warehouse.ts'

async function ledger(world: World, where = 'true') {
  const { db, close } = await builtWarehouse(network(world))
  const rows = await mart(db, 'scanner_ledger', where)
  close()
  return rows
}

let serial = 0
/** A series from one local time to another. */
const acquired = (from: string, to: string) => ({
  ...{ center_code: 'C1', scanner_id: 'S1', accession_no: 'x', event_id: `E${++serial}`, step: 's', parameters: '{}' },
  ...{ missing_tags: [], started_at: at(from), ended_at: at(to) },
})
const down = (from: string, to: string) => ({
  ...{ center_code: 'C1', scanner_id: 'S1', event_id: from, state: 'down', started_at: at(from), ended_at: at(to) },
})
const noShow = (time: string, more: object = {}) => ({
  ...exam(time, time, { status: 'no_show', performed: false, started_at: null, completed_at: null }),
  ...more,
})
const minutes = (row: Record<string, unknown> | undefined) =>
  ['down', 'acquiring', 'on_table', 'turnover', 'no_show', 'idle', 'off_hours'].map((c) => row?.[`${c}_minutes`])

test('the minutes of the house fixture: acquiring 69, on table 31, turnover 10, idle 490, off hours 35', async () => {
  const [day] = await ledger({
    exam: [
      exam('2026-03-02 07:50', '2026-03-02 08:20'),
      exam('2026-03-02 08:30', '2026-03-02 09:00'),
      exam('2026-03-02 08:55', '2026-03-02 09:30'),
      exam('2026-03-02 17:40', '2026-03-02 18:25'),
    ],
    acquisition: [
      acquired('2026-03-02 07:58', '2026-03-02 08:15'),
      acquired('2026-03-02 08:36', '2026-03-02 08:55'),
      acquired('2026-03-02 09:02', '2026-03-02 09:25'),
      acquired('2026-03-02 17:48', '2026-03-02 18:18'),
    ],
  })
  expect(day!.staffed_minutes).toBe(600)
  expect(minutes(day)).toEqual([0, 69, 31, 10, 0, 490, 35])
})

test('a gap of exactly 20 minutes is turnover, one of 21 is idle', async () => {
  const [day] = await ledger({
    exam: [
      exam('2026-03-02 09:00', '2026-03-02 09:30'),
      exam('2026-03-02 09:50', '2026-03-02 10:00'),
      exam('2026-03-02 10:21', '2026-03-02 10:30'),
    ],
  })
  expect(minutes(day)).toEqual([0, 0, 49, 20, 0, 531, 0])
})

test('down time comes before everything else, and a series without an exam counts as acquiring', async () => {
  const [day] = await ledger({
    exam: [exam('2026-03-02 09:00', '2026-03-02 10:00')],
    acquisition: [acquired('2026-03-02 09:10', '2026-03-02 09:40'), acquired('2026-03-02 10:10', '2026-03-02 10:20')],
    scanner_state: [down('2026-03-02 09:30', '2026-03-02 10:05')],
  })
  // 09:30–10:05 down; acquiring 09:10–09:30 and 10:10–10:20; on table 09:00–09:10; of the gap 10:00–10:10 five minutes are left.
  expect(minutes(day)).toEqual([35, 30, 10, 5, 0, 520, 0])
})

test('a gap over midnight is turnover on both days, though each day sees one exam', async () => {
  const days = await ledger({
    scanner: [scanner({ staffed_hours: '1-7 00:00-24:00' })],
    exam: [exam('2026-03-02 23:00', '2026-03-02 23:52'), exam('2026-03-03 00:08', '2026-03-03 00:38')],
  })
  expect(days.map(minutes)).toEqual([
    [0, 0, 52, 8, 0, 1380, 0],
    [0, 0, 30, 8, 0, 1402, 0],
  ])
})

test('an exam over midnight is cut there, and what of it nobody staffs is off hours', async () => {
  const days = await ledger({
    scanner: [scanner({ staffed_hours: '1-7 20:00-24:00' })],
    exam: [exam('2026-03-02 23:30', '2026-03-03 00:20'), exam('2026-03-03 21:00', '2026-03-03 21:30')],
  })
  expect(days.map(minutes)).toEqual([
    [0, 0, 30, 0, 0, 210, 0],
    [0, 0, 30, 0, 0, 210, 20],
  ])
})

test('the slot of a no-show is as long as it was booked, else as its protocol wants, else 30 minutes', async () => {
  const protocol = (version: number, target_minutes: number | null, effective_from: string) => ({
    ...{ protocol_code: 'P', version, target_minutes, effective_from },
  })
  const slot = async (time: string, more: object) =>
    (
      await ledger({
        exam: [exam('2026-03-02 08:00', '2026-03-02 08:30'), noShow(time, more)],
        protocol: [protocol(1, 12, '2026-01-01'), protocol(2, 50, '2026-03-03'), protocol(3, null, '2026-03-04')],
      })
    )[0]!.no_show_minutes
  expect(await slot('2026-03-02 12:00', { scheduled_minutes: 45, protocol_code: 'P' })).toBe(45)
  expect(await slot('2026-03-02 12:00', { protocol_code: 'P' })).toBe(12)
  expect(await slot('2026-03-02 12:00', { protocol_code: 'Q' })).toBe(30)
  // The last fifteen minutes before the doors close, and a slot that nobody staffs.
  expect(await slot('2026-03-02 17:45', {})).toBe(15)
  expect(await slot('2026-03-02 19:00', {})).toBe(0)
})

test('a slot belongs to the scanner that it was booked on, and one that another patient took is his', async () => {
  const days = await ledger({
    scanner: [scanner(), scanner({ scanner_id: 'S2' })],
    exam: [
      exam('2026-03-02 12:10', '2026-03-02 12:20', { scanner_id: 'S2' }),
      noShow('2026-03-02 12:00', { scanner_id: 'S1', scheduled_scanner_id: 'S2' }),
      noShow('2026-03-02 15:00', { scanner_id: null, scheduled_scanner_id: null }),
    ],
  })
  expect(days.map((d) => [d.scanner_id, d.on_table_minutes, d.no_show_minutes])).toEqual([
    ['S1', 0, 0],
    ['S2', 10, 20],
  ])
})

test('a scanner whose hours are unknown has no ledger, a closed day only what ran off hours', async () => {
  const days = await ledger({
    scanner: [scanner(), scanner({ scanner_id: 'S2', staffed_hours: null })],
    calendar: [{ date: '2026-03-02', hours: 'closed' }],
    exam: [
      exam('2026-03-02 09:00', '2026-03-02 09:30'),
      exam('2026-03-02 09:00', '2026-03-02 09:30', { scanner_id: 'S2' }),
    ],
    acquisition: [acquired('2026-03-02 09:10', '2026-03-02 09:20')],
  })
  // A calendar row makes the hours of S2 known for that day.
  expect(days.map((d) => [d.scanner_id, d.staffed_minutes, ...minutes(d)])).toEqual([
    ['S1', 0, 0, 0, 0, 0, 0, 0, 30],
    ['S2', 0, 0, 0, 0, 0, 0, 0, 30],
  ])
  expect(
    await ledger({ scanner: [scanner({ staffed_hours: null })], exam: [exam('2026-03-02 09:00', '2026-03-02 09:30')] }),
  ).toEqual([])
})
