import { expect, test } from 'vitest'
import { presetPeriod } from '#app/periods.ts'

test('presets count back from the last day of the data, which is included', () => {
  expect(presetPeriod('days_7', '2026-03-06')).toEqual({ from: '2026-02-28', to: '2026-03-07' })
  expect(presetPeriod('days_28', '2026-03-06')).toEqual({ from: '2026-02-07', to: '2026-03-07' })
})

test('this month ends with the last day of the data, last month is whole', () => {
  expect(presetPeriod('this_month', '2026-01-10')).toEqual({ from: '2026-01-01', to: '2026-01-11' })
  expect(presetPeriod('last_month', '2026-01-10')).toEqual({ from: '2025-12-01', to: '2026-01-01' })
})

test('twelve months are 365 days', () => {
  expect(presetPeriod('year', '2026-12-31')).toEqual({ from: '2026-01-01', to: '2027-01-01' })
})
