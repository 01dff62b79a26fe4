import { expect, test } from 'vitest'
import { newestOf } from '#etl/sources/watermark.ts'

const NOW = Date.parse('2026-03-06T00:00:00Z')
const updated = { field: '/u', time_zone: 'Asia/Shanghai' } as unknown as Parameters<typeof newestOf>[0]

test('a record from the future does not move the watermark past the real ones', () => {
  const newest = (...times: string[]) =>
    newestOf(
      updated,
      times.map((u) => ({ u })),
      NOW,
    )
  expect(newest('2026-03-05T08:00:00Z', '9999-12-31T23:59:59Z', '2062-03-05 08:00')).toEqual({
    newest: Date.parse('2026-03-05T08:00:00Z'),
    isAhead: true,
  })
  expect(newest('9999-12-31T23:59:59Z')).toEqual({ newest: null, isAhead: true })
  expect(newest('2026-03-07T00:00:00Z')).toEqual({ newest: Date.parse('2026-03-07T00:00:00Z'), isAhead: false })
})
