import type { Column } from '../contracts/contract.ts'
import { cleanText } from '../contracts/signs.ts'
import { isWellFormed } from '../landing/json-line.ts'
import { isDay } from './times.ts'

/**
 * The landing contract's types, value by value, as the loader's macros (etl/load/macros.ts) judge them. A test compares the
 * two on many values. What these return is only what the rules need: a number for ranges, a text for conditions.
 */
export type Typed = string | number | true | null

const CLOCK = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?`
const TIMESTAMP = new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T]${CLOCK}(Z|[+-]\d{2}(?::?\d{2})?)?$`)

export interface ReadTimestamp {
  /** Milliseconds since 1970 as if the wall clock were UTC. */
  wall: number
  /** Minutes east of UTC; null: the center's local time. */
  offset: number | null
}

export function readTimestamp(text: string): ReadTimestamp | null {
  const found = TIMESTAMP.exec(text)
  if (!found) return null
  const [year, month, day, hour, minute] = found.slice(1, 6).map(Number) as [number, number, number, number, number]
  const second = Number(found[6] ?? 0)
  if (!isDay({ year, month, day }) || hour > 23 || minute > 59 || second > 59) return null
  const fraction = Number(/:\d{1,2}:\d{1,2}(\.\d{1,6})/.exec(text)?.[1] ?? 0)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const wall = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fraction * 1000
  const offset = found[7] === undefined ? null : minutesOf(found[7])
  return offset !== null && Math.abs(offset) > 14 * 60 ? null : { wall, offset }
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0
  const digits = offset.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  return offset[0] === '-' ? -minutes : minutes
}

function readDate(text: string): string | null {
  const found = /^(\d{4})([-/]?)(\d{2})\2(\d{2})$/.exec(text)
  if (!found) return null
  return isDay({ year: Number(found[1]), month: Number(found[3]), day: Number(found[4]) }) ? text : null
}

const readMonth = (text: string) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) && !text.startsWith('0000') ? text : null)

function readInteger(text: string): number | null {
  const n = /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : NaN
  return n >= -2_147_483_648 && n <= 2_147_483_647 ? n : null
}

function readDecimal(text: string): number | null {
  const n = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN
  return Number.isFinite(n) ? n : null
}

function readPlainAmount(text: string): number | null {
  return /^[+-]?(\d+(\.\d{0,2}0*)?|\.\d{1,2}0*)$/.test(text) ? Number(text) : null
}

function readCsvAmount(text: string): number | null {
  if (!/^[+-]?[¥￥]?[\t\n\f\r ]*[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d{0,2}0*)?$/.test(text)) return null
  return readPlainAmount(text.replace(/[¥￥,\t\n\f\r ]/g, ''))
}

function readJson(text: string, isWanted: (value: unknown) => boolean): true | null {
  if (text === 'null') return true
  try {
    const value: unknown = JSON.parse(text)
    return isWanted(value) && isWellFormed(value) ? true : null
  } catch {
    return null
  }
}

/** A cell that a profile made, without blanks around it; null where it means null. */
export function readMadeCell(cell: string): string | null {
  const text = cleanText(cell)
  return text === '' || text === 'NULL' || text === '\\N' ? null : text
}

export function readAllowed(text: string, column: Column): string | null {
  const lower = text.toLowerCase()
  return column.allowed!.find((a) => a.toLowerCase() === lower) ?? null
}

/** The value as its column reads it; null: it is not of the type, or none of the allowed. */
export function readValue(text: string, column: Column, isCsv: boolean): Typed {
  switch (column.type) {
    case 'text':
      return column.allowed ? readAllowed(text, column) : text
    case 'timestamp':
      return readTimestamp(text) && true
    case 'date':
      return readDate(text)
    case 'month':
      return readMonth(text)
    case 'integer':
      return readInteger(text)
    case 'number':
      return readDecimal(text)
    case 'amount':
      return isCsv ? readCsvAmount(text) : readPlainAmount(text)
    case 'boolean':
      return /^(true|1|y|false|0|n)$/i.test(text) ? true : null
    case 'parameters':
      return readJson(text, (v) => typeof v === 'object' && v !== null && !Array.isArray(v))
    case 'tags':
      return readJson(text, Array.isArray)
  }
}
