import { expect, test, vi } from 'vitest'
import { runChecks } from '#etl/models/index.ts'
import { afterNight, randomWorld, referenceWorld } from './random-world.ts'
import { builtWarehouse, changeInto, martLines } from './warehouse.ts'

// Each night is built twice, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 300_000 })

/** Enough to see each kind of change; more seeds for a thorough search: `NIGHT_SEEDS=50`. */
const seeds = Array.from({ length: Number(process.env.NIGHT_SEEDS ?? 2) }, (_, i) => i + 1)
const NIGHTS = 5

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
  const failed = (await runChecks(nightly.db)).filter(
    (check) => !check.passed && !check.check_name.startsWith('unknown_'),
  )
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
