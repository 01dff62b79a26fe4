import { isIdentifier, type Column } from '../contracts/contract.ts'
import { hasLostDigits, INVISIBLE } from '../contracts/signs.ts'
import { decimalText, readDecimal, rounded } from './decimals.ts'
import { birthYear, readAge, readNumber } from './numbers.ts'
import type { ColumnRule } from './profile-schema.ts'
import { fold, halfWidth, unwrap } from './tidy.ts'
import { inZone, localDay } from './local-day.ts'
import { readEpoch, readMonth, readTime } from './times.ts'

/**
 * Marks before a value that the mapping refuses though the column would take any text. The loader's SQL and the checker
 * read them as `bad_type` and `not_allowed`; no cell can hold them, for control characters are taken out.
 */
export const BAD_TYPE = '\u0001'
export const NOT_ALLOWED = '\u0002'

/** What a value may hang on: the day by which an age is one, and the zone of the row's center. */
export interface Beside {
  day: () => string
  zone: () => string
}

export type Convert = (value: string, beside: Beside) => string

/** Function from a cell to the contract's spelling; what it cannot read it hands on, for the contract's rules to reject. */
export function converter(column: Column, rule: ColumnRule): Convert {
  const extract = rule.extract === undefined ? null : new RegExp(rule.extract, 'u')
  const codes = rule.codes && new Map(Object.entries(rule.codes).map(([from, to]) => [fold(from), to]))
  const nulls = new Set((rule.null_if ?? []).map(fold))
  return (cell, beside) => {
    let value = clean(cell)
    if (value === '' || nulls.has(fold(value))) return rule.default ?? ''
    if (isIdentifier(column)) {
      value = halfWidth(value)
      if (hasLostDigits(value)) return BAD_TYPE + value
    }
    if (extract) value = extract.exec(value.slice(0, 1000))?.groups?.value?.trim() ?? ''
    if (rule.case) value = rule.case === 'lower' ? value.toLowerCase() : value.toUpperCase()
    if (value !== '') value = `${rule.prefix ?? ''}${value}${rule.suffix ?? ''}`
    if (codes && value !== '') {
      const mapped = codes.get(fold(value))
      if (mapped !== undefined) value = mapped
      else if (rule.unmapped === 'null') value = ''
      else if (rule.unmapped !== 'keep') return NOT_ALLOWED + value
    }
    if (value === '') return rule.default ?? ''
    return typed(value, column, rule, beside)
  }
}

const MEANINGLESS = new RegExp(`[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f${INVISIBLE}]`, 'g')

/** Without control and invisible signs, which no export means, but for line ends and tabs inside. */
export const clean = (cell: string) => unwrap(cell.replace(MEANINGLESS, ''))

function typed(value: string, column: Column, rule: ColumnRule, { day, zone }: Beside): string {
  switch (column.type) {
    case 'timestamp':
      return (rule.epoch ? readEpoch(value, rule.epoch) : timeOf(value, rule)) ?? value
    case 'date':
      return dayOf(timeOf(value, rule), zone) ?? value
    case 'month':
      return readMonth(value) ?? dayOf(timeOf(value, rule), zone)?.slice(0, 7) ?? value
    case 'amount':
    case 'number':
    case 'integer':
      if (rule.age_on !== undefined) return bornIn(value, day())
      return roundedText(readNumber(value, rule), rule.round) ?? value
    case 'boolean':
      return BOOLEANS.get(fold(value)) ?? value
    case 'text':
      return column.allowed ? halfWidth(value).trim() : value
    default:
      return value
  }
}

function timeOf(value: string, { excel, order, zone }: ColumnRule): string | null {
  const time = readTime(value, excel, order)
  return time !== null && zone !== undefined ? inZone(time, zone) : time
}

function roundedText(number: string | null, places: number | undefined): string | null {
  const decimal = number !== null && places !== undefined ? readDecimal(number) : null
  return decimal ? decimalText(rounded(decimal, places!)) : number
}

/** The day of an instant is the center's, whatever zone it is written in. */
const dayOf = (time: string | null, zone: () => string) => time && (localDay(time, zone) ?? time.slice(0, 10))

/** An age that cannot be read is rejected; where only the exam's day cannot, that column says so. */
function bornIn(age: string, day: string): string {
  if (!readAge(age)) return BAD_TYPE + age
  return birthYear(age, day) ?? ''
}

const BOOLEANS = new Map([
  ['是', 'true'],
  ['否', 'false'],
  ['阳性', 'true'],
  ['阴性', 'false'],
  ['陽性', 'true'],
  ['陰性', 'false'],
  ['有', 'true'],
  ['无', 'false'],
  ['無', 'false'],
])
