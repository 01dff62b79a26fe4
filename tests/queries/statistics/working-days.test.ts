import { expect, test } from 'vitest'
import { comparePerWorkingDay } from '#queries/statistics/working-days.ts'

const row = (center_code: string, count: number, working_days: number) => ({ center_code, count, working_days })

test('a month with National Day is no fall: each center by its own working days', () => {
  const comparison = comparePerWorkingDay(
    [row('A', 180, 18), row('B', 240, 24)],
    [row('A', 210, 21), row('B', 260, 26)],
  )
  expect(comparison).toEqual({
    current_per_day: 20,
    previous_per_day: 20,
    change_share: 0,
    working_days: { current: 42, previous: 47 },
    left_out: [],
  })
})

test('centers open in one of the two periods only are left out of both, and named', () => {
  const current = [row('A', 110, 10), row('B', 500, 10), row('C', 70, 7)]
  const comparison = comparePerWorkingDay(current, [row('A', 100, 10), row('B', 0, 0), row('D', 5, 5)])
  expect(comparison.left_out).toEqual(['B', 'C', 'D'])
  expect(comparison.current_per_day).toBe(11)
  expect(comparison.change_share).toBeCloseTo(0.1, 12)
})

test('nothing to compare gives no share', () => {
  expect(comparePerWorkingDay([], []).change_share).toBeNull()
  expect(comparePerWorkingDay([row('A', 5, 1)], [row('A', 0, 1)]).change_share).toBeNull()
})
