import { expect, test } from 'vitest'
import { stabilityOf } from '#queries/statistics/case-mix.ts'
import { areaUnderCurve } from '#queries/statistics/roc.ts'

/** Placements of each score, one by one, as the definition has them. */
function sums(positives: number[], negatives: number[]) {
  const psi = (p: number, q: number) => (p > q ? 1 : p === q ? 0.5 : 0)
  const above = positives.map((p) => negatives.reduce((s, q) => s + psi(p, q), 0) / negatives.length)
  const below = negatives.map((q) => positives.reduce((s, p) => s + psi(p, q), 0) / positives.length)
  const total = (values: number[]) => values.reduce((a, b) => a + b, 0)
  return {
    positives: positives.length,
    negatives: negatives.length,
    above: total(above),
    above_squares: total(above.map((v) => v * v)),
    below: total(below),
    below_squares: total(below.map((v) => v * v)),
  }
}

const rated = (counts: number[]) => counts.flatMap((n, i) => Array.from({ length: n }, () => i + 1))

test('the area of the CT ratings of Hanley and McNeil, with the interval that Stata’s roctab gives', () => {
  // Radiology 1982;143:29, table I; Stata Base Reference Manual, roctab: 0.8932, s.e. 0.0307, 0.83295…0.95339.
  const area = areaUnderCurve(sums(rated([3, 2, 2, 11, 33]), rated([33, 6, 6, 11, 2])))!
  expect(area.auc).toBeCloseTo(0.8932, 4)
  expect(area.standard_error).toBeCloseTo(0.0307, 4)
  expect(area.low).toBeCloseTo(0.83295, 4)
  expect(area.high).toBeCloseTo(0.95339, 4)
})

test('scores that tell nothing have half the area, and those of one class none', () => {
  expect(areaUnderCurve(sums([0.5, 0.5], [0.5, 0.5]))?.auc).toBe(0.5)
  expect(areaUnderCurve(sums([0.1, 0.2, 0.3], []))).toBeNull()
  expect(areaUnderCurve(sums([0.9], [0.1, 0.2]))).toMatchObject({ auc: 1, standard_error: null })
})

test('scores are compared in tenths of the earlier ones; under a hundred are not', () => {
  const even = new Map(Array.from({ length: 10 }, (_, i) => [i, 20]))
  expect(stabilityOf(even, even)).toMatchObject({ psi: 0, before: 200, after: 200 })
  // A tenth moves from the lowest class to the highest: 0 and 0.2 for 0.1 each; the empty class joins the next.
  const moved = new Map([...even].map(([i, n]) => [i, i === 0 ? 0 : i === 9 ? 40 : n]))
  // Classes: places 0 and 1 together (0.2 against 0.1), seven alike, the last 0.1 against 0.2.
  expect(stabilityOf(even, moved).psi).toBeCloseTo(-0.1 * Math.log(0.5) + 0.1 * Math.log(2), 12)
  expect(stabilityOf(new Map([[0, 99]]), even).psi).toBeNull()
})
