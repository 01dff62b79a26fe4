import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Zones } from '../file-check/mapper.ts'
import { profileReader, type Reading, type RowTaker } from '../file-check/reading.ts'
import type { Encoding } from '../contracts/encodings.ts'
import { decodeText } from '../file-check/text.ts'
import type { Profile } from '../file-check/profile.ts'
import { LINE_COLUMN, quoted } from '../landing/normalise.ts'
import { MOST_TEXT } from '../landing/limits.ts'
import { TOO_LARGE } from '../landing/inspect.ts'
import { unpack, type UnpackLimits } from '../landing/unpack.ts'
import type { Claim } from './folder.ts'

/** What became of a file that a profile claims. */
export interface Normalised {
  problem: { reason: 'unreadable_file' | 'missing_column'; value: string | null } | null
  encoding: Encoding | null
  /** Size of what was written, bytes. */
  textBytes: number
  malformed: number[]
  leftOut: Record<string, number>
}

const refused = (
  reason: 'unreadable_file' | 'missing_column',
  value: string | null,
  encoding: Encoding | null = null,
): Normalised => ({
  problem: { reason, value: value?.slice(0, 32) ?? null },
  encoding,
  textBytes: 0,
  malformed: [],
  leftOut: {},
})

/** Writes the rows that a profile makes of a file as a CSV with physical lines, which DuckDB reads like any other. */
export async function normaliseByProfile(
  path: string,
  bytes: Buffer,
  claim: Claim,
  target: string,
  { zones, limits }: { zones: Zones; limits: UnpackLimits },
): Promise<Normalised> {
  if (!claim.profile) return refused('unreadable_file', claim.refused)
  const raw = path.toLowerCase().endsWith('.gz') ? unpack(bytes, limits) : bytes
  if (raw === 'too_large') return refused('unreadable_file', TOO_LARGE)
  if (raw && raw.length > MOST_TEXT) return refused('unreadable_file', TOO_LARGE)
  const decoded = raw && decodeText(raw, claim.profile.encoding)
  if (!decoded) return refused('unreadable_file', null)
  const { reading, malformed, textBytes } = await write(path, decoded.text, claim.profile, target, zones)
  if (!reading.header) return refused('unreadable_file', 'no header', decoded.encoding)
  if (reading.missing.length > 0) return refused('missing_column', reading.missing.join(', '), decoded.encoding)
  return {
    problem: null,
    encoding: decoded.encoding,
    textBytes,
    malformed,
    leftOut: reading.leftOut,
  }
}

const PIECE = 1 << 20

async function write(
  path: string,
  text: string,
  profile: Profile,
  target: string,
  zones: Zones,
): Promise<{ reading: Reading; malformed: number[]; textBytes: number }> {
  const pieces: string[] = []
  let piece = [LINE_COLUMN, ...profile.contract.columns.map((c) => c.name)].join(',') + '\n'
  const malformed: number[] = []
  const taker: RowTaker = {
    row(line, row) {
      piece += `${line},${row.map(quoted).join(',')}\n`
      if (piece.length < PIECE) return
      pieces.push(piece)
      piece = ''
    },
    malformed: (line) => malformed.push(line),
  }
  const reader = profileReader(path, profile, taker, zones)
  reader.push(text)
  reader.end()
  pieces.push(piece)
  const out = createWriteStream(target, { mode: 0o600 })
  let textBytes = 0
  for (const part of pieces) {
    textBytes += Buffer.byteLength(part)
    if (!out.write(part)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return { reading: reader.reading, malformed, textBytes }
}
