import { expect, test } from 'vitest'
import { clusterSums } from '#queries/statistics/cluster-sums.ts'
import type { Evidence } from '#queries/statistics/evidence.ts'
import {
  designEffect,
  pairedDifference,
  rateDifference,
  ratioDifference,
} from '#queries/statistics/period-difference.ts'
import { quantileDifference, quantileShares } from '#queries/statistics/quantile-difference.ts'
import { Draws } from '#tests/queries/support/draws.ts'

/** Share of seeded draws without a difference whose 95 % interval holds 0. */
function coverage(name: string, draw: (draws: Draws) => Evidence, repeats = 2000): number {
  const draws = new Draws('coverage', name)
  const evidence = Array.from({ length: repeats }, () => draw(draws))
  return evidence.filter((e) => e.verdict === 'no_evidence').length / repeats
}

function expectHonest(name: string, draw: (draws: Draws) => Evidence, repeats?: number): void {
  const share = coverage(name, draw, repeats)
  expect(share, name).toBeGreaterThanOrEqual(0.93)
  expect(share, name).toBeLessThanOrEqual(0.97)
}

const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i))

test.each([
  [30, 30, 0.5],
  [100, 100, 0.1],
  [30, 300, 0.9],
  [1000, 1000, 0.02],
  [5000, 20_000, 0.95],
])('rates over %i and %i exams at %d: 93 to 97 of 100 intervals hold the truth', (n1, n2, p) => {
  expectHonest(`rate ${n1} ${n2} ${p}`, (d) =>
    rateDifference({ k: d.binomial(n1, p), n: n1 }, { k: d.binomial(n2, p), n: n2 }),
  )
})

test('rates with one or two events a period are judged too carefully, never too boldly', () => {
  const share = coverage('rare', (d) =>
    rateDifference({ k: d.binomial(30, 0.05), n: 30 }, { k: d.binomial(30, 0.05), n: 30 }),
  )
  expect(share).toBeGreaterThan(0.95)
})

/** Days whose own rates vary around `p`: correlation within a day `rho`, 0 for chance alone. */
const days = (d: Draws, count: number, p: number, rho: number, exams: number) =>
  clusterSums(
    list(count, () => {
      const n = Math.max(1, d.poisson(exams))
      const strength = (1 - rho) / rho
      const own = rho === 0 ? p : d.beta(p * strength, (1 - p) * strength)
      return { numerator: d.binomial(n, own), denominator: n }
    }),
  )

test.each([
  [7, 0.05, 0.02, 40],
  [7, 0.9, 0, 40],
  [14, 0.3, 0.02, 100],
  [30, 0.9, 0.05, 40],
  [90, 0.05, 0.01, 400],
])('rates of %i days at %d that vary by day (%d) keep their coverage', (count, p, rho, exams) => {
  expectHonest(`days ${count} ${p} ${rho}`, (d) => {
    const [a, b] = [days(d, count, p, rho, exams), days(d, count, p, rho, exams)]
    const sample = (s: typeof a) => ({ k: s.numerator, n: s.denominator })
    return rateDifference(sample(a), sample(b), { current: [a], previous: [b] })
  })
})

test('days that vary, counted as if exams were alone, would be called different four times as often', () => {
  const share = coverage('naive', (d) => {
    const [a, b] = [days(d, 30, 0.9, 0.05, 40), days(d, 30, 0.9, 0.05, 40)]
    return rateDifference({ k: a.numerator, n: a.denominator }, { k: b.numerator, n: b.denominator })
  })
  expect(share).toBeLessThan(0.8)
})

const DISTRIBUTIONS: Record<string, (d: Draws) => number> = {
  normal: (d) => d.normal(),
  skewed: (d) => d.lognormal(40, 1),
  'whole minutes': (d) => Math.round(d.lognormal(20, 0.6)),
}

/** What quantile_cont gives. */
const quantiles = (values: number[], share: number) => {
  const sorted = values.sort((a, b) => a - b)
  const at = (place: number) => {
    const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]] as [number, number]
    return low + (high - low) * (place - Math.floor(place))
  }
  return { n: sorted.length, values: quantileShares(share).map((s) => at(s * (sorted.length - 1))) }
}

test.each([
  [0.5, 12, 12],
  [0.5, 60, 600],
  [0.5, 200, 200],
  [0.9, 24, 24],
  [0.9, 200, 200],
])('the quantile %d of %i and %i exams keeps its coverage, whatever the distribution', (share, n1, n2) => {
  for (const [name, draw] of Object.entries(DISTRIBUTIONS))
    expectHonest(
      `quantile ${share} ${n1} ${n2} ${name}`,
      (d) =>
        quantileDifference(
          share,
          quantiles(
            list(n1, () => draw(d)),
            share,
          ),
          quantiles(
            list(n2, () => draw(d)),
            share,
          ),
        ),
      4000,
    )
})

/** Minutes of days whose own level varies: exams of a day wait for the same report. */
const alikeDays = (d: Draws, count: number, exams: number, level: number) =>
  list(count, () => {
    const own = Math.exp(level * d.normal())
    return list(Math.max(1, d.poisson(exams)), () => own * d.lognormal(40, 0.7))
  })

/** As pages do: the quantile of all exams, and by day those at or below it. */
function quantileOfDays(share: number, days: number[][]) {
  const all = quantiles(days.flat(), share)
  const limit = all.values[quantileShares(share).indexOf(share)]!
  const sums = clusterSums(
    days.map((day) => ({ numerator: day.filter((x) => x <= limit).length, denominator: day.length })),
  )
  return { all, sums }
}

test.each([
  [0.5, 7, 40, 0.2],
  [0.5, 28, 40, 0.5],
  [0.9, 28, 40, 0.3],
  [0.5, 28, 150, 0.15],
  [0.9, 90, 20, 0.2],
])(
  'the quantile %d of %i days of about %i exams that are alike (%d) keeps its coverage',
  (share, count, exams, level) => {
    expectHonest(
      `alike ${share} ${count} ${exams} ${level}`,
      (d) => {
        const [a, b] = list(2, () => quantileOfDays(share, alikeDays(d, count, exams, level))) as [
          ReturnType<typeof quantileOfDays>,
          ReturnType<typeof quantileOfDays>,
        ]
        const spread = designEffect([[a.sums], [b.sums]])
        return quantileDifference(share, { ...a.all, ...spread }, { ...b.all, ...spread })
      },
      1000,
    )
  },
)

test('exams of a day counted as if they were alone would be called different two times in five', () => {
  const share = coverage(
    'alone',
    (d) => {
      const all = () => quantiles(alikeDays(d, 28, 40, 0.5).flat(), 0.5)
      return quantileDifference(0.5, all(), all())
    },
    400,
  )
  expect(share).toBeLessThan(0.6)
})

test('utilization of 7, 30 and 90 days, steady, skewed and with quiet week-ends, keeps its coverage', () => {
  const steady = (d: Draws, count: number) => [
    clusterSums(list(count, () => ({ numerator: 600 * (0.6 + 0.1 * d.normal()), denominator: 600 }))),
  ]
  const skewed = (d: Draws, count: number) => [
    clusterSums(list(count, () => ({ numerator: 600 * Math.min(1.5, d.lognormal(0.3, 0.8)), denominator: 600 }))),
  ]
  const weekly = (d: Draws, count: number) => {
    const day = (open: number, level: number) => ({ numerator: open * (level + 0.1 * d.normal()), denominator: open })
    const weekEnds = Math.floor((count * 2) / 7)
    return [clusterSums(list(weekEnds, () => day(240, 0.3))), clusterSums(list(count - weekEnds, () => day(600, 0.6)))]
  }
  expectHonest('ratio 7 steady', (d) => ratioDifference(steady(d, 7), steady(d, 7)))
  expectHonest('ratio 30 skewed', (d) => ratioDifference(skewed(d, 30), skewed(d, 30)))
  expectHonest('ratio 7 weekly', (d) => ratioDifference(weekly(d, 7), weekly(d, 7)))
  expectHonest('ratio 90 weekly', (d) => ratioDifference(weekly(d, 90), weekly(d, 90)))
})

test('money of 5, 12 and 300 paired centers of unequal size keeps its coverage', () => {
  for (const [centers, spread] of [
    [5, 0.3],
    [12, 0.5],
    [300, 1],
  ] as const)
    expectHonest(`paired ${centers}`, (d) =>
      pairedDifference(
        list(centers, () => {
          const size = d.lognormal(100_000, spread)
          return { current: size * d.lognormal(1, 0.1), previous: size * d.lognormal(1, 0.1) }
        }),
      ),
    )
})
