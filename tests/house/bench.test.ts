import { expect, test } from 'vitest'
import { percentile, table } from '#tests/bench/report.ts'

test('a percentile is a measured value, by nearest rank', () => {
  const times = Array.from({ length: 20 }, (_, i) => 20 - i)
  expect([percentile(times, 0.5), percentile(times, 0.95), percentile([7], 0.95)]).toEqual([10, 19, 7])
})

test('a table sets its first column left and the others right', () => {
  expect(table([['feed', 's'], ['exams', '1.50']])).toBe('feed      s\nexams  1.50') // prettier-ignore
})
