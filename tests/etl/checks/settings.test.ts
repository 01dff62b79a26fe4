import { expect, test } from 'vitest'
import { checks, parseSettings } from '#etl/checks/index.ts'
import { FINDINGS_KEPT } from '#etl/checks/check.ts'
import { settingOf } from '#etl/checks/settings.ts'
import { statisticsSql } from '#etl/checks/statistics.ts'
import { one } from '#etl/db.ts'
import { emptyWarehouse } from '../models/warehouse.ts'
import { cleanWorld, dayBefore, failedIn, foundIn, warehouseOf } from './world.ts'

const parse = (text: string) => parseSettings(text, checks)

test('a mistake in checks.json is named with line and key', () => {
  expect(() => parse('{\n  "feed_lat": {}\n}')).toThrow(
    /reference\/checks\.json, line 2: feed_lat: no check has this name.*feed_late/,
  )
  expect(() => parse('{\n  "feed_late": {\n    "days": 2 }\n}')).toThrow(/line 3: feed_late\.days: .*exams_days/)
  expect(() => parse('{ "feed_late": { "exams_days": "two" } }')).toThrow(/line 1: feed_late\.exams_days: /)
  expect(() => parse('{ "feed_late": { "severity": "loud" } }')).toThrow(/feed_late\.severity/)
  expect(() => parse('{ "feed_late": { "centers": { "C1": { "severity": "warn" } } } }')).toThrow(
    /centers\.C1\.severity/,
  )
  expect(() => parse('{ "feed_late": ')).toThrow(/not JSON/)
})

test('a center has its own threshold, the others the network’s', () => {
  const settings = parse('{ "feed_late": { "exams_days": 2, "centers": { "C\'1": { "exams_days": 9 } } } }')
  expect(settingOf(settings.get('feed_late')!)('exams_days', 'c')).toBe(
    "(CASE c WHEN 'C''1' THEN 9::DOUBLE ELSE 2::DOUBLE END)",
  )
  expect(settingOf(settings.get('feed_late')!)('billing_days')).toBe('7::DOUBLE')
})

test('checks are switched off and made blocking by settings, for all or for a center', async () => {
  const world = cleanWorld()
  world.charge = world.charge.filter((c) => String(c.service_date) < dayBefore(9) || c.center_code === 'C3')
  expect(await foundIn(world)).toEqual(['feed_late billing C1', 'feed_late billing C2'])
  expect(await foundIn(world, '{"feed_late": {"centers": {"C1": {"enabled": false}}}}')).toEqual([
    'feed_late billing C2',
  ])
  expect(await foundIn(world, '{"feed_late": {"centers": {"C2": {"billing_days": 30}}}}')).toEqual([
    'feed_late billing C1',
  ])
  expect(await foundIn(world, '{"feed_late": {"enabled": false}}')).toEqual([])
  const { db, close } = await warehouseOf(world)
  expect(await failedIn(db, '{"feed_late": {"severity": "block"}}')).toMatchObject([{ severity: 'block', measured: 2 }])
  close()
})

test('findings beyond the cap are counted, not kept', async () => {
  const world = cleanWorld(3)
  world.charge = world.charge.slice(0, 1)
  world.exam = Array.from({ length: 250 }, (_, i) => ({
    ...world.exam[0],
    accession_no: `N${i}`,
    procedure_code: `X${i}`,
  }))
  const { db, close } = await warehouseOf(world)
  const unknown = (await failedIn(db)).find((r) => r.check_name === 'unknown_procedure')!
  expect(unknown.measured).toBe(250)
  expect(unknown.findings).toHaveLength(FINDINGS_KEPT + 1)
  expect(unknown.findings.at(-1)).toMatchObject({ measured: 50, detail: '50 more findings were left out' })
  close()
})

test('XmR limits are those of the NIST handbook 6.3.2.2, and a range that is an accident is left out once', async () => {
  const { db, close } = await emptyWarehouse()
  for (const sql of statisticsSql) await db.run(sql)
  const xmr = (xs: string) =>
    one<{ mean: number; half: number }>(
      db,
      `SELECT list_avg(xs) AS mean, xmr_half_width(xs, 2.66) AS half FROM (SELECT ${xs}::DOUBLE[] AS xs)`,
    )
  const { mean, half } = await xmr('[49.6,47.6,49.9,51.3,47.8,51.2,52.6,52.4,53.6,52.1]')
  expect(mean + half).toBeCloseTo(55.8049, 4)
  expect(mean - half).toBeCloseTo(45.8151, 4)
  // Ranges 1, 1, 1, 1, 1, 1, 40: mean 6.57, the last is above 3.267 × 6.57 = 21.5, so the mean of the others, 1.
  expect((await xmr('[1,2,1,2,1,2,1,41]')).half).toBeCloseTo(2.66, 9)
  expect((await xmr('[5,5,5]')).half).toBe(0)
  close()
})

test('Laney’s sigma of the orange-juice cans is 1.660867', async () => {
  const { db, close } = await emptyWarehouse()
  for (const sql of statisticsSql) await db.run(sql)
  const cans = '[12,15,8,10,4,7,16,9,14,10,5,6,17,12,22,8,10,5,13,11,20,18,24,15,9,12,7,13,9,6]'
  const { sigma } = await one<{ sigma: number }>(
    db,
    `SELECT laney_sigma(list_transform(${cans}::DOUBLE[], lambda d: (d / 50 - p) / sqrt(p * (1 - p) / 50))) AS sigma
     FROM (SELECT 347.0 / 1500 AS p)`,
  )
  expect(sigma).toBeCloseTo(1.660867, 5)
  close()
})
