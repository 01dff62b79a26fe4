import type { Column, Condition, Contract } from '../contracts/contract.ts'
import { BAD_TYPE, NOT_ALLOWED } from './convert.ts'
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

/** Zone that a center without one lies in, as in etl/facts/judge.ts. */
const DEFAULT_ZONE = 'Asia/Shanghai'

const isMarked = (value: string | null) => value !== null && (value[0] === BAD_TYPE || value[0] === NOT_ALLOWED)
const bare = (value: string | null) => (isMarked(value) ? value!.slice(1) : value)

/**
 * Judge of a feed's rows: the first rule that a row breaks, in the order of the landing contract, or null. `row` has texts
 * in the contract's order of columns, null for none. Without `references` the rules that hang on them are not judged.
 */
export function judgeOf(
  contract: Contract,
  isCsv: boolean,
  references: References | null,
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
      ownBreach(columns, row, typed, holds) ??
      timeBreach(contract, row, at, references) ??
      (references && referenceBreach(contract, row, at, references))
    )
  }
}

type Holds = (condition: Condition) => boolean

function ownBreach(columns: Column[], row: (string | null)[], typed: Typed[], holds: Holds): Breach | null {
  const first = (reason: Reason, test: (c: Column, i: number) => boolean): Breach | null => {
    const i = columns.findIndex(test)
    return i === -1 ? null : { reason, column: columns[i]!.name, value: bare(row[i]!) }
  }
  const unread = (c: Column, i: number) =>
    row[i] !== null && typed[i] === null && (!c.appliesWhen || holds(c.appliesWhen))
  return (
    first(
      'missing_value',
      (c, i) => row[i] === null && (c.required ?? (c.requiredWhen ? holds(c.requiredWhen) : false)),
    ) ??
    first('bad_type', (c, i) =>
      c.type === 'text' ? row[i]?.[0] === BAD_TYPE : unread(c, i) && row[i]![0] !== NOT_ALLOWED,
    ) ??
    first('not_allowed', (c, i) => (c.allowed ? unread(c, i) : row[i]?.[0] === NOT_ALLOWED)) ??
    first('out_of_range', (c, i) => {
      const n = typed[i]
      return typeof n === 'number' && ((c.min !== undefined && n < c.min) || (c.max !== undefined && n > c.max))
    })
  )
}

function timeBreach(
  contract: Contract,
  row: (string | null)[],
  at: Map<string, number>,
  references: References | null,
): Breach | null {
  for (const [earlier, later] of contract.timeOrder) {
    const from = row[at.get(earlier)!]
    const to = row[at.get(later)!]
    if (!from || !to || !applies(contract, earlier, row, at) || !applies(contract, later, row, at)) continue
    const zone = references?.centers.get(row[at.get('center_code')!] ?? '') ?? DEFAULT_ZONE
    if (instantOf(from, zone) > instantOf(to, zone)) return { reason: 'time_order', column: later, value: to }
  }
  return null
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

const formats = new Map<string, Intl.DateTimeFormat>()

/** Minutes east of UTC that a zone has at a wall-clock time. */
function offsetIn(zone: string, wall: number): number {
  if (zone === DEFAULT_ZONE && wall > Date.UTC(1992, 0, 1)) return 480
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' })
  formats.set(zone, format)
  const shown = (instant: number) => {
    const p = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(2000 + p.year!, p.month! - 1, p.day, p.hour, p.minute, p.second)
  }
  const whole = Math.floor(wall / 1000) * 1000
  const guess = (shown(whole) - whole) / 60_000
  return (shown(whole - guess * 60_000) - (whole - guess * 60_000)) / 60_000
}

function referenceBreach(
  contract: Contract,
  row: (string | null)[],
  at: Map<string, number>,
  { centers, scanners }: References,
): Breach | null {
  const center = row[at.get('center_code')!]!
  if (!centers.has(center)) return { reason: 'unknown_center', column: 'center_code', value: center }
  const scanner = contract.scanner && row[at.get(contract.scanner)!]
  if (!scanner) return null
  const owner = scanners.get(scanner)
  if (owner === undefined) return { reason: 'unknown_scanner', column: contract.scanner!, value: scanner }
  return owner === center ? null : { reason: 'wrong_center', column: contract.scanner!, value: scanner }
}
