import { DEFAULT_ZONE } from '../contracts/contract.ts'
import { converter, type Convert } from './convert.ts'
import { readList } from './ndjson.ts'
import type { Profile } from './profile.ts'
import type { Condition, SeveralExams } from './profile-schema.ts'
import { fold, unwrap } from './tidy.ts'
import { readTime } from './times.ts'

type Cells = readonly string[]
type Get = (cells: Cells) => string
type GetColumn = (cells: Cells, zone: () => string) => string

/** What becomes of one line: rows in the contract's order of columns, or why it is none. */
export type Mapped =
  { rows: string[][] } | { malformed: true } | { leftOut: 'blank' | 'total' | 'header' | 'filter'; because?: string }

export interface Mapping {
  /** Contract columns that are required and come from nowhere. */
  missing: string[]
  /** Header names that nothing takes. */
  unused: string[]
  map: (cells: Cells) => Mapped
}

/** Places of header names, compared without blanks, width and case. */
class Header {
  readonly names: string[]
  readonly used = new Set<number>()
  readonly #places = new Map<string, number>()

  constructor(names: Cells) {
    this.names = names.map(unwrap)
    const times = new Map<string, number>()
    for (const [i, name] of this.names.entries()) {
      const key = fold(name)
      if (key === '') continue
      const nth = (times.get(key) ?? 0) + 1
      times.set(key, nth)
      // A name that stands twice means its first column; `name#2` is the second.
      if (nth === 1 && !this.#places.has(key)) this.#places.set(key, i)
      if (nth > 1) this.#places.set(`${key}#${nth}`, i)
    }
  }

  /** A name that a group of columns stands for is looked up behind the real ones. */
  find(source: string | string[], virtual: ReadonlyMap<string, number>): number | null {
    for (const name of Array.isArray(source) ? source : [source]) {
      const place = virtual.get(fold(name)) ?? this.#places.get(fold(name))
      if (place === undefined) continue
      this.used.add(place)
      return place
    }
    return null
  }
}

export function isHeader(cells: Cells, names: readonly string[]): boolean {
  const found = new Set(cells.map((c) => fold(unwrap(c))))
  return names.every((name) => found.has(fold(name)))
}

/** Zones of centers by code, by which the day of an instant is a center's; a center that is not there lies in the usual one. */
export type Zones = ReadonlyMap<string, string>

/** Prepares a profile for a file with this header. */
export function mapping(profile: Profile, headerCells: Cells, zones: Zones): Mapping {
  const header = new Header(headerCells)
  const width = headerCells.length
  const { expand, virtual } = expansion(profile.several_exams, header, width)
  const { contract } = profile
  const missing: string[] = []
  const columns = contract.columns.map((c) => column(profile, c.name, header, virtual, missing))
  const centerOf = columns[contract.columns.findIndex((c) => c.name === 'center_code')]!
  const zoneOf = (cells: Cells) => () => zones.get(centerOf(cells, () => DEFAULT_ZONE)) ?? DEFAULT_ZONE
  const conditions = profile.leave_out.map((c) => ({ because: c.because, holds: condition(c, header, virtual) }))
  const totals = profile.totals.map(fold)
  const headerKey = header.names.map(fold).join('\n')
  const place = contract.columns.findIndex((c) => c.name === profile.several_exams?.number?.column)
  const map = (cells: Cells): Mapped => {
    const first = cells.map(unwrap).find((c) => c !== '')
    if (first === undefined) return { leftOut: 'blank' }
    if (totals.some((t) => fold(first).startsWith(t))) return { leftOut: 'total' }
    if (cells.map((c) => fold(unwrap(c))).join('\n') === headerKey) return { leftOut: 'header' }
    const even = evenOut(cells, width, (place) => profile.short_rows === true || !header.used.has(place))
    const pieces = even && expand(even)
    if (!pieces) return { malformed: true }
    const left = conditions.find((c) => pieces.every((piece) => c.holds(piece)))
    if (left) return { leftOut: 'filter', because: left.because }
    const kept = pieces.filter((piece) => !conditions.some((c) => c.holds(piece)))
    const rows = kept.map((piece) => columns.map((of) => of(piece, zoneOf(piece))))
    if (place >= 0 && pieces.length > 1)
      for (const row of rows)
        if (row[place]) row[place] += `${profile.several_exams!.number!.with}${rows.indexOf(row) + 1}`
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

function column(
  { contract, columns }: Profile,
  name: string,
  header: Header,
  virtual: ReadonlyMap<string, number>,
  missing: string[],
): GetColumn {
  const definition = contract.columns.find((c) => c.name === name)!
  const rule = columns[name] ?? { from: name }
  const get = value(rule, header, virtual)
  if (!get) {
    if (definition.required && rule.default === undefined) missing.push(name)
    const fallback = rule.default ?? ''
    return () => fallback
  }
  const convert: Convert = converter(definition, rule)
  const dayAt = rule.age_on === undefined ? null : header.find(rule.age_on, virtual)
  const day = (cells: Cells) => () => (dayAt === null ? '' : (readTime(unwrap(cells[dayAt]!)) ?? ''))
  return (cells, zone) => convert(get(cells), { day: day(cells), zone })
}

function value(rule: Profile['columns'][string], header: Header, virtual: ReadonlyMap<string, number>): Get | null {
  const { constant, join } = rule
  if (constant !== undefined) return () => constant
  if (join) {
    const places = join.map((source) => header.find(source, virtual))
    if (places.every((p) => p === null)) return null
    const glue = rule.with ?? ' '
    return (cells) =>
      places
        .map((p) => (p === null ? '' : unwrap(cells[p]!)))
        .filter((part) => part !== '')
        .join(glue)
  }
  const place = rule.from === undefined ? null : header.find(rule.from, virtual)
  return place === null ? null : (cells) => cells[place]!
}

function condition(c: Condition, header: Header, virtual: ReadonlyMap<string, number>): (cells: Cells) => boolean {
  const place = header.find(c.column, virtual)
  if (place === null) return () => false
  const cell = (cells: Cells) => unwrap(cells[place] ?? '')
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
