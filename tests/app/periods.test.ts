import { expect, test } from 'vitest'
import { endAfter, lastDayOf, MORE_PRESETS, presetPeriod, PRESETS } from '#app/periods.ts'

test('presets count back from the last day of the data, which is included', () => {
  expect(presetPeriod('yesterday', '2026-03-06')).toEqual({ from: '2026-03-06', to: '2026-03-07' })
  expect(presetPeriod('days_7', '2026-03-06')).toEqual({ from: '2026-02-28', to: '2026-03-07' })
  expect(presetPeriod('days_28', '2026-03-06')).toEqual({ from: '2026-02-07', to: '2026-03-07' })
})

test('weeks begin on Monday: this one ends with the last day of the data, the last one is whole', () => {
  expect(presetPeriod('this_week', '2026-03-05')).toEqual({ from: '2026-03-02', to: '2026-03-06' })
  expect(presetPeriod('last_week', '2026-03-05')).toEqual({ from: '2026-02-23', to: '2026-03-02' })
  expect(presetPeriod('this_week', '2026-03-01')).toEqual({ from: '2026-02-23', to: '2026-03-02' })
})

test('this month ends with the last day of the data, last month is whole', () => {
  expect(presetPeriod('this_month', '2026-01-10')).toEqual({ from: '2026-01-01', to: '2026-01-11' })
  expect(presetPeriod('last_month', '2026-01-10')).toEqual({ from: '2025-12-01', to: '2026-01-01' })
})

test('quarter and year run from their first day', () => {
  expect(presetPeriod('quarter', '2026-05-10')).toEqual({ from: '2026-04-01', to: '2026-05-11' })
  expect(presetPeriod('year_to_date', '2026-05-10')).toEqual({ from: '2026-01-01', to: '2026-05-11' })
})

test('twelve months run to the same day of the year before', () => {
  expect(presetPeriod('months_12', '2026-12-31')).toEqual({ from: '2026-01-01', to: '2027-01-01' })
  expect(presetPeriod('months_12', '2028-02-28')).toEqual({ from: '2027-03-01', to: '2028-02-29' })
})

test('every preset ends with the last day of the data or before', () => {
  for (const preset of [...PRESETS, ...MORE_PRESETS]) {
    const { from, to } = presetPeriod(preset, '2026-03-06')
    expect(from < to && to <= '2026-03-07').toBe(true)
  }
})

test('people name the last day, addresses the day after it', () => {
  expect([lastDayOf('2026-03-01'), endAfter('2026-02-28')]).toEqual(['2026-02-28', '2026-03-01'])
  expect([endAfter('2026-02-30'), endAfter('tomorrow')]).toEqual([null, null])
})
