import { NETWORK_TIME_ZONE } from '../../format/format.ts'
import { numberFormat } from '../../format/intl.ts'
import type { Locale } from '../../preferences.ts'
import { columnKind, textOf, type Cell } from './values.ts'

/** What stands for a missing value, as everywhere in the dashboard. */
const DASH = '–'
const LONGEST = 200

/** How a reader wants to see values; copies and files have them as they are. */
export interface Look {
  /** In which instants are written. */
  zone: string
  /** With thousands set apart, shares and rates as per cent; null as the engine writes them. */
  locale: Locale | null
}

export const PLAIN: Look = { zone: 'UTC', locale: null }

/** UTC, the network's own time, and that of the reader's machine where it is another. */
export function zonesOf(own: string): string[] {
  return [...new Set(['UTC', NETWORK_TIME_ZONE, own])]
}

export const isInstant = (type: string) => /^TIMESTAMP WITH TIME ZONE|^TIMESTAMPTZ/i.test(type)

const isShare = (name: string) => /(^|_)(rate|share)(_|$)/i.test(name)

function formatted(value: number, locale: Locale, name: string): string {
  const options: Intl.NumberFormatOptions = isShare(name)
    ? { style: 'percent', maximumFractionDigits: 2 }
    : { maximumFractionDigits: 6 }
  return numberFormat(locale, options).format(value)
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
  if (look.locale && typeof value === 'number' && columnKind(type) === 'number')
    return formatted(value, look.locale, name)
  if (typeof value === 'number' && !Number.isInteger(value))
    return String(Number(value.toFixed(6)) || Number(value.toPrecision(3)))
  const text = textOf(value)
  if (look.zone !== 'UTC' && isInstant(type)) return inZone(text, look.zone)
  if (columnKind(type) === 'timestamp') return text.replace('T', ' ').replace(/\.000(?=Z|$)/, '')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text.replace(/\s+/g, ' ')
}

/** Width of a column in pixels from its name and its first values, within bounds. */
export function widthOf(name: string, type: string, values: Cell[]): number {
  const wide = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 14 : 7.6), 0)
  const widest = values
    .slice(0, 60)
    .reduce<number>((most, value) => Math.max(most, wide(displayed(value, type))), wide(name) + 18)
  return Math.round(Math.min(360, Math.max(64, widest + 20)))
}
