import { expect, test } from 'vitest'
import { continued, rateChart, valueChart } from '#queries/statistics/baseline-chart.ts'

const repeat = (length: number, k: number, n: number) => Array.from({ length }, () => ({ k, n }))
/** Twelve days alternating 85 and 95 of 100: 0.9 with moving ranges of 0.1. */
const baseline = Array.from({ length: 12 }, (_, i) => ({ k: i % 2 ? 95 : 85, n: 100 }))

test('limits come from the baseline alone: a drift stands out instead of moving its own limits', () => {
  const chart = rateChart(repeat(12, 90, 100), repeat(7, 84, 100))
  expect(chart.center_line).toBe(0.9)
  expect(chart.kind).toBe('p')
  // 0.9 ± 3 × √(0.9 × 0.1 ÷ 100)
  expect(chart.points[0]!.lower).toBeCloseTo(0.81, 12)
  expect(chart.points[0]!.upper).toBeCloseTo(0.99, 12)
  expect(chart.points[0]!.z).toBeCloseTo(-2, 12)
  expect(chart.points[6]!.signals).toContain('shift')
  expect(chart.onset).toEqual({ at: 0, seen_at: 6, side: 'lower' })
})

test('a baseline that varies beyond chance gives Laney limits', () => {
  const chart = rateChart(baseline, repeat(1, 90, 100))
  // Each moving range is 0.1 ÷ 0.03; ÷ 1.128.
  expect(chart.sigma_z).toBeCloseTo(2.955083, 6)
  expect(chart.kind).toBe('laney')
  expect(chart.points[0]!.lower).toBeCloseTo(0.9 - 3 * 0.03 * 2.955083, 6)
})

test('days without exams are gaps, days of fewer than five are drawn and not judged', () => {
  const chart = rateChart(repeat(12, 90, 100), [
    { k: 0, n: 0 },
    { k: 0, n: 4 },
    { k: 0, n: 5 },
  ])
  expect(chart.points.map((p) => p.value)).toEqual([null, 0, 0])
  expect(chart.points.map((p) => p.z === null)).toEqual([true, true, false])
  expect(chart.points.map((p) => p.signals)).toEqual([[], [], ['outside_limits']])
  expect(chart.points[0]).toMatchObject({ lower: null, upper: null })
})

test('closed Sundays neither break a run of seven nor make it', () => {
  const week = [...repeat(6, 87, 100), { k: 0, n: 0 }]
  const chart = rateChart(repeat(12, 90, 100), [{ k: 93, n: 100 }, ...week, { k: 87, n: 100 }])
  expect(chart.points.map((p) => p.signals.includes('shift'))).toEqual([...Array(8).fill(false), true])
  expect(chart.onset).toEqual({ at: 1, seen_at: 8, side: 'lower' })
})

test('the onset is the first point of the run, not the one at which the rule was met', () => {
  const chart = rateChart(repeat(12, 90, 100), [...repeat(5, 91, 100), ...repeat(10, 87, 100)])
  expect(chart.onset).toEqual({ at: 5, seen_at: 14, side: 'lower' })
  const two = rateChart(repeat(12, 90, 100), [
    ...repeat(3, 90, 100),
    { k: 83, n: 100 },
    { k: 90, n: 100 },
    { k: 83, n: 100 },
  ])
  expect(two.points[5]!.signals).toEqual(['two_of_three'])
  expect(two.onset).toEqual({ at: 3, seen_at: 5, side: 'lower' })
})

test('points outside the limits one after the other are one shift from the first of them on', () => {
  const chart = rateChart(repeat(12, 90, 100), [...repeat(2, 90, 100), ...repeat(4, 65, 100)])
  expect(chart.onset).toEqual({ at: 2, seen_at: 5, side: 'lower' })
})

test('a baseline of fewer than twelve judged points gives no limits and no signals', () => {
  const chart = rateChart([...repeat(11, 90, 100), { k: 1, n: 4 }], repeat(10, 10, 100))
  expect(chart).toMatchObject({ center_line: null, sigma_z: null, baseline_points: 11, onset: null })
  expect(chart.points[0]).toEqual({ value: 0.1, lower: null, upper: null, z: null, signals: [] })
})

test('medians are judged by the moving ranges of their baseline', () => {
  const minutes = (values: (number | null)[]) => values.map((value) => ({ value, n: value === null ? 0 : 20 }))
  const chart = valueChart(minutes(Array.from({ length: 12 }, (_, i) => (i % 2 ? 42 : 40))), minutes([41, 60, null]))
  expect(chart.center_line).toBe(41)
  // 41 ± 3 × 2 ÷ 1.128
  expect(chart.points[0]!.upper).toBeCloseTo(46.3191, 4)
  expect(chart.points.map((p) => p.signals)).toEqual([[], ['outside_limits'], []])
  expect(chart.points[2]).toMatchObject({ value: null, lower: null, z: null })
  expect(valueChart(minutes([1, 2]), minutes([3])).center_line).toBeNull()
})

test('a run that began in the baseline is seen in a period of two points, one that ended before it is not', () => {
  // Around 0.5, the last five of them above it: with the two of the period seven on one side.
  const high = [...repeat(9, 50, 100), ...repeat(2, 46, 100), ...repeat(3, 46, 100), ...repeat(5, 53, 100)]
  expect(rateChart(high, repeat(2, 53, 100)).onset).toBeNull()
  const chart = continued(rateChart, high, repeat(2, 53, 100))
  expect(chart.points).toHaveLength(2)
  expect(chart.points[1]!.signals).toEqual(['shift'])
  expect(chart.onset).toEqual({ at: 0, seen_at: 1, side: 'higher' })
  const over = continued(
    rateChart,
    [...repeat(9, 50, 100), ...repeat(8, 56, 100), ...repeat(3, 40, 100)],
    [{ k: 51, n: 100 }],
  )
  expect(over).toMatchObject({ onset: null, points: [{ signals: [] }] })
})
