import type { CsvRecord } from '../landing/csv.ts'
import { isHeader, mapping, type Mapping } from './mapper.ts'
import type { Profile } from './profile.ts'
import { DELIMITERS } from './profile-schema.ts'
import { eachRecord, type Splitting } from './records.ts'

/** What reading a file by a profile told beside its rows. */
export interface Reading {
  /** Header as the file has it; null where none was found. */
  header: string[] | null
  headerLine: number | null
  /** Required contract columns that come from nowhere: the file is rejected whole. */
  missing: string[]
  /** Header names that the profile takes nothing from. */
  unused: string[]
  /** Lines that cannot be split into as many cells as the header has, or whose lists cannot be paired. */
  malformed: number[]
  /** Lines that are no rows of the feed, by kind; filters by what the profile says why. */
  leftOut: Record<string, number>
}

export const splittingOf = (profile: Profile): Splitting => ({
  delimiter: DELIMITERS[profile.delimiter],
  quote: profile.quote === 'none' ? null : profile.quote,
})

/** Reads a text by a profile; `take` gets every row in the contract's order of columns, several may lie on one line. */
export function readByProfile(text: string, profile: Profile, take: (line: number, row: string[]) => void): Reading {
  const reading: Reading = { header: null, headerLine: null, missing: [], unused: [], malformed: [], leftOut: {} }
  let mapped: Mapping | null = null
  eachRecord(text, splittingOf(profile), (record) => {
    if (!mapped) mapped = findHeader(record, profile, reading)
    else if (mapped.missing.length === 0) takeRecord(record, mapped, reading, take)
  })
  return reading
}

function findHeader({ line, cells }: CsvRecord, profile: Profile, reading: Reading): Mapping | null {
  if (!cells || line <= (profile.skip_lines ?? 0)) return null
  if (profile.header_has && !isHeader(cells, profile.header_has)) return null
  const mapped = mapping(profile, cells)
  Object.assign(reading, { header: cells, headerLine: line, missing: mapped.missing, unused: mapped.unused })
  return mapped
}

function takeRecord(
  { line, cells }: CsvRecord,
  mapped: Mapping,
  reading: Reading,
  take: (line: number, row: string[]) => void,
) {
  const found = cells ? mapped.map(cells) : { malformed: true as const }
  if ('rows' in found) for (const row of found.rows) take(line, row)
  else if ('malformed' in found) reading.malformed.push(line)
  else {
    const kind = found.because ?? found.leftOut
    reading.leftOut[kind] = (reading.leftOut[kind] ?? 0) + 1
  }
}
