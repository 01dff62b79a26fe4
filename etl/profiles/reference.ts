import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { REFERENCE_FOLDER } from '../contracts/index.ts'
import { BAD_TYPE, NOT_ALLOWED } from '../file-check/convert.ts'
import type { Profile } from '../file-check/profile.ts'
import { profileReader } from '../file-check/reading.ts'
import { decodeText } from '../file-check/text.ts'
import { readBytes } from '../landing/bytes.ts'
import { unpack, UNLIMITED } from '../landing/unpack.ts'
import {
  parseCells,
  readReference,
  ReferenceDataError,
  referenceTableOf,
  type AnyTable,
  type Line,
  type ProfiledRows,
  type Reference,
} from '../reference/index.ts'
import type { Profiles } from './folder.ts'

/**
 * The reference data, some of whose files may come through source profiles (`"feed": "reference/procedures"`): their rows stand
 * beside those of the table's own file.
 * @throws ReferenceDataError for a file or row that cannot be read, as for any reference file.
 */
export async function readReferenceByProfiles(controlDir: string, profiles: Profiles): Promise<Reference> {
  return readReference(controlDir, profiles.isEmpty ? undefined : profiledRows(controlDir, profiles))
}

function profiledRows(controlDir: string, profiles: Profiles): ProfiledRows {
  const lines = new Map<string, Line<object>[]>()
  const claimed = new Set<string>()
  for (const path of filesBelow(controlDir)) {
    const claim = profiles.claim(path)
    if (!claim) continue
    const file = path.slice(REFERENCE_FOLDER.length + 1)
    const next = 'Mend it, check FILE --profile NAME says what is wrong; the last snapshot stays served.'
    if (!claim.profile) throw new ReferenceDataError({ file }, `${claim.refused} cannot be used`, next)
    const table = referenceTableOf(claim.profile.feed)!
    claimed.add(file.replace(/\.gz$/, ''))
    lines.set(table.file, [...(lines.get(table.file) ?? []), ...readFile(controlDir, file, claim.profile, table)])
  }
  return { lines, claimed }
}

/** Paths as profiles name them, sorted. */
function filesBelow(controlDir: string): string[] {
  const folder = join(controlDir, REFERENCE_FOLDER)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
    .map((name) => `${REFERENCE_FOLDER}/${name.split(sep).join('/')}`)
    .sort()
}

function readFile(controlDir: string, file: string, profile: Profile, table: AnyTable): Line<object>[] {
  const bytes = readBytes(join(controlDir, REFERENCE_FOLDER, file))
  const raw = /\.gz$/i.test(file) ? unpack(bytes, UNLIMITED) : bytes
  const decoded = raw && raw !== 'too_large' ? decodeText(raw, profile.encoding) : null
  if (!decoded) throw new ReferenceDataError({ file }, `the file cannot be read as ${profile.encoding}`)
  const lines: Line<object>[] = []
  const taker = {
    row: (line: number, cells: string[]) => lines.push(lineOf(cells, table, { file, line })),
    malformed(line: number) {
      throw new ReferenceDataError({ file, line }, 'the line has more or fewer cells than the header')
    },
  }
  const { push, end, reading } = profileReader(file, profile, taker, new Map())
  push(decoded.text)
  end()
  if (!reading.header) throw new ReferenceDataError({ file }, `no header was found by profile ${profile.name}`)
  if (reading.missing.length > 0) {
    const place = { file, line: reading.headerLine ?? 1, column: reading.missing[0]! }
    throw new ReferenceDataError(place, `profile ${profile.name} takes the column from nowhere in the header`)
  }
  return lines
}

function lineOf(cells: string[], table: AnyTable, place: { file: string; line: number }): Line<object> {
  const names = Object.keys(table.columns)
  const marked = cells.findIndex((cell) => cell[0] === BAD_TYPE || cell[0] === NOT_ALLOWED)
  if (marked === -1) return parseCells(cells, table, place)
  const [mark, value] = [cells[marked]![0], cells[marked]!.slice(1)]
  const what = mark === BAD_TYPE ? 'is no number, or has lost digits' : 'is not among the codes of its profile'
  // The message is read by people who may not see prices.
  const isPrice = Object.values(table.columns)[marked]!.type === 'amount' && /\d/.test(value)
  const shown = isPrice ? 'the amount' : `"${value}"`
  throw new ReferenceDataError({ ...place, column: names[marked]! }, `${shown} ${what}`)
}
