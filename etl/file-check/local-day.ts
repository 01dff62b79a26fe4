import { DEFAULT_ZONE } from '../contracts/contract.ts'
import { readTimestamp } from './values.ts'

const PARTS: Intl.DateTimeFormatOptions = {
  ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
  ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
}
const formats = new Map<string, Intl.DateTimeFormat>()

/** Wall clock that a zone shows at an instant, milliseconds since 1970 as if it were UTC; whole seconds. */
export function wallAt(zone: string, instant: number): number {
  if (zone === DEFAULT_ZONE && instant > Date.UTC(1992, 0, 1)) return Math.floor(instant / 1000) * 1000 + 480 * 60_000
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', ...PARTS })
  formats.set(zone, format)
  const p = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(p.year!, p.month! - 1, p.day, p.hour, p.minute, p.second)
}

/** Local day of a time that names its offset; null for one that does not. `zone` is asked only where it is needed. */
export function localDay(time: string, zone: () => string): string | null {
  const read = readTimestamp(time)
  if (!read || read.offset === null) return null
  return new Date(wallAt(zone(), read.wall - read.offset * 60_000)).toISOString().slice(0, 10)
}
