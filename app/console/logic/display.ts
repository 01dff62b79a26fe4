import { columnKind, textOf, type Cell } from './values.ts'

/** What stands for a missing value, as everywhere in the dashboard. */
const DASH = '–'
const LONGEST = 200

/** A value as the grid writes it: doubles to six decimals, instants without what says nothing. Copies are unrounded. */
export function displayed(value: Cell, type: string): string {
  if (value === null || value === undefined) return DASH
  if (typeof value === 'number' && !Number.isInteger(value))
    return String(Number(value.toFixed(6)) || Number(value.toPrecision(3)))
  const text = textOf(value)
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
