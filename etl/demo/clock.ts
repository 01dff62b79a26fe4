/**
 * Time in the generator: a day is the number of days since 1970-01-01 on the center's own calendar, an instant is the
 * number of whole seconds since that midnight on the center's own clock. China keeps no summer time, so that is enough,
 * and the machine's time zone plays no part.
 */
export const DAY_SECONDS = 86_400

const isoDays = new Map<number, string>()

export function dayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000)
}

/** `YYYY-MM-DD`. */
export function isoDay(day: number): string {
  let text = isoDays.get(day)
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 10)
    isoDays.set(day, text)
  }
  return text
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(day: number): number {
  return ((day + 3) % 7) + 1
}

export function dayOf(instant: number): number {
  return Math.floor(instant / DAY_SECONDS)
}

/** `YYYY-MM`. */
export function monthOf(day: number): string {
  return isoDay(day).slice(0, 7)
}

/** First day of the month that is `months` after the one of `day` (negative: before). */
export function monthStart(day: number, months = 0): number {
  const date = new Date(day * 86_400_000)
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000)
}

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)
const timesOfDay: string[] = []

/** `HH:MM:SS`; made once for every second of a day, since millions of them are written. */
function timeOfDay(second: number): string {
  if (timesOfDay.length === 0) {
    for (let s = 0; s < DAY_SECONDS; s++) {
      timesOfDay.push(`${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`)
    }
  }
  return timesOfDay[second]!
}

/** How a center's systems write an instant: its own clock without offset, with it, or in UTC. */
export type TimeStyle = 'local' | 'offset' | 'utc'

export type FormatInstant = (instant: number | null) => string

/** Null is written as an empty field. */
export function instantFormatter(style: TimeStyle, offsetHours: number): FormatInstant {
  const gap = style === 'local' ? ' ' : 'T'
  const suffix = style === 'local' ? '' : style === 'utc' ? 'Z' : `+${two(offsetHours)}:00`
  const shift = style === 'utc' ? offsetHours * 3600 : 0
  return (instant) => {
    if (instant === null) return ''
    const at = instant - shift
    const day = Math.floor(at / DAY_SECONDS)
    return isoDay(day) + gap + timeOfDay(at - day * DAY_SECONDS) + suffix
  }
}
