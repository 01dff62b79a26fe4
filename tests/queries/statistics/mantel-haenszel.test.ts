import { expect, test } from 'vitest'
import { leastSquares } from '#queries/statistics/least-squares.ts'
import { commonDifference, commonOddsRatio } from '#queries/statistics/mantel-haenszel.ts'

/** Men and women admitted of those who applied, by department (Bickel, Hammel, O'Connell, Science 1975;187:398). */
const BERKELEY = (
  [
    [512, 825, 89, 108],
    [353, 560, 17, 25],
    [120, 325, 202, 593],
    [138, 417, 131, 375],
    [53, 191, 94, 393],
    [22, 373, 24, 341],
  ] as const
).map(([men, of_men, women, of_women]) => ({ first: { k: men, n: of_men }, second: { k: women, n: of_women } }))

test('the odds ratio of admissions at Berkeley is that of R’s mantelhaen.test', () => {
  const { value, low, high } = commonOddsRatio(BERKELEY)!
  expect(value).toBeCloseTo(0.9046968, 6)
  expect(low).toBeCloseTo(0.7719074, 6)
  expect(high).toBeCloseTo(1.0603298, 6)
})

test('taken together men are admitted more, within departments they are not: the mix is held alike', () => {
  const sum = (of: (s: (typeof BERKELEY)[number]) => number) => BERKELEY.reduce((total, s) => total + of(s), 0)
  const crude = sum((s) => s.first.k) / sum((s) => s.first.n) - sum((s) => s.second.k) / sum((s) => s.second.n)
  expect(crude).toBeCloseTo(0.1417, 3)
  const common = commonDifference(BERKELEY)
  expect(common.difference).toBeLessThan(0)
  expect(common.verdict).toBe('no_evidence')
})

test('two strata with a difference of 0.1 and 0.3 weigh by the size of both their groups', () => {
  const strata = [
    { first: { k: 9, n: 10 }, second: { k: 8, n: 10 } },
    { first: { k: 18, n: 20 }, second: { k: 12, n: 20 } },
  ]
  // Weights 10·10/20 = 5 and 20·20/40 = 10: (5 × 0.1 + 10 × 0.3) / 15.
  expect(commonDifference(strata).difference).toBeCloseTo(3.5 / 15, 12)
  // Variance: (9·1·10³ + 8·2·10³)/(10·10·20²) + (18·2·20³ + 12·8·20³)/(20·20·40²) = 0.625 + 1.65, over 15².
  const half = 1.959964 * Math.sqrt(2.275 / 225)
  expect(commonDifference(strata).low).toBeCloseTo(3.5 / 15 - half, 6)
})

test('a stratum with one group only says nothing, and none at all is not judged', () => {
  const alone = { first: { k: 1, n: 2 }, second: { k: 0, n: 0 } }
  expect(commonDifference([alone]).verdict).toBe('not_judged')
  expect(commonOddsRatio([alone])).toBeNull()
})

test('a line through five points has the slope and the interval that a person works out', () => {
  const line = leastSquares([1, 2, 3, 4, 5].map((x, i) => ({ x, y: [2, 4, 5, 4, 5][i]! })))!
  // Sxx 10, Sxy 6, residuals −0.8 0.6 1 −0.6 −0.2: Σ² 2.4, s² 0.8, se √0.08, t(3) 3.182446.
  expect(line.slope).toBeCloseTo(0.6, 12)
  expect(line.intercept).toBeCloseTo(2.2, 12)
  expect(line.high - line.slope).toBeCloseTo(3.182446 * Math.sqrt(0.08), 5)
  expect(leastSquares([1, 1, 1, 1, 1].map((x) => ({ x, y: 1 })))).toBeNull()
})
