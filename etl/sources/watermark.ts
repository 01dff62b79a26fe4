import { at } from './pointer.ts'
import type { Source } from './schema.ts'

type Updated = NonNullable<Source['updated_since']>

/** The value of the parameter for an instant in milliseconds, set back by the overlap; coarse formats round down. */
export function sinceText(updated: Updated, watermarkMs: number): string {
  const from = watermarkMs - updated.overlap_seconds * 1000
  if (updated.format === 'epoch_seconds') return String(Math.floor(from / 1000))
  if (updated.format === 'epoch_milliseconds') return String(Math.floor(from))
  if (updated.format === 'iso') return new Date(from).toISOString()
  const local = new Date(from + offsetMs(from, updated.time_zone)).toISOString()
  return updated.format === 'date' ? local.slice(0, 10) : local.slice(0, 19).replace('T', ' ')
}

/** A record further ahead is mistyped, as for the loader: by it all that comes before it would be passed over. */
const MOST_AHEAD_MS = 2 * 86_400_000

/** Latest time of change among the records, milliseconds, of those that can be by `nowMs`; `isAhead` tells that others are later. */
export function newestOf(
  updated: Updated,
  records: Record<string, unknown>[],
  nowMs: number,
): { newest: number | null; isAhead: boolean } {
  let newest: number | null = null
  let isAhead = false
  for (const record of records) {
    const ms = readInstant(updated, at(record, updated.field!))
    if (ms === null) continue
    if (ms > nowMs + MOST_AHEAD_MS) isAhead = true
    else if (newest === null || ms > newest) newest = ms
  }
  return { newest, isAhead }
}

const LOCAL = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/

function readInstant(updated: Updated, value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Number(text) * 1000
  if (/^\d{12,13}$/.test(text)) return Number(text)
  const parts = LOCAL.exec(text)
    ?.slice(1)
    .map((p) => Number(p ?? 0))
  if (parts) return fromLocal(Date.UTC(parts[0]!, parts[1]! - 1, ...(parts.slice(2) as [number])), updated.time_zone)
  const ms = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i.test(text) ? Date.parse(text.replace(' ', 'T')) : NaN
  return Number.isNaN(ms) ? null : ms
}

/** The earlier of two readings where a clock change makes a local time ambiguous: asking twice does no harm. */
function fromLocal(asUtc: number, zone: string): number {
  return asUtc - Math.max(offsetMs(asUtc - 86_400_000, zone), offsetMs(asUtc + 86_400_000, zone))
}

/** How far the zone's clock is ahead of UTC at an instant. */
function offsetMs(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(instant / 1000) * 1000
}
