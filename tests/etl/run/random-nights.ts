import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import Papa from 'papaparse'

/** A landing folder's files: path below it to bytes. */
export type Files = Map<string, Buffer>
type Draw = fc.GeneratorValue

const between = (g: Draw, min: number, max: number) => g(fc.integer, { min, max })
const pick = <T>(g: Draw, list: readonly T[]): T => list[between(g, 0, list.length - 1)]!
const chance = (g: Draw, percent: number) => between(g, 1, 100) <= percent

/** Feed files and reference files of a sample. */
export function readSample(name: string): { feeds: Files; reference: Files } {
  const root = join(import.meta.dirname, '..', '..', 'fixtures', name, 'landing')
  const paths = readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
  const read = (list: string[]) => new Map(list.map((path) => [path, readFileSync(join(root, path))]))
  const isReference = (path: string) => path.startsWith('reference/')
  return { feeds: read(paths.filter((p) => !isReference(p))), reference: read(paths.filter(isReference)) }
}

/** About so many percent of the files, at least one. */
export function some(g: Draw, files: Files, percent: number): Files {
  const chosen = [...files].filter(() => chance(g, percent))
  return new Map(chosen.length > 0 ? chosen : [...files].slice(0, 1))
}

/** Where a text may be cut: behind each line but the header, if no record spans lines. */
function cuts(path: string, text: Buffer): number[] {
  if (/\.csv(\.gz)?$/.test(path) && text.includes('"')) return []
  const ends: number[] = []
  for (let at = text.indexOf(10); at !== -1 && at < text.length - 1; at = text.indexOf(10, at + 1)) ends.push(at + 1)
  return path.includes('.csv') ? ends.slice(1) : ends
}

/** A file cut between rows; every part of a CSV file has the header. The parts sort where the whole did. */
export function split(g: Draw, path: string, bytes: Buffer): [string, Buffer][] {
  const [, extension, packed] = /(\.csv|\.ndjson)(\.gz)?$/.exec(path) ?? []
  const text = extension && unpack(bytes, Boolean(packed))
  const places = text ? cuts(path, text) : []
  if (!text || places.length === 0) return [[path, bytes]]
  const chosen = [...new Set(Array.from({ length: between(g, 1, 2) }, () => pick(g, places)))].sort((a, b) => a - b)
  const header = extension === '.csv' ? text.subarray(0, text.indexOf(10) + 1) : Buffer.alloc(0)
  return [0, ...chosen].map((from, n) => {
    const rows = text.subarray(from, chosen[n] ?? text.length)
    const part = n === 0 ? rows : Buffer.concat([header, rows])
    return [`${path}-${n}${extension}${packed ?? ''}`, packed ? gzipSync(part) : part]
  })
}

function unpack(bytes: Buffer, packed: boolean): Buffer | null {
  try {
    return packed ? gunzipSync(bytes) : bytes
  } catch {
    return null // the sample's torn file
  }
}

const REPLACED = [
  [',routine,', ',stat,'],
  [',urban_employee,', ',corporate,'],
  [',N,', ',Y,'],
  ['"off"', '"standby"'],
  ['t1_tra', 't2_tra'],
]

/** The same rows with another value and the same age: which of them stays hangs on the paths alone. Null: none fits. */
function contradicted(path: string, bytes: Buffer): Buffer | null {
  const packed = path.endsWith('.gz')
  const text = unpack(bytes, packed)
  if (!text) return null
  // As bytes, whatever the encoding: all of what is replaced is ASCII.
  const other = REPLACED.reduce((t, [from, to]) => t.replaceAll(from!, to!), text.toString('latin1'))
  const changed = Buffer.from(other, 'latin1')
  if (changed.equals(text)) return null
  return packed ? gzipSync(changed) : changed
}

/** The files, some of them cut between rows, some contradicted by others, some contents a second time under another name. */
export function splitAndRepeated(g: Draw, files: Files): Files {
  const pieces = new Map(
    [...files].flatMap(([path, bytes]) => (chance(g, 60) ? split(g, path, bytes) : [[path, bytes]])) as [
      string,
      Buffer,
    ][],
  )
  for (let n = between(g, 10, 20); n > 0; n--) {
    const [path, bytes] = pick(g, [...pieces])
    const other = contradicted(path, bytes)
    if (other) pieces.set(beside(g, path, `c${n}`), other)
    // And the first of the two once more, so that its turn may come again after both are merged.
    if (other && chance(g, 70)) pieces.set(beside(g, path, `d${n}`), bytes)
  }
  for (let n = between(g, 2, 6); n > 0; n--) {
    const [path, bytes] = pick(g, [...pieces])
    pieces.set(beside(g, path, `r${n}`), bytes)
  }
  return pieces
}

/** A path of the same feed and format that sorts before all else or behind: that decides between rows of equal age. */
function beside(g: Draw, path: string, name: string): string {
  const [feed = '', ...rest] = path.split('/')
  return `${feed}/${pick(g, ['!', '~'])}/${name}-${rest.at(-1) ?? ''}`
}

type Rows = Record<string, string>[]

function edited(csv: Buffer, edit: (rows: Rows) => Rows): Buffer {
  const text = csv.toString('utf8').replace(/^\uFEFF/, '')
  const { data, meta } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
  const fields = meta.fields ?? []
  const cells = edit(data).map((row) => fields.map((field) => row[field] ?? ''))
  return Buffer.from(Papa.unparse({ fields, data: cells }, { newline: '\n' }))
}

/** Reference data beyond what the sample has, so that every kind of dated row is there to be changed. */
export function withDatedRows({ scanners, center }: { scanners: string[]; center: string }): Files {
  const [first = '', second = first] = scanners
  return new Map([
    [
      'reference/calendar.csv',
      Buffer.from(`center_code,scanner_id,date,hours\n,,2026-03-01,closed\n,${first},2026-03-03,08:00-12:00\n`),
    ],
    [
      'reference/staffing.csv',
      Buffer.from(`scanner_id,effective_from,staffed_hours\n${second},2026-03-02,1-7 09:00-17:00\n`),
    ],
    [
      'reference/partner_terms.csv',
      Buffer.from(`center_code,effective_from,partner_share\n${center},2026-03-01,0.25\n`),
    ],
  ])
}

export const columnOf = (csv: Buffer, column: string): string[] => {
  const found: string[] = []
  edited(csv, (rows) => (found.push(...rows.map((r) => r[column] ?? '')), rows))
  return found
}

/** Another state of a reference file, from which the last one may have come; null: it was not there yet. */
export function earlierState(g: Draw, path: string, last: Buffer, centers: string[]): Buffer | null {
  const oneOf = (edit: (row: Record<string, string>) => Rows) =>
    edited(last, (rows) => {
      const at = rows.length > 0 ? between(g, 0, rows.length - 1) : 0
      return rows.flatMap((row, i) => (i === at ? edit(row) : [row]))
    })
  switch (path) {
    case 'reference/centers.csv':
      return oneOf((row) => [{ ...row, time_zone: pick(g, ['Asia/Urumqi', 'America/New_York']), partner_share: '0.1' }])
    case 'reference/scanners.csv':
      return pick(g, [
        () => oneOf(() => []),
        () => oneOf((row) => [{ ...row, center_code: pick(g, centers) }]),
        () => oneOf((row) => [{ ...row, staffed_hours: pick(g, ['', '1-5 10:00-16:00']) }]),
      ])()
    case 'reference/protocols.json': {
      const book = JSON.parse(last.toString('utf8')) as { steps: { required?: boolean }[] }[]
      if (book.length === 0) return last
      if (chance(g, 50)) book.splice(between(g, 0, book.length - 1), 1)
      else for (const step of pick(g, book).steps) step.required = step.required === false
      return Buffer.from(JSON.stringify(book))
    }
    case 'reference/calendar.csv':
    case 'reference/staffing.csv':
    case 'reference/partner_terms.csv':
      return chance(g, 50) ? null : oneOf(() => [])
    default:
      return oneOf(() => [])
  }
}
