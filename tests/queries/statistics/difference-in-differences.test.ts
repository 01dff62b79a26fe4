import { expect, test } from 'vitest'
import { differenceInDifferences } from '#queries/statistics/difference-in-differences.ts'

const moved = (...by: number[]) => by.map((change, i) => ({ before: 20 + i, after: 20 + i + change }))

test('the effect is how much more the changed scanner moved than the others did', () => {
  // The others moved by 1 on average with a variance of 0.5: ± t(4) × √(0.5 × (1 + 1/5)) = 2.776445 × 0.774597.
  const effect = differenceInDifferences(moved(-4), moved(0, 1, 2, 1, 1))
  expect(effect.difference).toBeCloseTo(-5, 9)
  expect(effect.low).toBeCloseTo(-5 - 2.150624, 5)
  expect(effect.high).toBeCloseTo(-5 + 2.150624, 5)
  expect(effect.verdict).toBe('lower')
})

test('more changed scanners make the interval narrower', () => {
  // √(0.5 × (1/5 + 1/5)) = 0.447214
  const { difference, low } = differenceInDifferences(moved(-4, -4, -4, -4, -4), moved(0, 1, 2, 1, 1))
  expect(difference! - low!).toBeCloseTo(2.776445 * 0.447214, 5)
})

test('where all moved alike there is no effect', () => {
  expect(differenceInDifferences(moved(1), moved(0, 1, 2, 1, 1))).toMatchObject({
    difference: 0,
    verdict: 'no_evidence',
  })
})

test('four others, others that never differ, and no other are not judged', () => {
  expect(differenceInDifferences(moved(-4), moved(0, 1, 2, 1))).toMatchObject({ difference: -5, verdict: 'not_judged' })
  expect(differenceInDifferences(moved(-4), moved(1, 1, 1, 1, 1))).toMatchObject({ low: null, verdict: 'not_judged' })
  expect(differenceInDifferences(moved(-4), [])).toMatchObject({ difference: null, verdict: 'not_judged' })
})
