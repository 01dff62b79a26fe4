import { expect, test } from 'vitest'
import { mcnemar } from '#queries/statistics/paired.ts'
import { wilson } from '#queries/statistics/proportion.ts'
import { beggGreenes } from '#queries/statistics/two-by-two.ts'
import { correctedSensitivity, verifiedShare, type Stratum } from '#queries/statistics/verified.ts'

const stratum = (flagged: boolean, size: number, verified: number, present: number): Stratum => {
  return { flagged, size, verified, present }
}

// Hepatic scintigraphy, 650 patients, 344 verified (Begg, Greenes 1983, as worked in Diagnostics 2022;12:2839).
const LIVER = [stratum(true, 429, 263, 231), stratum(false, 221, 81, 27)]

test('two strata give the published corrected sensitivity of hepatic scintigraphy', () => {
  const found = correctedSensitivity(LIVER)!
  expect(found.value).toBeCloseTo(0.8365, 4)
  const known = beggGreenes({ tp: 231, fp: 32, fn: 27, tn: 54 }, { positive: 429, negative: 221 })!
  expect(found.value).toBeCloseTo(known.sensitivity, 12)
  expect(found.low).toBeLessThan(found.value)
  expect(found.high).toBeGreaterThan(found.value)
  expect(found.low).toBeGreaterThan(0.75)
  expect(found.high).toBeLessThan(0.9)
})

test('with the radiologist as covariate each outcome stands for its own', () => {
  // TP 80, all of 8 there; FP 20, 5 of 10; FN 10, 6 of 10; TN 890, 2 of 89: 90 found, 6 + 20 missed.
  const strata = [
    stratum(true, 80, 8, 8),
    stratum(true, 20, 10, 5),
    stratum(false, 10, 10, 6),
    stratum(false, 890, 89, 2),
  ]
  expect(correctedSensitivity(strata)!.value).toBeCloseTo(90 / 116, 12)
  expect(verifiedShare(strata.slice(0, 2))!.value).toBeCloseTo(0.9, 12)
  expect(verifiedShare(strata.slice(2))!.value).toBeCloseTo(26 / 900, 12)
})

test('four verified false negatives are too few to correct by', () => {
  expect(correctedSensitivity([stratum(true, 100, 50, 40), stratum(false, 900, 100, 4)])).toBeNull()
  expect(correctedSensitivity([stratum(true, 100, 50, 40), stratum(false, 900, 100, 5)])).not.toBeNull()
})

test('a stratum of which nothing was verified leaves the whole unknown', () => {
  const half = [stratum(true, 80, 0, 0), stratum(true, 20, 20, 3)]
  expect(verifiedShare(half)).toBeNull()
  expect(correctedSensitivity([...half, stratum(false, 900, 100, 9)])).toBeNull()
  expect(verifiedShare([])).toBeNull()
})

test('one stratum is a plain proportion of what was verified, with its Wilson interval', () => {
  expect(verifiedShare([stratum(true, 400, 32, 6), stratum(true, 0, 0, 0)])).toEqual({
    value: 6 / 32,
    ...wilson(6, 32)!,
  })
})

test('strata without a single case do not count as certain', () => {
  const found = verifiedShare([stratum(false, 10, 10, 0), stratum(false, 990, 20, 0)])!
  expect(found.value).toBe(0)
  expect(found.low).toBe(0)
  expect(found.high).toBeGreaterThan(0.05)
})

test('McNemar: six against one is no evidence, and the approval ratings of 1,600 voters are', () => {
  // 2 × (7 + 1) / 128.
  expect(mcnemar(6, 1)).toBeCloseTo(0.125, 12)
  expect(mcnemar(5, 5)).toBe(1)
  expect(mcnemar(0, 0)).toBeNull()
  // Agresti, Categorical Data Analysis: 150 against 86, z² = 17.36, p = 0.00003.
  const p = mcnemar(150, 86)!
  expect(p).toBeGreaterThan(0.00002)
  expect(p).toBeLessThan(0.00005)
  expect(mcnemar(86, 150)).toBeCloseTo(p, 12)
})
