import { isTooLong } from '../contracts/contract.ts'
import type { CsvRecord } from '../landing/csv.ts'
import { headerOf, isHeader, isHeaderOfTwo, type Cells } from './header.ts'
import { mapping, type Mapping, type Zones } from './mapper.ts'
import { isJsonLines, jsonLines, readFields, type Fields } from './ndjson.ts'
import type { Profile } from './profile.ts'
import { DELIMITERS } from './profile-schema.ts'
import { splitter, type Pieces, type Splitting } from './records.ts'

/** What reading a file by a profile told beside its rows. */
export interface Reading {
  /** Header as the file has it, of JSON the keys of the first object; null where none was found. */
  header: string[] | null
  headerLine: number | null
  /** The record behind a header of one row, and its line. */
  behindHeader: CsvRecord | null
  /** Required contract columns that come from nowhere: the file is rejected whole. */
  missing: string[]
  /** Header names that the profile takes nothing from. */
  unused: string[]
  /** Lines that are no rows of the feed, by kind; filters by what the profile says why. */
  leftOut: Record<string, number>
}

export const splittingOf = (profile: Profile): Splitting => ({
  delimiter: DELIMITERS[profile.delimiter],
  quote: profile.quote === 'none' ? null : profile.quote,
})

export interface RowTaker {
  /** Every row in the contract's order of columns; several may lie on one line. */
  row: (line: number, row: string[]) => void
  /** Lines that cannot be split into as many cells as the header has, or whose lists cannot be paired. */
  malformed: (line: number) => void
}

export type Reader = Pieces & { reading: Reading }

/** Reads the text of a file of this name by a profile as it comes; `reading` is whole at its end. */
export const profileReader = (name: string, profile: Profile, taker: RowTaker, zones: Zones): Reader =>
  isJsonLines(name) ? jsonReader(profile, taker, zones) : textReader(profile, taker, zones)

/** Objects whose keys are the same share a mapping; so many are kept. */
const MOST_MAPPINGS = 200

/**
 * JSON objects, one a line, each with a header of its own: its keys. A key that an object lacks is an empty value, so that a
 * required one is missing in that row and not in the file.
 */
function jsonReader(profile: Profile, taker: RowTaker, zones: Zones): Reader {
  const reading: Reading = { header: [], headerLine: null, behindHeader: null, missing: [], unused: [], leftOut: {} }
  const mappings = new Map<string, Mapping>()
  const unused = new Set<string>()
  const used = new Set<string>()
  const mappingOf = ({ names, parents }: Fields): Mapping => {
    const key = JSON.stringify(names)
    const known = mappings.get(key)
    if (known) return known
    if (mappings.size >= MOST_MAPPINGS) mappings.clear()
    const made = mapping(profile, { rows: [names], mayLack: true }, zones)
    mappings.set(key, made)
    for (const name of made.unused) if (!parents.has(name)) unused.add(name)
    for (const name of names) if (!made.unused.includes(name)) used.add(name)
    return made
  }
  const pieces = jsonLines((line, content) => {
    const fields = readFields(content)
    if (!fields) return taker.malformed(line)
    if (reading.headerLine === null) Object.assign(reading, { header: fields.names, headerLine: line })
    takeRecord({ line, cells: fields.cells }, mappingOf(fields), reading, taker)
  })
  return {
    push: pieces.push,
    end() {
      pieces.end()
      // What stands within a value that is taken whole is taken too.
      const isTaken = (name: string) => [...used].some((u) => name === u || name.startsWith(`${u}.`))
      reading.unused = [...unused].filter((name) => !isTaken(name))
    },
    reading,
  }
}

function textReader(profile: Profile, taker: RowTaker, zones: Zones): Reader {
  const reading: Reading = { header: null, headerLine: null, behindHeader: null, missing: [], unused: [], leftOut: {} }
  const begin = (rows: Cells[], line: number): Mapping => {
    const made = mapping(profile, { rows }, zones)
    Object.assign(reading, { header: headerOf(rows), headerLine: line, missing: made.missing, unused: made.unused })
    return made
  }
  const find = headerFinder(profile)
  let mapped: Mapping | null = profile.no_header ? begin([profile.no_header], 0) : null
  const pieces = splitter(splittingOf(profile), (record) => {
    if (!mapped) {
      const rows = find(record)
      if (rows) mapped = begin(rows, record.line)
      return
    }
    if (profile.no_header && record.line <= (profile.skip_lines ?? 0)) return
    reading.behindHeader ??= record
    if (reading.missing.length > 0) return
    const next = takeRecord(record, mapped, reading, taker)
    // Two exports one behind the other: what stands behind the second header is read by it, or not at all.
    if (next) mapped = behind(mapping(profile, { rows: [next] }, zones))
  })
  return { ...pieces, reading }
}

const behind = (made: Mapping): Mapping =>
  made.missing.length === 0 ? made : { ...made, map: () => ({ malformed: true }) }

/** Finds the row or rows of a profile's header as records come; null: not yet. */
function headerFinder({ skip_lines = 0, header_has: has, header_rows = 1 }: Profile) {
  let above: Cells | null = null
  return ({ line, cells }: CsvRecord): Cells[] | null => {
    if (!cells || line <= skip_lines) return null
    if (header_rows === 1) return !has || isHeader(cells, has) ? [cells] : null
    const rows: [Cells, Cells] | null = above && [above, cells]
    above = cells
    return rows && (!has || isHeaderOfTwo(rows, has)) ? rows : null
  }
}

/** A header in another order, where the line is one. */
function takeRecord({ line, cells }: CsvRecord, mapped: Mapping, reading: Reading, taker: RowTaker): Cells | null {
  const found = cells && !isTooLong(cells) ? mapped.map(cells) : { malformed: true as const }
  if ('rows' in found) for (const row of found.rows) taker.row(line, row)
  else if ('malformed' in found) taker.malformed(line)
  else {
    const kind = found.because ?? found.leftOut
    reading.leftOut[kind] = (reading.leftOut[kind] ?? 0) + 1
    return found.next ?? null
  }
  return null
}
