import { expect, test } from 'vitest'
import { at } from '../models/builders.ts'
import { cleanWorld, dayBefore, failedIn, foundIn, lines, warehouseOf } from './world.ts'

type Row = Record<string, unknown>
const minutesLater = (instant: unknown, minutes: number) =>
  new Date(Date.parse(String(instant)) + minutes * 60_000).toISOString()
const change = (rows: Row[], where: (row: Row) => boolean, to: (row: Row) => Row) =>
  rows.map((row) => (where(row) ? { ...row, ...to(row) } : row))

test('exams of a minute, or of hours, are not plausible', async () => {
  const world = cleanWorld()
  world.exam = change(
    world.exam,
    (e) => e.center_code === 'C1' && String(e.accession_no).endsWith('-1'),
    (e) => ({ completed_at: minutesLater(e.started_at, 1) }),
  )
  expect(await foundIn(world)).toEqual(['exam_minutes_implausible exams C1'])
})

test('a clock that is off is found with its sign; a long set-up at one scanner is not taken for it', async () => {
  const shift = (minutes: number, column?: string) => {
    const world = cleanWorld()
    world.acquisition = change(
      world.acquisition,
      (a) => a.center_code === 'C2',
      (a) => ({
        started_at: minutesLater(a.started_at, minutes),
        ended_at: minutesLater(a.ended_at, column === 'start' ? 0 : minutes),
      }),
    )
    return world
  }
  const offset = async (minutes: number, column?: string) => {
    const { db, close } = await warehouseOf(shift(minutes, column))
    const found = (await failedIn(db)).flatMap((r) => r.findings.map((f) => [r.check_name, f.subject, f.measured]))
    close()
    return found
  }
  expect(await offset(15)).toEqual([['scanner_clock_off', 'C2-MR1', 15]])
  expect(await offset(-2.5)).toEqual([['scanner_clock_off', 'C2-MR1', -2.5]])
  expect(await offset(1.5)).toEqual([])
  expect(await offset(10, 'start')).toEqual([])
})

test('a sudden change of the flag rate names the versions, over the network and where it is', async () => {
  const world = cleanWorld()
  world.ai_result = change(
    world.ai_result,
    (r) => String(r.accession_no).slice(3, 13) > dayBefore(7) && !String(r.accession_no).endsWith('-1'),
    () => ({ flagged: true, product_version: '2' }),
  )
  const { db, close } = await warehouseOf(world)
  const failed = await failedIn(db, '{"ai_flag_rate_changed": {"least_n": 20, "past_least_n": 50}}')
  expect(lines(failed)).toEqual([
    ...['C1', 'C2', 'C3'].map((code) => `ai_flag_rate_changed ai_results ${code} AI`),
    'ai_flag_rate_changed ai_results AI',
  ])
  expect(failed[0]!.findings[0]).toMatchObject({ measured: 0.75, expected: 0.25, detail: 'version 1 → 1, 2' })
  close()
})

test('amounts that contradict each other are found by center', async () => {
  const spoilt = async (to: Row) => {
    const world = cleanWorld()
    world.charge = change(
      world.charge,
      (c) => c.center_code === 'C1' && String(c.charge_id).endsWith('-1'),
      () => to,
    )
    return foundIn(world)
  }
  expect(await spoilt({ patient_paid: 400 })).toEqual(['paid_above_allowed billing C1'])
  expect(await spoilt({ refunded: 400 })).toEqual(['refunded_above_paid billing C1'])
  expect(await spoilt({ charge_amount: 200 })).toEqual(['allowed_above_charged billing C1'])
})

test('units that are off are found by scanner', async () => {
  const spoilt = async (to: Row) => {
    const world = cleanWorld()
    world.acquisition = change(
      world.acquisition,
      (a) => a.center_code === 'C1',
      () => to,
    )
    return foundIn(world)
  }
  expect(await spoilt({ parameters: '{"RepetitionTime": 4.5, "EchoTime": 90}' })).toEqual([
    'repetition_time_unit scanner_log C1 C1-MR1',
  ])
  expect(await spoilt({ dlp: 4 })).toEqual(['dose_unit scanner_log C1 C1-MR1'])
  expect(await spoilt({ ctdi_vol: 1000, dlp: null })).toEqual(['dose_unit scanner_log C1 C1-MR1'])
})

test('garbled text is found without being repeated, and Chinese text is none', async () => {
  const world = cleanWorld()
  const last = (c: Row) => c.charge_id === `C1-${dayBefore(1)}-1`
  world.charge = change(
    world.charge,
    (c) => c.center_code === 'C1',
    () => ({ payer_name: '杭州市医疗保障局' }),
  )
  expect(await foundIn(world)).toEqual([])
  for (const text of ['杭州市锟斤拷', 'a\uFFFDb', 'æ£€æŸ¥\u0080']) {
    world.charge = change(world.charge, last, () => ({ payer_name: text }))
    const { db, close } = await warehouseOf(world)
    const failed = await failedIn(db)
    expect(lines(failed)).toEqual(['text_garbled billing C1 charge.payer_name'])
    expect(JSON.stringify(failed)).not.toContain(text)
    close()
  }
})

test('exams dated in the future or after their last change are found', async () => {
  const world = cleanWorld()
  world.exam = change(
    world.exam,
    (e) => e.accession_no === `C1-${dayBefore(1)}-1`,
    () => ({ updated_at: at(`${dayBefore(9)} 10:00`) }),
  )
  expect(await foundIn(world)).toEqual([`exam_days_plausible exams C1 ${dayBefore(1)}`])
})
