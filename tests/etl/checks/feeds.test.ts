import { expect, test } from 'vitest'
import { addExam, cleanWorld, dayBefore, DAYS, failedIn, foundIn, lines, NOW, warehouseOf, type Rows } from './world.ts'

const isOf =
  (code: string, from: string, to = '9999') =>
  (row: Record<string, unknown>) => {
    const day = String(row.day ?? row.service_date ?? String(row.accession_no).slice(3, 13))
    return row.center_code === code && day >= from && day < to
  }
const without = (world: Rows, tables: string[], drop: (row: Record<string, unknown>) => boolean): Rows => ({
  ...world,
  ...Object.fromEntries(tables.map((table) => [table, world[table]!.filter((row) => !drop(row))])),
})
const ALL = ['exam', 'acquisition', 'ai_result', 'charge']

test('a clean network passes every check', async () => {
  expect(await foundIn(cleanWorld())).toEqual([])
})

test('a feed that stopped is late at that center alone, counted in open days', async () => {
  const world = without(cleanWorld(), ['charge'], isOf('C2', dayBefore(9)))
  expect(await foundIn(world)).toEqual(['feed_late billing C2'])
})

test('a center whose feeds all stopped is late with exams, log and charges; AI waits for its exams', async () => {
  const world = without(cleanWorld(), ALL, isOf('C2', dayBefore(9)))
  expect(await foundIn(world)).toEqual(['feed_late billing C2', 'feed_late exams C2', 'feed_late scanner_log C2'])
})

test('a closed center, a retired scanner, a holiday and a feed that never came are no alarm', async () => {
  const stopped = without(cleanWorld(), ALL, isOf('C2', dayBefore(9)))
  const closed = {
    ...stopped,
    center: stopped.center.map((c) => (c.center_code === 'C2' ? { ...c, closed_on: dayBefore(10) } : c)),
  }
  expect(await foundIn(closed)).toEqual([])
  const retired = {
    ...stopped,
    scanner: stopped.scanner.map((s) => (s.center_code === 'C2' ? { ...s, retired_on: dayBefore(10) } : s)),
  }
  expect(await foundIn(retired)).toEqual([])
  const holiday = Array.from({ length: 10 }, (_, back) => ({
    center_code: 'C2',
    date: dayBefore(back),
    hours: 'closed',
  }))
  expect(await foundIn({ ...stopped, calendar: holiday })).toEqual([])
  expect(await foundIn(without(cleanWorld(), ['ai_result', 'charge'], (row) => row.center_code === 'C2'))).toEqual([])
})

test('a network that has sent nothing for a week is late as a whole; a history of the past is not', async () => {
  const { db, close } = await warehouseOf(cleanWorld(10))
  const later = async (days: number) => lines(await failedIn(db, '{}', new Date(NOW.getTime() + days * 86_400_000)))
  expect(await later(6)).toEqual([])
  expect(await later(7)).toEqual(['network_late exams'])
  expect(await later(59)).toEqual(['network_late exams'])
  expect(await later(60)).toEqual([])
  close()
})

test('a ledger that does not follow is late, at centers that send one', async () => {
  const cost = (center_code: string, month: string) => ({
    center_code,
    month,
    category: 'rent',
    behaviour: 'fixed',
    amount: 100,
  })
  const world = { ...cleanWorld(), cost: [cost('C1', '2026-02-01'), cost('C2', '2026-01-01')] }
  expect(await foundIn(world)).toEqual(['ledger_late costs C2 2026-02'])
})

test('a day that is missing within a feed differs from its weekday; a closed day does not', async () => {
  const world = without(cleanWorld(), ALL, isOf('C1', dayBefore(3), dayBefore(2)))
  const found = await foundIn(world, '{"volume_off_weekday": {"least_volume": 1}}')
  const feeds = ['ai_results', 'billing', 'exams', 'scanner_log']
  expect(found).toEqual(feeds.map((feed) => `volume_off_weekday ${feed} C1 ${dayBefore(3)}`))
  const calendar = [{ center_code: 'C1', date: dayBefore(3), hours: 'closed' }]
  expect(await foundIn({ ...world, calendar }, '{"volume_off_weekday": {"least_volume": 1}}')).toEqual([])
})

test('feeds that do not match are found by center', async () => {
  const renamed = (table: string, days: number) => {
    const world = cleanWorld()
    const hit = isOf('C3', dayBefore(days), dayBefore(0))
    return {
      ...world,
      [table]: world[table]!.map((row) => (hit(row) ? { ...row, accession_no: `X${String(row.accession_no)}` } : row)),
    }
  }
  expect(await foundIn(renamed('acquisition', 8))).toEqual([
    'exams_without_acquisitions scanner_log C3',
    'acquisitions_without_exam exams C3',
  ])
  expect(
    await foundIn(
      renamed('ai_result', 8),
      '{"feed_late": {"ai_results_days": 30}, "volume_off_weekday": {"enabled": false}}',
    ),
  ).toEqual(['ai_results_without_exam ai_results C3'])
  expect(await foundIn(renamed('charge', DAYS))).toEqual([
    'charges_without_exam billing C3',
    'performed_not_charged billing C3',
  ])
})

test('what came in the last days may still find its match', async () => {
  const world = without(cleanWorld(), ['charge'], isOf('C3', dayBefore(6)))
  expect(await foundIn(world)).toEqual([])
})

test('an exam under two numbers and a charge under two ids are found', async () => {
  const world = cleanWorld()
  const last = world.exam.at(-1)!
  world.exam.push({ ...last, accession_no: 'TWIN' })
  const charged = world.charge.filter(isOf('C1', dayBefore(10), dayBefore(8)))
  world.charge.push(...charged.map((line) => ({ ...line, charge_id: `${String(line.charge_id)}-again` })))
  expect(await foundIn(world)).toEqual(['exam_under_two_numbers exams C3', 'charge_under_two_ids billing C1'])
})

test('a charge for an exam that was not performed is found after the days of grace', async () => {
  const world = cleanWorld()
  for (const back of [3, 20]) {
    world.exam = world.exam.map((row) =>
      row.accession_no === `C1-${dayBefore(back)}-2` ? { ...row, status: 'cancelled', performed: false } : row,
    )
    // Its series and AI results would be of an exam that was not performed: they stay, since no check asks for them.
  }
  const found = await foundIn(world)
  expect(found).toEqual(['charged_not_performed billing C1'])
})

test('an exam more at one center changes nothing', async () => {
  const world = cleanWorld()
  addExam(world, 'C1', dayBefore(2), 7)
  expect(await foundIn(world)).toEqual([])
})
