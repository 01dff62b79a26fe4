import { expect, test } from 'vitest'
import { expectedByStrata, type CaseMixCell } from '#queries/statistics/case-mix.ts'
import { caseMixSignals, rateSignals, valueSignals } from '#queries/statistics/center-signals.ts'
import { binomialUpper, normalUpper, studentUpper } from '#queries/statistics/distributions.ts'
import { expectedBeyondLimits, expectedFalseSignals, falseDiscoveries } from '#queries/statistics/false-discovery.ts'
import { Draws } from '#tests/queries/support/draws.ts'
import { network, RATES } from '#tests/queries/support/networks.ts'

const compliance = { matters: 0.03, bad: 'lower' } as const
const unreported = { matters: 0.01, bad: 'higher' } as const

test('one center at 61 % among eleven at 91 % does not hide itself', () => {
  const centers = [{ k: 610, n: 1000 }, ...Array.from({ length: 11 }, (_, i) => ({ k: 905 + i, n: 1000 }))]
  const { centers: signals, ordinary } = rateSignals(centers, compliance)
  expect(ordinary).toBe(11)
  // Target: the mean of 0.905 … 0.915.
  expect(signals[0]!.expected).toBeCloseTo(0.91, 6)
  expect(signals[0]!.z).toBeLessThan(-15)
  expect(falseDiscoveries(signals.map((s) => s.p))).toEqual([true, ...Array(11).fill(false)])
})

test('a center with 190 of the network’s 199 unreported exams is named', () => {
  const centers = [{ k: 190, n: 1400 }, ...Array.from({ length: 11 }, (_, i) => ({ k: i < 9 ? 1 : 0, n: 500 }))]
  const { centers: signals } = rateSignals(centers, unreported)
  expect(signals[0]!.expected).toBeCloseTo(9 / 5500, 4)
  expect(falseDiscoveries(signals.map((s) => s.p))).toEqual([true, ...Array(11).fill(false)])
})

test('a difference that does not matter is not named, however certain it is', () => {
  const centers = [{ k: 92_000, n: 100_000 }, ...Array.from({ length: 11 }, () => ({ k: 94_000, n: 100_000 }))]
  expect(rateSignals(centers, compliance).centers[0]!.p).toBe(1)
})

test('the good side is not named, unless both sides are asked for', () => {
  const centers = [{ k: 995, n: 1000 }, ...Array.from({ length: 11 }, () => ({ k: 900, n: 1000 }))]
  expect(rateSignals(centers, compliance).centers[0]!.p).toBeGreaterThan(0.5)
  expect(rateSignals(centers, { matters: 0.03, bad: 'both' }).centers[0]!.p).toBeLessThan(0.001)
})

test('a handful of events is judged by the exact binomial, not by the curve', () => {
  // None of 20 where 15 % is ordinary happens in 0.85^20 = 3.9 % of draws; the arcsine scale says 0.03 %.
  const centers = [{ k: 0, n: 20 }, ...Array.from({ length: 30 }, () => ({ k: 150, n: 1000 }))]
  expect(rateSignals(centers, { matters: 0.01, bad: 'lower' }).centers[0]!.p).toBeCloseTo(0.85 ** 20, 3)
})

test('fewer than five centers are no network', () => {
  const signals = rateSignals(Array(4).fill({ k: 5, n: 10 }), compliance)
  expect(signals).toMatchObject({ spread: null, ordinary: 0 })
  expect(signals.centers[0]).toEqual({ expected: null, z: null, p: null })
})

test('centers of equal rates, and of no events at all, name nobody', () => {
  for (const k of [0, 50, 100]) {
    const { centers } = rateSignals(Array(12).fill({ k, n: 100 }), unreported)
    expect(centers.every((center) => center.p === 1)).toBe(true)
  }
})

const cell = (center_code: string, stratum: string, k: number, n: number): CaseMixCell => ({
  center_code,
  stratum,
  k,
  n,
})

test('expected events come from the strata’s rates of the centers that are not left out', () => {
  const cells = [
    cell('A', 'CT', 1, 100),
    cell('A', 'MR', 10, 100),
    cell('B', 'CT', 3, 100),
    cell('X', 'CT', 90, 100),
    cell('X', 'PT', 5, 10),
  ]
  // CT without X: 4 of 200; PT only at X: its own 5 of 10.
  expect(expectedByStrata(cells, new Set(['X'])).map((c) => [c.center_code, c.k, c.n, c.expected])).toEqual([
    ['A', 11, 200, 12],
    ['B', 3, 100, 2],
    ['X', 95, 110, 7],
  ])
})

test('a center of difficult exams is not named for them, one that does worse at easy ones is', () => {
  const cells = Array.from({ length: 12 }, (_, i) => [
    cell(`C${i}`, 'easy', i === 1 ? 80 : 8, i === 0 ? 50 : 400),
    cell(`C${i}`, 'difficult', i === 0 ? 80 : 20, i === 0 ? 400 : 100),
  ]).flat()
  const { codes, signals } = caseMixSignals(cells, { matters: 0.02, bad: 'higher', minimumCount: 10 })
  const named = falseDiscoveries(signals.centers.map((s) => s.p))
  expect(codes.filter((_, i) => named[i])).toEqual(['C1'])
  const crude = rateSignals(
    expectedByStrata(cells, new Set()).map(({ k, n }) => ({ k, n })),
    { matters: 0.02, bad: 'higher' },
  )
  expect(falseDiscoveries(crude.centers.map((s) => s.p))[0]).toBe(true)
})

test('a median dose of twice the network’s is named, one a tenth higher is not', () => {
  const values = [40, 22, ...Array.from({ length: 18 }, (_, i) => 19.1 + i / 10)].map((value) => ({
    value,
    error: 0.5,
  }))
  const { centers } = valueSignals(values, { matters: 0.2, bad: 'higher' })
  expect(centers[0]!.expected).toBeCloseTo(20, 0)
  expect(
    falseDiscoveries(centers.map((c) => c.p))
      .map(Number)
      .slice(0, 2),
  ).toEqual([1, 0])
})

test('Benjamini and Hochberg’s own fifteen p values: four are named at 0.05', () => {
  const p = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  expect(falseDiscoveries(p, 0.05).filter(Boolean).length).toBe(4)
  expect(falseDiscoveries([null, 0.04], 0.05)).toEqual([false, true])
  // One of a hundred: a tenth of a false signal is borne.
  expect(falseDiscoveries([0.0009, ...Array(99).fill(0.5)])[0]).toBe(true)
  expect(falseDiscoveries([0.0011, ...Array(99).fill(0.5)])[0]).toBe(false)
  expect(falseDiscoveries([null], 0.05)).toEqual([false])
})

test('how many false alarms to expect: of a list, and of 99.8 % limits', () => {
  expect(expectedFalseSignals(40, 0.05)).toBe(2)
  expect(expectedFalseSignals(0)).toBe(0.1)
  // 300 centers × 20 metrics, both sides.
  expect(expectedBeyondLimits(6000, 0.002)).toBe(12)
})

test('tails of the normal, Student’s and the binomial distribution are the tabled ones', () => {
  expect(normalUpper(1.959964)).toBeCloseTo(0.025, 7)
  expect(normalUpper(-1.959964)).toBeCloseTo(0.975, 7)
  expect(normalUpper(4.753424) * 1e6).toBeCloseTo(1, 4)
  expect(studentUpper(2.262157, 9)).toBeCloseTo(0.025, 7)
  expect(studentUpper(1.959964, Infinity)).toBeCloseTo(0.025, 7)
  // 8 or more heads of 10: 56 of 1,024.
  expect(binomialUpper(8, 10, 0.5)).toBeCloseTo(56 / 1024, 12)
  expect(binomialUpper(0, 10, 0.5)).toBe(1)
})

test('3,000 centers are judged in milliseconds', () => {
  const draws = new Draws('speed')
  const data = RATES.map((rate) => ({ rate, centers: network(draws, 3000, rate) }))
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now()
    falseDiscoveries(data.flatMap(({ rate, centers }) => rateSignals(centers, rate).centers.map((c) => c.p)))
    return performance.now() - start
  })
  // Some 17 ms on an idle core; the limit leaves room for a busy machine.
  expect(Math.min(...times)).toBeLessThan(200)
})
