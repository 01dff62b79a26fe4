import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cohenKappa, gwetAc1 } from '#queries/statistics/agreement.ts'
import { beggGreenes, f1, matthews, rates } from '#queries/statistics/two-by-two.ts'
import { wilson } from '#queries/statistics/proportion.ts'

const round = (x: number | null | undefined, digits = 4) => (x == null ? x : Number(x.toFixed(digits)))

test('κ and AC1 of the three-class example have the published errors and intervals', () => {
  // irrCAC, README
  const table = [
    [13, 0, 0],
    [0, 20, 7],
    [0, 4, 56],
  ]
  const kappa = cohenKappa(table)
  expect(kappa.value).toBeCloseTo(0.7964094, 7)
  expect(kappa.standard_error).toBeCloseTo(0.05891072, 8)
  expect([round(kappa.low, 3), round(kappa.high, 3)]).toEqual([0.68, 0.913])
  const ac1 = gwetAc1(table)
  expect(ac1.value).toBeCloseTo(0.8493305, 7)
  expect(ac1.standard_error).toBeCloseTo(0.04321747, 8)
  expect([round(ac1.low, 3), round(ac1.high, 3)]).toEqual([0.764, 0.935])
})

test.each([
  [
    [
      [12, 2],
      [4, 2],
    ],
    0.2105,
    0.52,
  ],
  [
    [
      [20, 5],
      [10, 15],
    ],
    0.4,
    0.4059,
  ],
  [
    [
      [118, 5],
      [2, 0],
    ],
    -0.0234,
    0.9408,
  ],
  [
    [
      [40, 6, 4, 15],
      [4, 25, 1, 5],
      [4, 2, 21, 9],
      [17, 13, 12, 45],
    ],
    0.4315,
    0.4562,
  ],
])('κ and AC1 of %j are the published ones', (table, kappa, ac1) => {
  expect(round(cohenKappa(table).value)).toBe(kappa)
  expect(round(gwetAc1(table).value)).toBeCloseTo(ac1, 3)
})

test('a haemorrhage product at 6 % prevalence: every figure of the reconstructed 2×2', () => {
  // Hong Kong Med J 29(2):112, n = 1372
  const counts = { tp: 62, fp: 271, fn: 22, tn: 1017 }
  const r = rates(counts)
  const of = ({ k, n }: { k: number; n: number }) => [k / n, wilson(k, n)?.low, wilson(k, n)?.high].map((x) => round(x))
  expect(of(r.sensitivity)).toEqual([0.7381, 0.6352, 0.8202])
  expect(of(r.specificity)).toEqual([0.7896, 0.7665, 0.811])
  expect(of(r.ppv)).toEqual([0.1862, 0.148, 0.2315])
  expect(of(r.npv)).toEqual([0.9788, 0.9681, 0.986])
  expect([f1(counts), matthews(counts)].map((x) => round(x))).toEqual([0.2974, 0.2951])
  const table = [
    [62, 271],
    [22, 1017],
  ]
  expect([cohenKappa(table).value, gwetAc1(table).value].map((x) => round(x))).toEqual([0.2212, 0.7123])
})

test('sensitivity and specificity are corrected for exams that nobody verified', () => {
  const corrected = beggGreenes({ tp: 231, fp: 32, fn: 27, tn: 54 }, { positive: 429, negative: 221 })
  expect(round(corrected?.sensitivity)).toBe(0.8365)
  expect(round(corrected?.specificity)).toBe(0.7384)
  expect(beggGreenes({ tp: 10, fp: 1, fn: 4, tn: 9 }, { positive: 20, negative: 20 })).toBeNull()
})

const cell = fc.nat({ max: 400 })
const counts = fc.record({ tp: cell, fp: cell, fn: cell, tn: cell })
const same = (a: number | null, b: number | null) =>
  a === null || b === null ? expect(a).toBe(b) : expect(a).toBeCloseTo(b, 9)

test('κ, AC1 and MCC do not change when the raters change places or the classes their names', () => {
  fc.assert(
    fc.property(counts, ({ tp, fp, fn, tn }) => {
      const table = [
        [tp, fp],
        [fn, tn],
      ]
      const swapped = [
        [tp, fn],
        [fp, tn],
      ]
      const renamed = [
        [tn, fn],
        [fp, tp],
      ]
      for (const other of [swapped, renamed]) {
        same(cohenKappa(table).value, cohenKappa(other).value)
        same(gwetAc1(table).value, gwetAc1(other).value)
      }
      same(matthews({ tp, fp, fn, tn }), matthews({ tp, fp: fn, fn: fp, tn }))
      same(matthews({ tp, fp, fn, tn }), matthews({ tp: tn, fp: fn, fn: fp, tn: tp }))
    }),
  )
})

test('perfect agreement is 1; no exams, or one class only, is not defined', () => {
  expect(
    cohenKappa([
      [30, 0],
      [0, 70],
    ]).value,
  ).toBe(1)
  expect(
    gwetAc1([
      [30, 0],
      [0, 70],
    ]).value,
  ).toBe(1)
  expect(
    cohenKappa([
      [0, 0],
      [0, 0],
    ]).value,
  ).toBeNull()
  expect(
    cohenKappa([
      [50, 0],
      [0, 0],
    ]).value,
  ).toBeNull()
  expect(matthews({ tp: 5, fp: 0, fn: 0, tn: 0 })).toBeNull()
})

test('more positives leave sensitivity and specificity alone but raise PPV', () => {
  const before = rates({ tp: 9, fp: 20, fn: 1, tn: 80 })
  const after = rates({ tp: 90, fp: 20, fn: 10, tn: 80 })
  expect(after.sensitivity.k / after.sensitivity.n).toBe(before.sensitivity.k / before.sensitivity.n)
  expect(after.specificity).toEqual(before.specificity)
  expect(after.ppv.k / after.ppv.n).toBeGreaterThan(before.ppv.k / before.ppv.n)
})
