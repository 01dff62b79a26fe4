import { expect, test, vi } from 'vitest'
import { runChecks } from '#etl/checks/index.ts'
import type { Db } from '#etl/db.ts'
import { martKeys } from '#etl/checks/families/mart-keys.ts'
import { martProfit } from '#etl/checks/families/mart-profit.ts'
import { martQuality } from '#etl/checks/families/mart-quality.ts'
import { martThroughput } from '#etl/checks/families/mart-throughput.ts'
import { center, exam, network } from './builders.ts'
import { afterNight } from './random-night.ts'
import { randomWorld, referenceWorld } from './random-world.ts'
import { builtWarehouse, changeInto, mart, martLines } from './warehouse.ts'

// Each night is built twice, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 300_000 })

/** Enough to see each kind of change; more seeds for a thorough search: `NIGHT_SEEDS=50`. */
const seeds = Array.from({ length: Number(process.env.NIGHT_SEEDS ?? 2) }, (_, i) => i + 1)
const NIGHTS = 5

const INVARIANTS = [...martKeys, ...martThroughput, ...martQuality, ...martProfit].map((check) => check.id)
const isInvariant = (id: string) => INVARIANTS.includes(id)

test.each(seeds)('nights build the marts that a rebuild builds, row for row (seed %i)', async (seed) => {
  let world = randomWorld(seed, 40)
  const nightly = await builtWarehouse(world)
  for (let night = 0; night < NIGHTS; night++) {
    const next = afterNight(world, seed * 1000 + night)
    world = next.world
    await changeInto(nightly.db, world, 10)
    const whole = await builtWarehouse(world)
    expect(await martLines(nightly.db), next.happened.join('; ')).toEqual(await martLines(whole.db))
    whole.close()
  }
  const failed = (await runChecks(nightly.db)).filter((check) => !check.passed && isInvariant(check.check_name))
  expect(failed).toEqual([])
  nightly.close()
})

test('facts that come and go again leave no row behind', async () => {
  const nightly = await builtWarehouse(referenceWorld())
  expect(Object.values(await martLines(nightly.db)).flat()).toEqual([])
  await changeInto(nightly.db, randomWorld(7, 30))
  const whole = await builtWarehouse(randomWorld(7, 30))
  expect(await martLines(nightly.db)).toEqual(await martLines(whole.db))
  await changeInto(nightly.db, referenceWorld())
  expect(Object.values(await martLines(nightly.db)).flat()).toEqual([])
  nightly.close()
  whole.close()
})

test('when the last day moves on, what ran past the new last midnight appears with it', async () => {
  const aborted = exam('2026-03-04 22:00', '2026-03-05 02:00', { status: 'aborted', performed: false })
  const before = network({ exam: [exam('2026-03-02 09:00', '2026-03-02 10:00'), aborted] })
  const nightly = await builtWarehouse(before)
  const days = async () => (await mart(nightly.db, 'scanner_day')).map((d) => [d.day, d.occupied_minutes])
  expect(await days()).toEqual([['2026-03-02', 60]])
  await changeInto(nightly.db, { ...before, exam: [...before.exam!, exam('2026-03-04 09:00', '2026-03-04 09:30')] })
  expect(await days()).toEqual([
    ['2026-03-02', 60],
    ['2026-03-03', 0],
    ['2026-03-04', 150],
    ['2026-03-05', 120],
  ])
  await changeInto(nightly.db, before)
  expect(await days()).toEqual([['2026-03-02', 60]])
  nightly.close()
})

test('a corrected AI result changes its reading though nothing else of its month changes', async () => {
  const read = exam('2026-03-02 09:00', '2026-03-02 09:30', { accession_no: 'A', findings: ['X'] })
  const result = (product_version: string, flagged: boolean, opened_at: string | null) => ({
    ...{
      center_code: 'C1',
      accession_no: 'A',
      product_code: 'AI',
      product_version,
      finding_code: 'X',
      status: 'ok',
      flagged,
    },
    ...{ updated_at: '2026-03-02T02:00:00Z', returned_at: '2026-03-02T02:00:00Z', opened_at },
  })
  // The other exam's opened result keeps the month's answer to "does the center send opened_at" as it was.
  const witness = { ...result('1', true, '2026-03-02T03:00:00Z'), accession_no: 'B' }
  const world = (flagged: boolean) =>
    network({
      exam: [read, { ...read, accession_no: 'B', day: '2026-03-05' }],
      ai_result: [result('1', flagged, null), witness],
    })
  const nightly = await builtWarehouse(world(false))
  await changeInto(nightly.db, world(true))
  expect((await mart(nightly.db, 'ai_reading', "accession_no = 'A'")).map((r) => r.outcome)).toEqual(['TP'])
  nightly.close()
})

test('an exam that leaves a month with its one opened result leaves the other readings of it unanswered', async () => {
  const on = (accession_no: string, day: string) => ({
    ...exam(`${day} 09:00`, `${day} 09:30`, { accession_no, findings: ['X'] }),
    reported_at: `${day}T04:00:00Z`,
  })
  const result = (accession_no: string, opened_at: string | null) => ({
    ...{ center_code: 'C1', accession_no, product_code: 'AI', product_version: '1', finding_code: 'X', status: 'ok' },
    ...{ flagged: true, updated_at: '2026-03-02T02:00:00Z', returned_at: '2026-03-02T02:00:00Z', opened_at },
  })
  const world = (day: string, opened_at: string | null) =>
    network({ exam: [on('A', '2026-03-02'), on('B', day)], ai_result: [result('A', null), result('B', opened_at)] })
  const opened = async (db: Db) =>
    (await mart(db, 'ai_reading', "accession_no = 'A'")).map((r) => r.opened_before_report)
  const nightly = await builtWarehouse(world('2026-03-05', '2026-03-05T02:00:00Z'))
  expect(await opened(nightly.db)).toEqual([false])
  await changeInto(nightly.db, world('2026-04-05', null))
  expect(await opened(nightly.db)).toEqual([null])
  nightly.close()
})

test('a month of every center closes when a later month has its first performed exam, and opens again without it', async () => {
  const cost = { center_code: 'C2', month: '2026-03-01', category: 'rent', behaviour: 'fixed', amount: 1 }
  const march = exam('2026-03-30 09:00', '2026-03-30 09:30')
  const world = (...exams: object[]) =>
    network({ center: [center(), center({ center_code: 'C2' })], exam: [march, ...exams], cost: [cost] })
  const nightly = await builtWarehouse(world())
  const state = async () => (await mart(nightly.db, 'center_month', "center_code = 'C2'")).map((m) => m.month_state)
  expect(await state()).toEqual(['open'])
  await changeInto(nightly.db, world(exam('2026-04-01 09:00', '2026-04-01 09:30')))
  expect(await state()).toEqual(['closed'])
  await changeInto(nightly.db, world())
  expect(await state()).toEqual(['open'])
  nightly.close()
})
