import { expect, test } from 'vitest'
import { minutesPerWeek, parseDayHours, parseStaffedHours } from '#etl/reference/hours.ts'

test('weekly hours are windows by weekday, and unknown hours have no minutes', () => {
  expect(minutesPerWeek('1-5 08:00-20:00;6 08:00-12:00;6 13:00-17:00')).toBe(5 * 720 + 480)
  expect(minutesPerWeek('1,3,5 09:00-17:30')).toBe(3 * 510)
  expect(minutesPerWeek('1-7 00:00-24:00')).toBe(7 * 1440)
  expect(minutesPerWeek(null)).toBeNull()
})

test('windows that overlap or touch count once', () => {
  expect(parseStaffedHours('1 08:00-12:00;1 10:00-13:00;1 13:00-14:00')).toEqual([
    { weekday: 1, startMinute: 480, endMinute: 840 },
  ])
})

test.each([
  '',
  '08:00-20:00',
  '1-5 20:00-08:00',
  '1-5 08:00-08:00',
  '0-5 08:00-20:00',
  '5-1 08:00-20:00',
  '1-5 08:00-24:01',
  '1-5 08:60-20:00',
  '1-5 8-20',
])('weekly hours "%s" are refused', (text) => {
  expect(parseStaffedHours(text)).toBeNull()
})

test('hours of a date are windows, or closed in any case', () => {
  expect(parseDayHours('08:00-12:00; 13:00-24:00')).toEqual([
    { startMinute: 480, endMinute: 720 },
    { startMinute: 780, endMinute: 1440 },
  ])
  expect(parseDayHours('Closed')).toEqual([])
  expect(parseDayHours('open')).toBeNull()
})
