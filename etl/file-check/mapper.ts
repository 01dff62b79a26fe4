import { DEFAULT_ZONE, type Column } from '../contracts/contract.ts'
import { converter, type Convert } from './convert.ts'
import { readList } from './ndjson.ts'
import type { Profile } from './profile.ts'
import type { Condition, SeveralExams } from './profile-schema.ts'
import { INCOMPLETE, objectOf, sumOf, textOf } from './cells.ts'
import { Header, type Cells } from './header.ts'
import { fold, unwrap } from './tidy.ts'
import { readTime } from './times.ts'

type GetColumn = (cells: Cells, zone: () => string) => string

/**
 * What becomes of one line: rows in the contract's order of columns, or why it is none. `next`: a header in another order, by which
 * the lines behind it are read.
 */
export type Mapped =
  | { rows: string[][] }
  | { malformed: true }
  | { leftOut: 'blank' | 'total' | 'header' | 'filter'; because?: string; next?: Cells }

export interface Mapping {
  /** Contract columns that are required and come from nowhere. */
  missing: string[]
  /** Header names that nothing takes. */
  unused: string[]
  map: (cells: Cells) => Mapped
}

/** Zones of centers by code, by which the day of an instant is a center's; a center that is not there lies in the usual one. */
export type Zones = ReadonlyMap<string, string>

/** How the columns of a file are named. */
export interface Columns {
  /** The header's row or rows; of a file without one, the names that the profile gives. */
  rows: Cells[]
  /** Columns may lack without a fault, as keys of a JSON object do. */
  mayLack?: boolean
}

/** Prepares a profile for a file with this header. */
export function mapping(profile: Profile, { rows: headerRows, mayLack = false }: Columns, zones: Zones): Mapping {
  const header = new Header(headerRows)
  const width = Math.max(...headerRows.map((row) => row.length))
  const { expand, virtual } = expansion(profile.several_exams, header, width)
  const { contract } = profile
  const missing: string[] = []
  const place = { header, virtual, missing, mayLack }
  const columns = contract.columns.map((c) => column(profile, c, place))
  const centerOf = columns[contract.columns.findIndex((c) => c.name === 'center_code')]
  const zoneOf = (cells: Cells) => () => zones.get(centerOf?.(cells, () => DEFAULT_ZONE) ?? '') ?? DEFAULT_ZONE
  const conditions = [
    ...profile.leave_out.map((c) => ({ because: c.because, holds: condition(c, place) ?? (() => false) })),
    ...profile.keep_only.map((c) => ({ because: c.because, holds: unless(c, place) })),
  ]
  const totals = profile.totals.map(fold)
  const numbered = contract.columns.findIndex((c) => c.name === profile.several_exams?.number?.column)
  const map = (cells: Cells): Mapped => {
    const first = cells.find((c) => unwrap(c) !== '')
    if (first === undefined) return { leftOut: 'blank' }
    const start = fold(unwrap(first))
    if (totals.some((t) => start.startsWith(t))) return { leftOut: 'total' }
    const repeated = mayLack ? null : header.repeatedBy(cells)
    if (repeated) return { leftOut: 'header', ...(repeated === 'other' ? { next: cells } : {}) }
    const even = evenOut(cells, width, (at) => profile.short_rows === true || !header.used.has(at))
    const pieces = even && expand(even)
    if (!pieces) return { malformed: true }
    const left = conditions.find((c) => pieces.every((piece) => c.holds(piece)))
    if (left) return { leftOut: 'filter', because: left.because }
    const kept = pieces.filter((piece) => !conditions.some((c) => c.holds(piece)))
    const rows = kept.map((piece) => columns.map((of) => of(piece, zoneOf(piece))))
    if (numbered >= 0 && pieces.length > 1)
      for (const row of rows)
        if (row[numbered]) row[numbered] += `${profile.several_exams!.number!.with}${rows.indexOf(row) + 1}`
    return { rows }
  }
  const unused = header.names.filter((name, i) => name !== '' && !header.used.has(i))
  return { missing, unused, map }
}

/**
 * Cells behind the header's last must be empty: many exports end every line with a delimiter. Of a line that ends before it, where
 * spreadsheets leave out empty cells, those may lack of which `mayLack`.
 */
function evenOut(cells: Cells, width: number, mayLack: (place: number) => boolean): Cells | null {
  if (cells.length === width) return cells
  if (cells.length > width) return cells.slice(width).every((c) => unwrap(c) === '') ? cells.slice(0, width) : null
  for (let place = cells.length; place < width; place++) if (!mayLack(place)) return null
  return [...cells, ...Array.from({ length: width - cells.length }, () => '')]
}

/** What the columns of a file are looked up by, and what of them is missing. */
interface Place {
  header: Header
  virtual: ReadonlyMap<string, number>
  missing: string[]
  mayLack: boolean
}

function column({ columns }: Profile, definition: Column, place: Place): GetColumn {
  const { header, virtual, missing, mayLack } = place
  const { name } = definition
  const rule = columns[name] ?? { from: name }
  const made = rule.sum && sumOf(rule, header, virtual, mayLack)
  if (made === INCOMPLETE) missing.push(name)
  else if (made) return made
  const get = rule.object ? objectOf(rule.object, header, virtual) : textOf(rule, header, virtual)
  if (!get) {
    if (definition.required && rule.default === undefined && !missing.includes(name)) missing.push(name)
    const fallback = rule.default ?? ''
    return () => fallback
  }
  const convert: Convert = converter(definition, rule)
  const dayAt = rule.age_on === undefined ? null : header.find(rule.age_on, virtual)
  const day = (cells: Cells) => () => (dayAt === null ? '' : (readTime(unwrap(cells[dayAt]!)) ?? ''))
  return (cells, zone) => convert(get(cells), { day: day(cells), zone })
}

/** Null: the header lacks the column. */
function condition(c: Condition, { header, virtual }: Place): ((cells: Cells) => boolean) | null {
  const place = header.find(c.column, virtual)
  return place === null ? null : holding(c, (cells) => unwrap(cells[place] ?? ''))
}

/** Without its column nobody can say which lines to keep: the file is refused, and of JSON objects the key is empty. */
function unless(c: Condition, place: Place): (cells: Cells) => boolean {
  const holds = condition(c, place) ?? holding(c, () => '')
  if (place.header.find(c.column, place.virtual) === null && !place.mayLack) place.missing.push([c.column].flat()[0]!)
  return (cells) => !holds(cells)
}

function holding(c: Condition, cell: (cells: Cells) => string): (cells: Cells) => boolean {
  if (c.in) {
    const values = new Set(c.in.map(fold))
    return (cells) => values.has(fold(cell(cells)))
  }
  if (c.matches !== undefined) {
    const pattern = new RegExp(c.matches, 'u')
    return (cells) => pattern.test(cell(cells).slice(0, 1000))
  }
  return (cells) => (cell(cells) === '') === c.empty
}

interface Expansion {
  virtual: ReadonlyMap<string, number>
  /** A line as one or more; null where lists of different lengths cannot be paired. */
  expand: (cells: Cells) => Cells[] | null
}

function expansion(several: SeveralExams | undefined, header: Header, width: number): Expansion {
  const none = new Map<string, number>()
  if (!several) return { virtual: none, expand: (cells) => [cells] }
  if (several.groups) return groups(several.groups, header, width)
  const places = several.columns!.flatMap((name) => header.find(name, none) ?? [])
  const cut = (text: string) => {
    const [first, ...others] = several.separators!
    const whole = unwrap(text)
    const pieces = readList(whole) ?? others.reduce((t, s) => t.replaceAll(s, first!), whole).split(first!)
    return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
  }
  const expand = (cells: Cells) => {
    const lists = places.map((p) => cut(cells[p]!))
    const n = Math.max(1, ...lists.map((l) => l.length))
    // One piece stands for all; other numbers cannot be paired.
    if (lists.some((l) => l.length > 1 && l.length !== n)) return null
    if (n === 1) return [cells]
    return Array.from({ length: n }, (_, i) => {
      const copy = [...cells]
      for (const [k, p] of places.entries()) copy[p] = lists[k]![Math.min(i, lists[k]!.length - 1)] ?? ''
      return copy
    })
  }
  return { virtual: none, expand }
}

/** Columns that stand side by side for a first, second, … exam: one row for each group that holds anything. */
function groups(list: Record<string, string>[], header: Header, width: number): Expansion {
  const names = [...new Set(list.flatMap((g) => Object.keys(g)))]
  const virtual = new Map(names.map((name, i) => [fold(name), width + i]))
  const places = list.map((g) => names.map((name) => (g[name] === undefined ? null : header.find(g[name], new Map()))))
  const expand = (cells: Cells) => {
    const found = places
      .map((group) => group.map((p) => (p === null ? '' : cells[p]!)))
      .filter((values) => values.some((v) => unwrap(v) !== ''))
    return found.length > 0 ? found.map((values) => [...cells, ...values]) : [[...cells, ...names.map(() => '')]]
  }
  return { virtual, expand }
}
