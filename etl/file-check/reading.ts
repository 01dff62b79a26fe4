import type { CsvRecord } from '../landing/csv.ts'
import { isHeader, mapping, type Mapping } from './mapper.ts'
import type { Profile } from './profile.ts'
import { DELIMITERS } from './profile-schema.ts'
import { splitter, type Pieces, type Splitting } from './records.ts'

/** What reading a file by a profile told beside its rows. */
export interface Reading {
  /** Header as the file has it; null where none was found. */
  header: string[] | null
  headerLine: number | null
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

/** Reads a text by a profile as it comes; `reading` is whole at its end. */
export function profileReader(profile: Profile, taker: RowTaker): Pieces & { reading: Reading } {
  const reading: Reading = { header: null, headerLine: null, missing: [], unused: [], leftOut: {} }
  let mapped: Mapping | null = null
  const pieces = splitter(splittingOf(profile), (record) => {
    if (!mapped) mapped = findHeader(record, profile, reading)
    else if (mapped.missing.length === 0) takeRecord(record, mapped, reading, taker)
  })
  return { ...pieces, reading }
}

function findHeader({ line, cells }: CsvRecord, profile: Profile, reading: Reading): Mapping | null {
  if (!cells || line <= (profile.skip_lines ?? 0)) return null
  if (profile.header_has && !isHeader(cells, profile.header_has)) return null
  const mapped = mapping(profile, cells)
  Object.assign(reading, { header: cells, headerLine: line, missing: mapped.missing, unused: mapped.unused })
  return mapped
}

function takeRecord({ line, cells }: CsvRecord, mapped: Mapping, reading: Reading, taker: RowTaker) {
  const found = cells ? mapped.map(cells) : { malformed: true as const }
  if ('rows' in found) for (const row of found.rows) taker.row(line, row)
  else if ('malformed' in found) taker.malformed(line)
  else {
    const kind = found.because ?? found.leftOut
    reading.leftOut[kind] = (reading.leftOut[kind] ?? 0) + 1
  }
}
