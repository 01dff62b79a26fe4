import { daysAhead, EARLIEST, FIRST_BIRTH_YEAR, MOST_OFFSET_HOURS, type Column } from '../contracts/contract.ts'

const HOUR_US = 3_600_000_000
const DAY_US = 24 * HOUR_US
const GRACE_US = MOST_OFFSET_HOURS * HOUR_US
const EARLIEST_US = Date.parse(`${EARLIEST}T00:00:00Z`) * 1000

/** Encoded times between which one of the column is plausible, whatever zone it is of. */
export function timeBounds(c: Column): [low: string, high: string] {
  return [String(EARLIEST_US * 2), `((run_us() + ${daysAhead(c) * DAY_US}) * 2)`]
}

/**
 * Tests that a value of the column, `v`, is outside of what it can be. Whether a local time is past its bound is known only with
 * its zone, which hangs on the reference data: it is given the grace of the zone farthest east, as an instant is at the other end.
 */
export function implausible(c: Column, v: string): string[] {
  const ahead = daysAhead(c) * DAY_US
  const tests = []
  if (c.min !== undefined) tests.push(`${v} < ${c.min}`)
  if (c.max !== undefined) tests.push(`${v} > ${c.max}`)
  if (c.isBirthYear) tests.push(`${v} < ${FIRST_BIRTH_YEAR}`, `${v} > year(make_timestamp(run_us() + ${GRACE_US}))`)
  if (c.type === 'date' || c.type === 'month')
    tests.push(`${v} < DATE '${EARLIEST}'`, `${v} > CAST(make_timestamp(run_us() + ${ahead + GRACE_US}) AS DATE)`)
  // Encoded: twice the microseconds, odd for a local time. Nearly all lie between both bounds and are looked at no further.
  if (c.type === 'timestamp') {
    const [[low, high], grace] = [timeBounds(c), GRACE_US * 2]
    const beyond = [
      `${v} < ${EARLIEST_US * 2 - grace} OR ${v} > ${high} + ${grace}`,
      `(${v} < ${low} AND ${v} % 2 <> 0) OR (${v} > ${high} AND ${v} % 2 = 0)`,
    ]
    tests.push(`CASE WHEN ${v} < ${low} OR ${v} > ${high} THEN ${beyond.join(' OR ')} ELSE false END`)
  }
  return tests
}
