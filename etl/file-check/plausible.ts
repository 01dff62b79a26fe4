import { daysAhead, EARLIEST, FIRST_BIRTH_YEAR, MOST_OFFSET_HOURS, type Column } from '../contracts/contract.ts'
import { readTimestamp, type Typed } from './values.ts'

const GRACE_MS = MOST_OFFSET_HOURS * 3_600_000
const DAY_MS = 86_400_000
const EARLIEST_MS = Date.parse(`${EARLIEST}T00:00:00Z`)

/**
 * Whether a value that was read is one that its column can have, as the loader judges it (etl/load/typed.ts). Whether a local time is
 * past its bound is known only with its zone: it is given the grace of the zone farthest east, as an instant is at the other end.
 */
export function isPlausible(text: string, typed: Typed, column: Column, now: Date): boolean {
  const latest = now.getTime() + daysAhead(column) * DAY_MS
  if (typeof typed === 'number') {
    const { min = -Infinity, max = Infinity, isBirthYear } = column
    if (typed < min || typed > max) return false
    const year = new Date(now.getTime() + GRACE_MS).getUTCFullYear()
    return !isBirthYear || (typed >= FIRST_BIRTH_YEAR && typed <= year)
  }
  if (column.type === 'timestamp') {
    const { wall, offset } = readTimestamp(text)!
    if (offset === null) return wall >= EARLIEST_MS && wall <= latest + GRACE_MS
    const instant = wall - offset * 60_000
    return instant >= EARLIEST_MS - GRACE_MS && instant <= latest
  }
  if (column.type !== 'date' && column.type !== 'month') return true
  const digits = text.replace(/[-/]/g, '').padEnd(8, '01')
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
  return day >= EARLIEST && day <= new Date(latest + GRACE_MS).toISOString().slice(0, 10)
}
