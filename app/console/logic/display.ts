import { NETWORK_TIME_ZONE } from '../../format/format.ts'
import { numberFormat } from '../../format/intl.ts'
import type { Locale } from '../../preferences.ts'
import type { NumberFormat, Numbers } from './number-setting.ts'
import { columnKind, textOf, type Cell } from './values.ts'

/** What stands for a missing value, as everywhere in the dashboard. */
const DASH = '–'
const LONGEST = 200

/** How a reader wants to see values; copies and files have them as they are. */
export interface Look {
  /** In which instants are written. */
  zone: string
  /** In whose language formatted numbers are written. */
  locale: Locale
  /** Which numbers are formatted, by column; all others stand as the engine has them. */
  numbers: Numbers
}

export const PLAIN: Look = { zone: 'UTC', locale: 'en', numbers: {} }

/** UTC, the network's own time, and that of the reader's machine where it is another. */
export function zonesOf(own: string): string[] {
  return [...new Set(['UTC', NETWORK_TIME_ZONE, own])]
}

export const isInstant = (type: string) => /^TIMESTAMP WITH TIME ZONE|^TIMESTAMPTZ/i.test(type)

const DIGITS: Record<NumberFormat, Intl.NumberFormatOptions> = {
  thousands: { maximumFractionDigits: 6 },
  percent: { style: 'percent', maximumFractionDigits: 2 },
}

/** A number, also a whole one that came as its digits since a double would change them; null for what is neither. */
function numericOf(value: Cell): number | bigint | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : null
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** `2026-03-08 23:30:00` on the clocks of a zone; Swedish writes it so. */
function inZone(text: string, zone: string): string {
  const at = Date.parse(text)
  if (Number.isNaN(at)) return text
  const clock =
    clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  clocks.set(zone, clock)
  return clock.format(at)
}

/** A value as the grid writes it: doubles to six decimals, instants without what says nothing. Copies are unrounded. */
export function displayed(value: Cell, type: string, look = PLAIN, name = ''): string {
  if (value === null || value === undefined) return DASH
  const format = columnKind(type) === 'number' ? look.numbers[name] : undefined
  const number = format ? numericOf(value) : null
  if (format && number !== null) return numberFormat(look.locale, DIGITS[format]).format(number)
  if (typeof value === 'number' && !Number.isInteger(value))
    return String(Number(value.toFixed(6)) || Number(value.toPrecision(3)))
  const text = textOf(value)
  if (look.zone !== 'UTC' && isInstant(type)) return inZone(text, look.zone)
  if (columnKind(type) === 'timestamp') return text.replace('T', ' ').replace(/\.000(?=Z|$)/, '')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text.replace(/\s+/g, ' ')
}

/** Width of a column in pixels from its name and its first values, within bounds. */
export function widthOf(name: string, type: string, values: Cell[]): number {
  // Numbers have room for what sets their thousands apart.
  const look: Look = { ...PLAIN, numbers: { [name]: 'thousands' } }
  const wide = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 14 : 7.6), 0)
  const widest = values
    .slice(0, 60)
    .reduce<number>((most, value) => Math.max(most, wide(displayed(value, type, look, name))), wide(name) + 18)
  return Math.round(Math.min(360, Math.max(64, widest + 20)))
}
