import {
  DEFAULT_ZONE,
  codePattern,
  isGivenCode,
  isIdentifier,
  LEAST_OWN_CODE,
  mayHoldNoPerson,
  MOST_HOURS,
  mostCharacters,
  PERSON_NUMBER,
  type Column,
  type Condition,
  type Contract,
} from '../contracts/contract.ts'
import { hasLostDigits } from '../contracts/signs.ts'
import { BAD_TYPE, NOT_ALLOWED } from './convert.ts'
import { offsetIn } from './local-day.ts'
import { isPlausible } from './plausible.ts'
import { readTimestamp, readValue, type Typed } from './values.ts'

export type Reason =
  | 'missing_value'
  | 'bad_type'
  | 'not_allowed'
  | 'out_of_range'
  | 'time_order'
  | 'unknown_center'
  | 'unknown_scanner'
  | 'wrong_center'
  | 'malformed'
  | 'repeated_key'
  | 'unreadable_file'
  | 'missing_column'
  | 'unknown_feed'

/** Why a row would be rejected. */
export interface Breach {
  reason: Reason
  column: string
  /** As it stands in the row; null for an empty one. */
  value: string | null
}

/** The codes that the network knows, where the reference data is at hand. */
export interface References {
  /** Center code to time zone. */
  centers: ReadonlyMap<string, string>
  /** Scanner to its center. */
  scanners: ReadonlyMap<string, string>
}

const isMarked = (value: string | null) => value !== null && (value[0] === BAD_TYPE || value[0] === NOT_ALLOWED)
/** A value without the mark by which a mapping refuses it. */
export const bare = (value: string | null) => (isMarked(value) ? value!.slice(1) : value)

/**
 * Judge of a feed's rows: the first rule that a row breaks, in the order of the landing contract, or null. `row` has texts
 * in the contract's order of columns, null for none. Without `references` the rules that hang on them are not judged. `folder`:
 * the one below the feed's in which the file lies; where it bears a center's code, the rows must be that center's.
 */
export function judgeOf(
  contract: Contract,
  isCsv: boolean,
  references: References | null,
  { folder = null, now = new Date() }: { folder?: string | null; now?: Date } = {},
): (row: (string | null)[]) => Breach | null {
  const { columns } = contract
  const at = new Map(columns.map((c, i) => [c.name, i]))
  return (row) => {
    const typed = columns.map((c, i): Typed =>
      row[i] === null || isMarked(row[i]!) ? null : readValue(row[i]!, c, isCsv),
    )
    // A null may mean a value, as routine does for the priority.
    const holds = (c: Condition) =>
      c.in.includes(String(typed[at.get(c.column)!] ?? columns[at.get(c.column)!]!.default))
    return (
      ownBreach(contract, row, typed, holds, now) ??
      durationBreach(contract, row, at, references) ??
      timeBreach(contract, row, at, references) ??
      (references && referenceBreach(contract, row, at, { ...references, folder }))
    )
  }
}

type Holds = (condition: Condition) => boolean

function ownBreach(contract: Contract, row: (string | null)[], typed: Typed[], holds: Holds, now: Date): Breach | null {
  const { columns } = contract
  const first = (reason: Reason, test: (c: Column, i: number) => boolean): Breach | null => {
    const i = columns.findIndex(test)
    return i === -1 ? null : { reason, column: columns[i]!.name, value: bare(row[i]!) }
  }
  const applies = (c: Column) => !c.appliesWhen || holds(c.appliesWhen)
  const unread = (c: Column, i: number) => row[i] !== null && typed[i] === null && applies(c)
  const isBadText = (c: Column, value: string | null | undefined) =>
    value != null &&
    (value[0] === BAD_TYPE || ((isNoCode(c, value) || isOwnCode(contract, row, c, value)) && applies(c)))
  const isTooLong = (c: Column) =>
    (contract.lasts ?? []).some(([from, to]) => to === c.name && lastsTooLong(contract, row, from, to))
  return (
    first(
      'missing_value',
      (c, i) => row[i] === null && (c.required ?? (c.requiredWhen ? holds(c.requiredWhen) : false)),
    ) ??
    first('bad_type', (c, i) =>
      c.type === 'text' ? isBadText(c, row[i]) : unread(c, i) && row[i]![0] !== NOT_ALLOWED,
    ) ??
    first('not_allowed', (c, i) => (c.allowed ? unread(c, i) : row[i]?.[0] === NOT_ALLOWED)) ??
    first(
      'out_of_range',
      (c, i) => typed[i] !== null && applies(c) && (!isPlausible(row[i]!, typed[i]!, c, now) || isTooLong(c)),
    )
  )
}

const patterns = new Map<string, RegExp>()

const PERSONS = new RegExp(`^(?:${PERSON_NUMBER})$`)

/** The code of the row's own patient or staff, where none has a place. */
function isOwnCode(contract: Contract, row: (string | null)[], c: Column, value: string): boolean {
  const { whole, part } = LEAST_OWN_CODE
  if (!mayHoldNoPerson(c)) return false
  return contract.columns.some((each, i) => {
    const own = each.hashedAs ? row[i] : null
    if (!own) return false
    const length = [...own].length
    return (value === own && length >= whole) || (value.includes(own) && length >= part)
  })
}

/** A code that is none, is too long or a person's number, or that has lost digits. What a profile does not allow is judged later. */
function isNoCode(c: Column, value: string): boolean {
  if (value[0] === NOT_ALLOWED) return false
  if (isIdentifier(c) && hasLostDigits(value)) return true
  if ([...value].length > (mostCharacters(c) ?? Infinity)) return true
  if (isGivenCode(c) && PERSONS.test(value)) return true
  const source = codePattern(c)
  if (source === null) return false
  const pattern = patterns.get(source) ?? new RegExp(`^(?:${source})$`)
  patterns.set(source, pattern)
  return !pattern.test(value)
}

const HOUR_MS = 3_600_000

/** Of times that are both local, or neither: the others are compared once their zone is known. */
function lastsTooLong(contract: Contract, row: (string | null)[], from: string, to: string): boolean {
  const [a, b] = [from, to].map((name) => readTimestamp(row[contract.columns.findIndex((c) => c.name === name)] ?? ''))
  if (!a || !b || (a.offset === null) !== (b.offset === null)) return false
  const minutes = (b.offset ?? 0) - (a.offset ?? 0)
  return b.wall - a.wall - minutes * 60_000 > MOST_HOURS * HOUR_MS
}

function durationBreach(
  contract: Contract,
  row: (string | null)[],
  at: Map<string, number>,
  references: References | null,
): Breach | null {
  for (const [from, to] of contract.lasts ?? []) {
    const span = spanOf(contract, row, at, references, [from, to])
    if (span !== null && span > MOST_HOURS * HOUR_MS)
      return { reason: 'out_of_range', column: to, value: row[at.get(to)!]! }
  }
  return null
}

function timeBreach(
  contract: Contract,
  row: (string | null)[],
  at: Map<string, number>,
  references: References | null,
): Breach | null {
  for (const [earlier, later] of contract.timeOrder) {
    const span = spanOf(contract, row, at, references, [earlier, later])
    if (span !== null && span < 0) return { reason: 'time_order', column: later, value: row[at.get(later)!]! }
  }
  return null
}

/** Milliseconds between two times of a row; null where one is missing or means nothing in this kind of row. */
function spanOf(
  contract: Contract,
  row: (string | null)[],
  at: Map<string, number>,
  references: References | null,
  [earlier, later]: [string, string],
): number | null {
  const from = row[at.get(earlier)!]
  const to = row[at.get(later)!]
  if (!from || !to || !applies(contract, earlier, row, at) || !applies(contract, later, row, at)) return null
  const zone = references?.centers.get(row[at.get('center_code')!] ?? '') ?? DEFAULT_ZONE
  return instantOf(to, zone) - instantOf(from, zone)
}

/** A time that means nothing in this kind of row is not kept, so it is not compared either. */
function applies(contract: Contract, name: string, row: (string | null)[], at: Map<string, number>): boolean {
  const condition = contract.columns[at.get(name)!]!.appliesWhen
  return !condition || condition.in.includes((row[at.get(condition.column)!] ?? '').toLowerCase())
}

function instantOf(text: string, zone: string): number {
  const time = readTimestamp(text)
  if (!time) return NaN
  return time.wall - (time.offset ?? offsetIn(zone, time.wall)) * 60_000
}

function referenceBreach(
  contract: Contract,
  row: (string | null)[],
  at: Map<string, number>,
  { centers, scanners, folder }: References & { folder: string | null },
): Breach | null {
  const center = row[at.get('center_code')!]!
  if (!centers.has(center)) return { reason: 'unknown_center', column: 'center_code', value: center }
  const scanner = contract.scanner && row[at.get(contract.scanner)!]
  const owner = scanner ? scanners.get(scanner) : undefined
  if (scanner && owner === undefined) return { reason: 'unknown_scanner', column: contract.scanner!, value: scanner }
  if (folder !== null && folder !== center && centers.has(folder))
    return { reason: 'wrong_center', column: 'center_code', value: center }
  if (!scanner) return null
  return owner === center ? null : { reason: 'wrong_center', column: contract.scanner!, value: scanner }
}
