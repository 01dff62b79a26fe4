import type { Column } from '../contracts/contract.ts'
import { birthYear, readAge, readNumber } from './numbers.ts'
import type { ColumnRule } from './profile-schema.ts'
import { fold, halfWidth, isLostIdentifier, unwrap } from './tidy.ts'
import { readEpoch, readMonth, readTime } from './times.ts'

/**
 * Marks before a value that the mapping refuses though the column would take any text. The loader's SQL and the checker
 * read them as `bad_type` and `not_allowed`; no cell can hold them, for control characters are taken out.
 */
export const BAD_TYPE = '\u0001'
export const NOT_ALLOWED = '\u0002'

/** Columns of codes and numbers: full width is made plain, and a number in scientific notation has lost its digits. */
const isIdentifier = (c: Column) => c.type === 'text' && !c.allowed && /(_id|_no|_code|^code|repeat_of)$/.test(c.name)

export type Convert = (value: string, day: () => string) => string

/** Function from a cell to the contract's spelling; what it cannot read it hands on, for the contract's rules to reject. */
export function converter(column: Column, rule: ColumnRule): Convert {
  const extract = rule.extract === undefined ? null : new RegExp(rule.extract, 'u')
  const codes = rule.codes && new Map(Object.entries(rule.codes).map(([from, to]) => [fold(from), to]))
  const nulls = new Set((rule.null_if ?? []).map(fold))
  return (cell, day) => {
    let value = clean(cell)
    if (value === '' || nulls.has(fold(value))) return rule.default ?? ''
    if (isIdentifier(column)) {
      value = halfWidth(value)
      if (isLostIdentifier(value)) return BAD_TYPE + value
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
    return typed(value, column, rule, day)
  }
}

/** Without control characters, which no export means, but for line ends and tabs inside. */
// eslint-disable-next-line no-control-regex
const clean = (cell: string) => unwrap(cell).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')

function typed(value: string, column: Column, rule: ColumnRule, day: () => string): string {
  switch (column.type) {
    case 'timestamp':
      return (rule.epoch ? readEpoch(value, rule.epoch) : readTime(value, rule.excel)) ?? value
    case 'date':
      return readTime(value, rule.excel)?.slice(0, 10) ?? value
    case 'month':
      return readMonth(value, rule.excel) ?? value
    case 'amount':
    case 'number':
    case 'integer':
      if (rule.age_on !== undefined) return bornIn(value, day())
      return readNumber(value, rule) ?? value
    case 'boolean':
      return BOOLEANS.get(fold(value)) ?? value
    case 'text':
      return column.allowed ? halfWidth(value).trim() : value
    default:
      return value
  }
}

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
  ['有', 'true'],
  ['无', 'false'],
])
