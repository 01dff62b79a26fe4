import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakEvenExams, indirectlyStandardise, stabilityIndex } from '#queries/statistics/case-mix.ts'
import {
  overdispersedRatioLimits,
  proportionLimits,
  proportionOverdispersion,
  ratioOverdispersion,
  standardisedRatioLimits,
  winsorisedRatioPhi,
} from '#queries/statistics/funnel.ts'

test.each([
  // FunnelPlotR
  [15, 0.5596924, 1.649348, 0.386265, 2.082907],
  [20, 0.610826, 1.544419, 0.4479107, 1.902094],
  [30, 0.6746958, 1.427562, 0.5289724, 1.702771],
])('Poisson limits of a ratio at %d expected', (expected, l95, u95, l998, u998) => {
  const limits = standardisedRatioLimits(expected)
  expect(limits.lower_95).toBeCloseTo(l95, 6)
  expect(limits.upper_95).toBeCloseTo(u95, 6)
  expect(limits.lower_998).toBeCloseTo(l998, 6)
  expect(limits.upper_998).toBeCloseTo(u998, 6)
})

test.each([
  [50, 0.7354, 0.8026, 0.9668, 0.9894],
  [200, 0.8255, 0.8547, 0.9376, 0.9555],
  [1000, 0.8688, 0.8807, 0.9178, 0.9274],
])('arcsine limits of a rate of 0.9 over %d exams', (n, l998, l95, u95, u998) => {
  const limits = proportionLimits(0.9, n)
  const rounded = [limits.lower_998, limits.lower_95, limits.upper_95, limits.upper_998].map((x) =>
    Number(x.toFixed(4)),
  )
  expect(rounded).toEqual([l998, l95, u95, u998])
})

const units = [
  [100, 108],
  [150, 112],
  [180, 165],
  [80, 95],
  [120, 100],
  [225, 220],
].map(([observed, expected]) => ({ observed: observed!, expected: expected! }))

test('over-dispersion of six centers: φ, τ² and the widened limits', () => {
  const { phi, tau2 } = ratioOverdispersion(units)!
  expect(phi).toBeCloseTo(2.948033, 6)
  expect(tau2).toBeCloseTo(0.0194776, 6)
  const wide = overdispersedRatioLimits(100, tau2)
  const rounded = (l: typeof wide) =>
    [l.lower_998, l.lower_95, l.upper_95, l.upper_998].map((x) => Number(x.toFixed(4)))
  expect(rounded(wide)).toEqual([0.5883, 0.7143, 1.4, 1.6999])
  expect(rounded(overdispersedRatioLimits(100, 0))).toEqual([0.7342, 0.822, 1.2165, 1.3621])
  expect(winsorisedRatioPhi(units)).toBeCloseTo(2.327178, 6)
})

test('funnel limits hold the target, narrow with n and never leave 0…1', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 1e5 }), (target, n) => {
      const near = proportionLimits(target, n)
      const far = proportionLimits(target, n * 2)
      expect(near.lower_998).toBeGreaterThanOrEqual(0)
      expect(near.upper_998).toBeLessThanOrEqual(1)
      expect(near.lower_95).toBeLessThanOrEqual(target + 1e-9)
      expect(near.upper_95).toBeGreaterThanOrEqual(target - 1e-9)
      expect(far.lower_95).toBeGreaterThanOrEqual(near.lower_95 - 1e-12)
      expect(far.upper_998).toBeLessThanOrEqual(near.upper_998 + 1e-12)
    }),
  )
})

test('over-dispersion is never negative, and none is found where every center is at the target', () => {
  const center = fc.integer({ min: 1, max: 900 }).map((n) => ({ n, k: Math.round(n * 0.8) }))
  fc.assert(
    fc.property(fc.array(center, { minLength: 1 }), (centers) => {
      expect(proportionOverdispersion(centers, 0.8)!.tau2).toBeGreaterThanOrEqual(0)
    }),
  )
  expect(
    proportionOverdispersion(
      [
        { k: 8, n: 10 },
        { k: 80, n: 100 },
      ],
      0.8,
    )!.tau2,
  ).toBe(0)
})

test('case mix turns the order of two centers round', () => {
  const mix = (simple: number, complex: number) => [
    { n: simple, network_rate: 0.02 },
    { n: complex, network_rate: 0.1 },
  ]
  const a = indirectlyStandardise(38, mix(100, 400), 0.06)
  const b = indirectlyStandardise(22, mix(400, 100), 0.06)
  expect([a.expected, b.expected].map((x) => Number(x.toFixed(6)))).toEqual([42, 18])
  expect(a.ratio).toBeCloseTo(0.9048, 4)
  expect(b.ratio).toBeCloseTo(1.2222, 4)
})

test('stability index of a shifted score histogram', () => {
  expect(stabilityIndex([0.2, 0.3, 0.5], [0.3, 0.3, 0.4])).toBeCloseTo(0.062861, 6)
  expect(stabilityIndex([0, 1], [0.5, 0.5])).toBeNull()
})

test('break-even rounds up, and does not exist where an exam contributes nothing', () => {
  expect(breakEvenExams(420_000, 330 - 60)).toBe(1556)
  expect(breakEvenExams(420_000, 165 - 60)).toBe(4000)
  expect(breakEvenExams(420_000, 0)).toBeNull()
})
