import { expect, test } from 'vitest'
import { runChecks } from '#etl/models/index.ts'
import { randomWorld, referenceWorld } from './random-world.ts'
import { builtWarehouse, changeInto, martLines } from './warehouse.ts'

test.each([1, 2, 3, 4, 5, 6])('nights build the marts that a rebuild builds, row for row (seed %i)', async (seed) => {
  const nightly = await builtWarehouse(randomWorld(seed, 40))
  // A night that replaces rows, one that adds and takes away, one that moves the network's last day, an empty one.
  const nights = [
    randomWorld(seed, 40, 1),
    randomWorld(seed, 55, 2),
    randomWorld(seed, 25, 3),
    randomWorld(seed, 25, 3),
  ]
  for (const world of nights) {
    await changeInto(nightly.db, world, 10)
    const whole = await builtWarehouse(world)
    expect(await martLines(nightly.db)).toEqual(await martLines(whole.db))
    const failed = (await runChecks(whole.db)).filter((check) => !check.passed && !check.check_name.startsWith('unknown_'))
    expect(failed).toEqual([])
    whole.close()
  }
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
