import { expect, test } from 'vitest'
import type { Db } from '#etl/db.ts'
import { cleanWorld, dayBefore, failedIn, lines, warehouseOf } from './world.ts'

/** Exams of a center day as SQL over `c` (1, 2, 3), `back` (days before the last) and `week` (of its weekday, 0 the newest). */
async function foundWith(db: Db, exams: string, settings: object = {}): Promise<string[]> {
  await db.run(`UPDATE mart.center_day SET exams_performed = round(n) FROM (
    SELECT center_code, day, ${exams} AS n FROM (
      SELECT center_code, day, CAST(center_code[2] AS INTEGER) AS c, DATE '${dayBefore(0)}' - day AS back, back // 7 AS week
      FROM mart.center_day)) made WHERE made.center_code = center_day.center_code AND made.day = center_day.day`)
  const failed = await failedIn(db, JSON.stringify({ volume_off_weekday: settings }))
  return lines(failed.filter((r) => r.check_name === 'volume_off_weekday'))
}

const at = (code: string, back: number) => `volume_off_weekday exams ${code} ${dayBefore(back)}`

test('volume is judged by square roots, against what the day was to the network, and a slow rise is no alarm', async () => {
  const { db, close } = await warehouseOf(cleanWorld())
  const found = (exams: string, settings?: object) => foundWith(db, exams, settings)
  expect(await found('100')).toEqual([])
  expect(await found('CASE WHEN c = 1 AND back = 2 THEN 165 WHEN c = 2 AND back = 3 THEN 35 ELSE 100 END')).toEqual([
    at('C1', 2),
    at('C2', 3),
  ])
  // Weeks of 120 and 80 in turn: x̄ − 3.55 × MR̄ of the roots is (9.95 − 3.55 × 2.01)² = 8; of the counts it would be below 0.
  const uneven = 'CASE WHEN week % 2 = 0 THEN 120 ELSE 80 END'
  expect(await found(uneven)).toEqual([])
  expect(await found(`CASE WHEN c = 1 AND back = 2 THEN 0 ELSE ${uneven} END`)).toEqual([at('C1', 2)])
  // From 40 to 98 a day within the fourteen weeks.
  expect(await found('40 + (97 - back) * 0.6')).toEqual([])
  const quiet = 'CASE WHEN back = 2 THEN CASE c WHEN 1 THEN 35 ELSE 50 END ELSE 100 END'
  expect(await found(quiet)).toEqual([at('C1', 2)])
  expect(await found(quiet, { least_centers: 3 })).toEqual([])
  // What the whole network lost is no quiet day.
  const lost = 'CASE WHEN back = 2 THEN 0 ELSE 100 END'
  expect(await found(lost, { least_centers: 3 })).toEqual(['C1', 'C2', 'C3'].map((code) => at(code, 2)))
  close()
})

test('days too few of a weekday, and centers too small, are not judged', async () => {
  const { db, close } = await warehouseOf(cleanWorld())
  const lost = 'CASE WHEN back = 2 THEN 0 ELSE 25 END'
  expect(await foundWith(db, lost)).toHaveLength(3)
  expect(await foundWith(db, lost, { weeks_needed: 13 })).toEqual([])
  expect(await foundWith(db, lost, { least_volume: 26 })).toEqual([])
  close()
})
