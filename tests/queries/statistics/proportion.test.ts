import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOfProportions, wilson } from '#queries/statistics/proportion.ts'

test.each([
  // Published examples: rpubs 1367507, Newcombe 1998 Table I, vassarstats
  [6, 32, 0.08889545, 0.35309155, 7],
  [81, 263, 0.2553, 0.3662, 4],
  [15, 148, 0.0624, 0.1605, 4],
  [0, 20, 0, 0.1611, 4],
  [1, 29, 0.0061, 0.1718, 4],
  [23, 60, 0.2709, 0.5098, 4],
  [74, 107, 0.5987, 0.7712, 4],
  [24, 31, 0.6019, 0.886, 4],
])('the Wilson interval of %i/%i is the published one', (k, n, low, high, digits) => {
  const interval = wilson(k, n)
  expect(interval?.low).toBeCloseTo(low, digits)
  expect(interval?.high).toBeCloseTo(high, digits)
})

const sample = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.record({ n: fc.constant(n), k: fc.nat({ max: n }) }))

test('a Wilson interval holds its rate, lies in 0…1 and narrows with n', () => {
  fc.assert(
    fc.property(sample, ({ k, n }) => {
      const { low, high } = wilson(k, n)!
      const wider = wilson(10 * k, 10 * n)!
      expect(low >= 0 && low <= k / n && k / n <= high && high <= 1).toBe(true)
      expect(wider.high - wider.low).toBeLessThan(high - low)
    }),
  )
})

test('nothing out of n begins at exactly 0, all of n ends at exactly 1, and no n has no interval', () => {
  expect(wilson(0, 7)?.low).toBe(0)
  expect(wilson(7, 7)?.high).toBe(1)
  expect(wilson(0, 0)).toBeNull()
})

test('the difference of 56/70 and 48/80 is Newcombe’s 0.2 (0.0524 to 0.3339)', () => {
  const d = differenceOfProportions({ k: 56, n: 70 }, { k: 48, n: 80 })!
  expect([d.difference, d.low, d.high].map((x) => Number(x.toFixed(4)))).toEqual([0.2, 0.0524, 0.3339])
})

test('swapping the samples turns the difference and its interval round', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const there = differenceOfProportions(a, b)!
      const back = differenceOfProportions(b, a)!
      expect(there.difference).toBeCloseTo(-back.difference, 12)
      expect(there.low).toBeCloseTo(-back.high, 12)
    }),
  )
})
