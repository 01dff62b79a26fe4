import { CODE, MOST_CODE, PERSON_NUMBER, type ColumnType } from '../contracts/contract.ts'
import { hasLostDigits } from '../contracts/signs.ts'
import { parseDayHours, parseStaffedHours } from './hours.ts'

/** A parsed cell: a value, or what is wrong with the text. */
export type Parsed = { value: string | number | boolean | string[] | null } | { wrong: string }

/** Reader of a column's cells; what a source profile converts by stands beside it, `text` where nothing does. */
export interface Reader {
  (cell: string): Parsed
  type?: ColumnType
  allowed?: readonly string[]
}

const ok = (value: string | number | boolean | string[]): Parsed => ({ value })

/** Blanks that exports put around values: white space, the no-break and the ideographic space. */
export function trimBlanks(text: string): string {
  return text.replace(/^[\s\u00a0\u3000]+|[\s\u00a0\u3000]+$/g, '')
}

/** `YYYY-MM-DD`, `YYYY/MM/DD` or `YYYYMMDD` as `YYYY-MM-DD`; null when it is no date of the calendar. */
export function parseDate(text: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$|^(\d{4})\/(\d{2})\/(\d{2})$|^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!match) return null
  const iso = match.slice(1).filter(Boolean).join('-')
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}

function isTimeZone(zone: string): boolean {
  try {
    // Offsets such as +08:00 pass Intl, but are no IANA zone and mean the reverse to others.
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

export const text = (cell: string): Parsed => ok(cell)

const FORM = new RegExp(`^(?:${CODE})$`)
const PERSONS = new RegExp(`^(?:${PERSON_NUMBER})$`)

/** What is wrong with a code by which rows of the feeds name something; null: nothing. The feeds' contract refuses such codes. */
export function codeFault(code: string): string | null {
  if ([...code].length > MOST_CODE) return `a code has at most ${MOST_CODE} characters`
  if (!FORM.test(code)) return `"${code}" is no code: letters, digits and . _ - / : + # * ( ) & ~ | without blanks`
  return hasLostDigits(code) ? `"${code}" has lost digits: keep the column as text where the file is made` : null
}

/** The same of a code that the network or a maker gives out. */
export function givenCodeFault(code: string): string | null {
  return codeFault(code) ?? (PERSONS.test(code) ? 'the code has the form of a telephone or identity number' : null)
}

export function code(cell: string): Parsed {
  const wrong = codeFault(cell)
  return wrong === null ? ok(cell) : { wrong }
}

export function givenCode(cell: string): Parsed {
  const wrong = givenCodeFault(cell)
  return wrong === null ? ok(cell) : { wrong }
}

export function oneOf(...allowed: string[]): Reader {
  const read = (cell: string): Parsed => {
    const found = allowed.find((value) => value.toLowerCase() === cell.toLowerCase())
    return found === undefined ? { wrong: `"${cell}" is not one of ${allowed.join(', ')}` } : ok(found)
  }
  return Object.assign(read, { allowed })
}

const MODALITIES = ['CT', 'MR', 'DX', 'CR', 'MG', 'US', 'PT', 'NM', 'XA', 'RF', 'BMD', 'OT']

/** A modality in the exams' spelling; one that exams cannot have is kept, since the contract does not list these. */
export function modality(cell: string): Parsed {
  const upper = cell.toUpperCase()
  return ok(MODALITIES.includes(upper) ? upper : cell)
}

export function number(min = -Infinity, max = Infinity): Reader {
  const read = (cell: string): Parsed => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : NaN
    if (!Number.isFinite(value)) return { wrong: `"${cell}" is not a number` }
    return value < min || value > max ? { wrong: `${cell} is outside ${min}…${max}` } : ok(value)
  }
  return Object.assign(read, { type: 'number' as const })
}

export function integer(cell: string): Parsed {
  const value = /^[+-]?\d+$/.test(cell) ? Number(cell) : NaN
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? ok(value) : { wrong: `"${cell}" is not a whole number` }
}
integer.type = 'integer' as const

/** An amount in CNY as decimal text, so that no fen is lost on the way into the warehouse. */
export function amount(cell: string): Parsed {
  const plain = /^[+-]?[¥￥]?\s*(\d{1,3}(,\d{3})+|\d+)(\.\d{0,2})?$/.test(cell) ? cell.replace(/[¥￥,\s+]/g, '') : null
  return plain !== null && plain.replace(/[-.].*/, '').length <= 12
    ? ok(plain.replace(/\.$/, ''))
    : { wrong: 'this is not an amount with at most two decimals' }
}
amount.type = 'amount' as const

export function date(cell: string): Parsed {
  const value = parseDate(cell)
  return value === null ? { wrong: `"${cell}" is not a date such as 2026-03-01` } : ok(value)
}
date.type = 'date' as const

/** A month such as `2026-03` as its first day. */
export function month(cell: string): Parsed {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(cell) ? ok(`${cell}-01`) : { wrong: `"${cell}" is not a month such as 2026-03` }
}
month.type = 'month' as const

export function boolean(cell: string): Parsed {
  if (/^(true|1|y)$/i.test(cell)) return ok(true)
  return /^(false|0|n)$/i.test(cell) ? ok(false) : { wrong: `"${cell}" is neither true nor false` }
}
boolean.type = 'boolean' as const

export function timeZone(cell: string): Parsed {
  return isTimeZone(cell) ? ok(cell) : { wrong: `"${cell}" is not an IANA time zone such as Asia/Shanghai` }
}

export function staffedHours(cell: string): Parsed {
  if (parseStaffedHours(cell)) return ok(cell)
  return { wrong: `"${cell}" is not weekly hours such as 1-5 08:00-20:00;6 08:00-12:00` }
}

export function dayHours(cell: string): Parsed {
  if (parseDayHours(cell)) return ok(cell)
  return { wrong: `"${cell}" is neither closed nor windows such as 08:00-12:00;13:00-17:00` }
}

/** Codes joined by `;`; blanks and empty elements are ignored. */
export function codes(cell: string): string[] {
  return cell.split(';').map(trimBlanks).filter(Boolean)
}
