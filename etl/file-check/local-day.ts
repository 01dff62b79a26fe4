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

/** Minutes east of UTC that a zone has at a wall-clock time. */
export function offsetIn(zone: string, wall: number): number {
  if (zone === DEFAULT_ZONE && wall > Date.UTC(1992, 0, 1)) return 480
  const whole = Math.floor(wall / 1000) * 1000
  const guess = (wallAt(zone, whole) - whole) / 60_000
  return (wallAt(zone, whole - guess * 60_000) - (whole - guess * 60_000)) / 60_000
}

/** A time that names no offset with that of the zone in which it was written; others, and days, stay. */
export function inZone(time: string, zone: string): string {
  const read = readTimestamp(time)
  if (!read || read.offset !== null) return time
  const minutes = Math.round(offsetIn(zone, read.wall))
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${time}${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
