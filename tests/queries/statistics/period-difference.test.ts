import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { clusteredRatio, clusterSums, type ClusterSums } from '#queries/statistics/cluster-sums.ts'
import { judged } from '#queries/statistics/evidence.ts'
import {
  designEffect,
  pairedDifference,
  rateDifference,
  ratioDifference,
} from '#queries/statistics/period-difference.ts'
import { quantileDifference, quantileInterval, quantileShares } from '#queries/statistics/quantile-difference.ts'

const round = (x: number | null, digits = 4) => (x === null ? null : Number(x.toFixed(digits)))

test('56/70 is higher than 48/80: Newcombe’s 0.2 (0.0524 to 0.3339)', () => {
  const e = rateDifference({ k: 56, n: 70 }, { k: 48, n: 80 })
  expect([e.difference, e.low, e.high].map((x) => round(x))).toEqual([0.2, 0.0524, 0.3339])
  expect(e.verdict).toBe('higher')
  expect(rateDifference({ k: 48, n: 80 }, { k: 56, n: 70 }).verdict).toBe('lower')
  expect(rateDifference({ k: 50, n: 80 }, { k: 48, n: 80 }).verdict).toBe('no_evidence')
})

test('fewer than ten exams are not judged, none has no difference either', () => {
  expect(rateDifference({ k: 9, n: 9 }, { k: 0, n: 500 })).toMatchObject({
    difference: 1,
    low: null,
    verdict: 'not_judged',
  })
  expect(rateDifference({ k: 0, n: 0 }, { k: 1, n: 500 })).toMatchObject({ difference: null, verdict: 'not_judged' })
})

test('p is 0.05 where the interval ends at 0, and 1 without a difference', () => {
  expect(judged(1, 0, 2, 1.959964).p).toBeCloseTo(0.05, 6)
  expect(judged(1, 0, 2, 1.959964).verdict).toBe('no_evidence')
  expect(judged(0, -1, 1, 1.959964).p).toBe(1)
})

const sums = (rows: [number, number][]) =>
  clusterSums(rows.map(([numerator, denominator]) => ({ numerator, denominator })))

test('the variance of a ratio comes from what each day has beyond its share', () => {
  // Ratio 0.5; residuals −1, 1, −2, 2: (4 ÷ 3) × 10 ÷ 40².
  const ratio = clusteredRatio([
    sums([
      [4, 10],
      [6, 10],
      [3, 10],
      [7, 10],
    ]),
  ])!
  expect(ratio).toMatchObject({ value: 0.5, df: 3 })
  expect(ratio.variance).toBeCloseTo(13.3333 / 1600, 6)
})

test('strata take out what both periods share: quiet week-ends are no spread', () => {
  const weekdays = sums([
    [5, 10],
    [7, 10],
  ])
  const weekEnds = sums([
    [1, 10],
    [3, 10],
  ])
  // Ratio 0.4; within strata residuals ±1: 2 × 2 + 2 × 2, ÷ 40².
  const ratio = clusteredRatio([weekdays, weekEnds])!
  expect(ratio.df).toBe(2)
  expect(ratio.variance).toBeCloseTo(8 / 1600, 12)
  expect(
    clusteredRatio([
      sums([
        [5, 10],
        [7, 10],
        [1, 10],
        [3, 10],
      ]),
    ])!.variance,
  ).toBeGreaterThan(ratio.variance)
})

test('strata of one day are taken together; one day alone has no variance', () => {
  expect(clusteredRatio([sums([[4, 10]]), sums([[6, 10]])])!.df).toBe(1)
  expect(clusteredRatio([sums([[4, 10]])])).toBeNull()
  expect(clusteredRatio([])).toBeNull()
})

test('days that vary as much as chance have no design effect, days that vary more widen the interval', () => {
  const even = sums(Array.from({ length: 10 }, () => [50, 100]))
  expect(designEffect([[even], [even]])).toEqual({ effect: 1, df: Infinity })
  const uneven = sums(Array.from({ length: 10 }, (_, i) => [i % 2 ? 70 : 30, 100]))
  // Variance (10 ÷ 9) × 4000 ÷ 1000² over 0.25 ÷ 1000.
  expect(designEffect([[uneven], [uneven]]).effect).toBeCloseTo(17.7778, 4)
  const rates = [
    { k: 550, n: 1000 },
    { k: 490, n: 1000 },
  ] as const
  expect(rateDifference(...rates).verdict).toBe('higher')
  expect(rateDifference(...rates, { current: [uneven], previous: [uneven] }).verdict).toBe('no_evidence')
})

test('utilization that rose on every day is higher; four days are too few to say', () => {
  const level = (base: number, count: number) => sums(Array.from({ length: count }, (_, i) => [base + (i % 2), 10]))
  expect(ratioDifference([level(6, 10)], [level(4, 10)])).toMatchObject({ verdict: 'higher' })
  expect(ratioDifference([level(6, 10)], [level(4, 10)]).difference).toBeCloseTo(0.2, 12)
  expect(ratioDifference([level(6, 4)], [level(4, 10)]).verdict).toBe('not_judged')
  expect(ratioDifference([level(5, 10)], [level(5, 10)]).verdict).toBe('no_evidence')
})

test('money like for like: the paired t interval of 1…5, times five centers', () => {
  const e = pairedDifference([1, 2, 3, 4, 5].map((d) => ({ current: 100 + d, previous: 100 })))
  // Mean 3, s √2.5, t(4) 2.776445: 5 × 2.776445 × √(2.5 ÷ 5) = 9.8162.
  expect(e.difference).toBe(15)
  expect(e.low).toBeCloseTo(15 - 9.8162, 4)
  expect(e.verdict).toBe('higher')
  expect(pairedDifference([{ current: 2, previous: 1 }]).verdict).toBe('not_judged')
  expect(pairedDifference([]).difference).toBeNull()
})

test('a median’s interval stretches nearby ranks to 95 %', () => {
  const values = quantileShares(0.5).map((share) => 1 + share * 100)
  // 1 to 101, n 101: one standard error is √25.25 ranks of 0 to 100, each a minute; × 1.959964.
  const interval = quantileInterval(0.5, { n: 101, values })!
  expect(interval.value).toBe(51)
  expect(interval.high).toBeCloseTo(51 + 9.8486, 3)
  expect(interval.low).toBeCloseTo(51 - 9.8486, 3)
})

test('a median of 51 over 101 exams is higher than one of 31, not than one of 45', () => {
  const at = (median: number) => ({ n: 101, values: quantileShares(0.5).map((share) => median - 50 + share * 100) })
  expect(quantileDifference(0.5, at(51), at(31)).verdict).toBe('higher')
  expect(quantileDifference(0.5, at(51), at(45)).verdict).toBe('no_evidence')
  expect(quantileDifference(0.5, at(31), at(51))).toMatchObject({ difference: -20, verdict: 'lower' })
})

test('too few exams for their ranks leave the difference without a word', () => {
  const few = { n: 9, values: quantileShares(0.5).map(() => 7) }
  const many = { n: 100, values: quantileShares(0.5).map((share) => share) }
  expect(quantileDifference(0.5, few, many)).toMatchObject({ difference: 6.5, verdict: 'not_judged' })
  expect(quantileInterval(0.9, { n: 19, values: quantileShares(0.9) })).toBeNull()
  expect(quantileInterval(0.9, { n: 20, values: quantileShares(0.9) })).not.toBeNull()
  expect(quantileDifference(0.5, { n: 0, values: null }, many).difference).toBeNull()
})

test('the aggregates of SQL are the sums and quantiles that the intervals ask for', async () => {
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson()
  await connection.run('CREATE TABLE day AS SELECT * FROM (VALUES (4, 10), (6, 10), (3, 10), (7, 10), (0, 0)) d(a, b)')
  const [row] = await ask(`SELECT count(*)::INT AS clusters, sum(a)::INT AS numerator, sum(b)::INT AS denominator,
    sum(a * a)::INT AS numerator_squares, sum(a * b)::INT AS products, sum(b * b)::INT AS denominator_squares
    FROM day WHERE b > 0`)
  expect(row as unknown as ClusterSums).toEqual(
    sums([
      [4, 10],
      [6, 10],
      [3, 10],
      [7, 10],
      [0, 0],
    ]),
  )
  const [median] = await ask(
    `SELECT quantile_cont(x, [${quantileShares(0.5).join()}]) AS values FROM range(1, 102) t(x)`,
  )
  expect(quantileInterval(0.5, { n: 101, values: median!.values as number[] })!.value).toBe(51)
  connection.closeSync()
  database.closeSync()
})
