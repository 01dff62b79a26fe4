import { expect, test } from 'vitest'
import {
  bandPath,
  dayTicks,
  dayNumber,
  heatLevel,
  linearScale,
  linePath,
  niceDomain,
  sqrtScale,
  valueTicks,
  waterfallSpans,
} from '#app/components/charts/geometry.ts'

test('a line breaks at a missing value instead of bridging it', () => {
  const path = linePath([
    { x: 0, y: 0 },
    { x: 0.25, y: 1 },
    { x: 0.5, y: null },
    { x: 0.75, y: 0.5 },
    { x: 1, y: 0.5 },
  ])
  expect(path).toBe('M0,100L25,0M75,50L100,50')
})

test('a band breaks where a limit is missing and is not drawn from one point', () => {
  expect(bandPath([{ x: 0, low: 0.2, high: 0.4 }])).toBe('')
  expect(
    bandPath([
      { x: 0, low: 0.2, high: 0.4 },
      { x: 1, low: 0.2, high: 0.4 },
    ]),
  ).toBe('M0,60L100,60L100,80L0,80Z')
})

test('a domain holds every known value and is widened to round numbers', () => {
  expect(niceDomain([3, null, 97], [0])).toEqual([0, 100])
  expect(niceDomain([null, null])).toEqual([0, 1])
  expect(niceDomain([5])).toEqual([0, 5])
})

test('a series without spread stands in the middle', () => {
  expect(linearScale(4, 4)(4)).toBe(0.5)
})

test('the funnel’s axis spreads small counts', () => {
  const x = sqrtScale(100)
  expect([x(0), x(25), x(100)]).toEqual([0, 0.5, 1])
})

test('ticks that would read the same are written once', () => {
  expect(valueTicks(linearScale(0, 2), (v) => String(Math.round(v)), 8).map((t) => t.label)).toEqual(['0', '1', '2'])
})

test('days are named evenly, the first always', () => {
  const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']
  const x = linearScale(dayNumber(days[0]!), dayNumber(days[3]!))
  expect(dayTicks(days, (d) => d.slice(8), x, 2)).toEqual([
    { at: 0, label: '01' },
    { at: 2 / 3, label: '03' },
  ])
})

test('only no exam at all is the lightest shade', () => {
  expect([0, 1, 20, 21, 100].map((n) => heatLevel(n, 100))).toEqual([0, 1, 1, 2, 5])
  expect(heatLevel(0, 0)).toBe(0)
})

test('changes of a waterfall hang where the one before ended, and totals stand on zero', () => {
  expect(
    waterfallSpans([
      { kind: 'total', amount: 100 },
      { kind: 'change', amount: -30 },
      { kind: 'change', amount: null },
      { kind: 'total', amount: 70 },
      { kind: 'change', amount: -90 },
    ]),
  ).toEqual([{ from: 0, to: 100 }, { from: 100, to: 70 }, null, { from: 0, to: 70 }, { from: 70, to: -20 }])
})
