import { expect, test } from 'vitest'
import { lastDue } from '#etl/schedule/due.ts'

const at = (text: string) => new Date(text)
const due = (cron: string, after: string, now: string, timeZone = 'Asia/Shanghai') =>
  lastDue({ cron, timeZone }, at(after), at(now))?.toISOString() ?? null

test('a night at two in Shanghai is due at 18:00 UTC', () => {
  expect(due('0 2 * * *', '2026-03-01T00:00:00Z', '2026-03-03T17:59:59Z')).toBe('2026-03-02T18:00:00.000Z')
  expect(due('0 2 * * *', '2026-03-01T00:00:00Z', '2026-03-03T18:00:00Z')).toBe('2026-03-03T18:00:00.000Z')
})

test('what was due at or before the last start is not due again', () => {
  expect(due('0 2 * * *', '2026-03-02T18:00:00Z', '2026-03-03T17:59:59Z')).toBeNull()
  expect(due('0 2 * * *', '2026-03-02T18:00:05Z', '2026-03-02T18:04:00Z')).toBeNull()
})

test('days that are not named are passed over, also for weeks', () => {
  expect(due('30 1 1 * *', '2026-01-01T12:00:00Z', '2026-02-27T00:00:00Z')).toBe('2026-01-31T17:30:00.000Z')
  expect(due('0 2 * * 1', '2026-03-01T00:00:00Z', '2026-03-06T00:00:00Z')).toBe('2026-03-01T18:00:00.000Z')
})

test('a zone with half an hour, and a change of its clocks', () => {
  expect(due('15 2 * * *', '2026-03-06T00:00:00Z', '2026-03-07T12:00:00Z', 'America/St_Johns')).toBe(
    '2026-03-07T05:45:00.000Z',
  )
  expect(due('15 4 * * *', '2026-03-07T00:00:00Z', '2026-03-09T12:00:00Z', 'America/St_Johns')).toBe(
    '2026-03-09T06:45:00.000Z',
  )
})

test('every quarter of an hour, every ten seconds, and names of schedules', () => {
  expect(due('*/15 * * * *', '2026-03-01T00:00:00Z', '2026-03-01T00:44:59Z')).toBe('2026-03-01T00:30:00.000Z')
  expect(due('*/10 * * * * *', '2026-03-01T00:00:00Z', '2026-03-01T00:00:39Z')).toBe('2026-03-01T00:00:30.000Z')
  expect(due('@daily', '2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z')).toBe('2026-03-02T16:00:00.000Z')
})

test('a night whose hour the clocks pass over is due once, when they have; one whose hour comes twice has one turn', () => {
  // In Berlin 02:00 to 03:00 is left out on 29 March 2026, and comes twice on 25 October.
  const berlin = (cron: string, after: string, now: string) => due(cron, after, now, 'Europe/Berlin')
  expect(berlin('30 2 * * *', '2026-03-28T01:30:00Z', '2026-03-29T00:59:59Z')).toBeNull()
  expect(berlin('30 2 * * *', '2026-03-28T01:30:00Z', '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
  expect(berlin('30 2 * * *', '2026-03-29T01:00:00Z', '2026-03-30T00:29:59Z')).toBeNull()
  expect(berlin('30 2 * * 1', '2026-03-28T00:00:00Z', '2026-03-29T12:00:00Z')).toBeNull()
  expect(berlin('10 * * * *', '2026-03-29T00:10:00Z', '2026-03-29T01:09:59Z')).toBeNull()
  expect(berlin('30 2 * * *', '2026-10-24T00:30:00Z', '2026-10-25T01:29:59Z')).toBeNull()
  expect(berlin('30 2 * * *', '2026-10-24T00:30:00Z', '2026-10-25T12:00:00Z')).toBe('2026-10-25T01:30:00.000Z')
  // In New York node-cron takes the first of two: the second must not be made up.
  expect(due('30 1 * * *', '2026-11-01T05:30:01Z', '2026-11-01T12:00:00Z', 'America/New_York')).toBeNull()
})
