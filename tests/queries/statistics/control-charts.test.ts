import { expect, test } from 'vitest'
import { cusum, rateLimits, rateSpread, xmr } from '#queries/statistics/control-charts.ts'
import { nhsRules, westernElectric } from '#queries/statistics/control-rules.ts'

test('individuals chart of the NIST handbook, 6.3.2.2', () => {
  const chart = xmr([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])!
  expect(chart.center).toBeCloseTo(50.81, 6)
  expect(chart.moving_range_mean).toBeCloseTo(1.8778, 4)
  expect(chart.upper).toBeCloseTo(55.8041, 4)
  expect(chart.lower).toBeCloseTo(45.8159, 4)
  expect(chart.moving_range_upper).toBeCloseTo(6.1347, 3)
})

// Montgomery's orange-juice cans, 50 in each sample
const cans = [
  12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
].map((k) => ({ k, n: 50 }))
const outside = (samples: typeof cans, { lower, upper }: ReturnType<typeof rateLimits>) =>
  samples.flatMap(({ k, n }, i) => (k / n > upper || k / n < lower ? [i + 1] : []))

test('p-chart of the orange-juice cans has the published limits and signals', () => {
  const { center } = rateSpread(cans)!
  const limits = rateLimits(center, 50)
  expect(center).toBeCloseTo(0.231333, 6)
  expect(limits.upper).toBeCloseTo(0.410239, 6)
  expect(limits.lower).toBeCloseTo(0.052428, 6)
  expect(outside(cans, limits)).toEqual([15, 23])
  const rest = cans.filter((_, i) => i !== 14 && i !== 22)
  const again = rateSpread(rest)!.center
  const narrower = rateLimits(again, 50)
  expect(again).toBeCloseTo(0.215, 6)
  expect(narrower.upper).toBeCloseTo(0.389297, 6)
  expect(narrower.lower).toBeCloseTo(0.040703, 6)
  expect(outside(rest, narrower)).toEqual([20])
})

test('Laney limits of the same cans allow for over-dispersion and leave no signal', () => {
  const { center, sigma_z } = rateSpread(cans)!
  const limits = rateLimits(center, 50, sigma_z)
  expect(sigma_z).toBeCloseTo(1.660867, 6)
  expect(limits.upper).toBeCloseTo(0.528472, 6)
  expect(limits.lower).toBe(0)
  expect(outside(cans, limits)).toEqual([])
})

test('there is no center line without observations, and one sample tells of no spread', () => {
  expect(rateSpread([{ k: 0, n: 0 }])).toBeNull()
  expect(
    rateSpread([
      { k: 1, n: 10 },
      { k: 0, n: 0 },
    ]),
  ).toEqual({ center: 0.1, sigma_z: 1 })
})

test('CUSUM of the NIST handbook, 6.3.2.3, signals first at the 14th', () => {
  const values = [
    324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15, 328.325,
    327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35,
  ]
  const { upper, signals } = cusum(values, { target: 325, k: 0.3175, h: 4.1959 })
  const expected = [3.0075, 4.94, 7.4475, 10.63, 11.9875, 14.445, 16.0025, 19.035]
  upper.slice(12).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 2))
  expect(signals[0]).toEqual({ at: 13, side: 'upper' })
})

test('CUSUM signals strictly beyond its limit, on both sides', () => {
  const { upper, lower, signals } = cusum([1.5, 0.5, 0.6, -1.5, -0.5, -0.8], { target: 0, k: 0.5, h: 1 })
  const round = (values: number[]) => values.map((x) => Math.round(x * 10) / 10 + 0)
  expect(round(upper)).toEqual([1, 1, 1.1, 0, 0, 0])
  expect(round(lower)).toEqual([0, 0, 0, -1, -1, -1.3])
  expect(signals).toEqual([
    { at: 2, side: 'upper' },
    { at: 5, side: 'lower' },
  ])
})

test('eight on one side meet Western Electric rule 4 at the eighth only', () => {
  const found = westernElectric([...Array(8).fill(0.5), -0.5])
  expect(found.map((rules) => rules.join())).toEqual(['', '', '', '', '', '', '', '4', ''])
})

test('Western Electric: beyond 3σ, two of three beyond 2σ, four of five beyond 1σ', () => {
  expect(westernElectric([0, 3.1])[1]).toContain(1)
  expect(westernElectric([2.1, 0, 2.1])[2]).toEqual([2])
  expect(westernElectric([1.1, 1.1, 0, 1.1, 1.1])[4]).toEqual([3])
  expect(westernElectric([2.1, 0, -2.1])[2]).toEqual([])
})

test('Making Data Count: seven on one side is a shift, seven rising a trend, one gap breaks both', () => {
  const flat = Array(7).fill(0.5) as number[]
  expect(nhsRules(flat, flat)[6]).toEqual(['shift'])
  const rising = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
  expect(nhsRules(rising, rising)[6]).toEqual(['trend'])
  const gap = [0.5, 0.5, 0.5, null, 0.5, 0.5, 0.5, 0.5]
  expect(nhsRules(gap, gap).flat()).toEqual([])
  expect(nhsRules([0, 2.5, 2.5], [0, 2.5, 2.5])[2]).toEqual(['two_of_three'])
})
