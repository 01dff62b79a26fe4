import { expect, test } from 'vitest'
import { gwetAc1 } from '#queries/statistics/agreement.ts'
import { ifEnough, withheld } from '#queries/statistics/minimum-numbers.ts'
import { f1, matthews, total } from '#queries/statistics/two-by-two.ts'

test('without observations there is no denominator, below the minimum the sample is small', () => {
  expect([0, 1, 9, 10].map((n) => withheld(n, 10))).toEqual(['no_denominator', 'small_sample', 'small_sample', null])
  expect(withheld(0, 0)).toBe('no_denominator')
  expect(withheld(1, 0)).toBeNull()
})

test('every figure of two readings is withheld alike, and not worked out', () => {
  const counts = { tp: 1, fp: 0, fn: 0, tn: 1 }
  const table = [
    [1, 0],
    [0, 1],
  ]
  const figures = [() => matthews(counts), () => f1(counts), () => gwetAc1(table).value]
  expect(figures.map((figure) => ifEnough(total(counts), 10, figure))).toEqual([null, null, null])
  expect(figures.map((figure) => ifEnough(total(counts), 2, figure))).toEqual([1, 1, 1])
})
