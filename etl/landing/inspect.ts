import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { requiredColumns, type Contract } from '../contracts/contract.ts'
import type { Encoding } from '../contracts/encodings.ts'
import { INVISIBLE } from '../contracts/signs.ts'
import { readBytes } from './bytes.ts'
import { readHeader } from './csv.ts'
import { MOST_TEXT } from './limits.ts'
import { unpack, UNLIMITED, type UnpackLimits } from './unpack.ts'

export type Format = 'csv' | 'ndjson' | 'parquet'

/** What one look at a file's bytes tells. `problem` is set when the file is rejected whole. */
export interface Inspected {
  sha256: string
  format: Format | null
  /** Of files that a profile reads others than UTF-8 and GB18030 too. */
  encoding: Encoding | null
  problem: { reason: 'unreadable_file' | 'missing_column'; value: string | null } | null
  /** Column names as the contract spells them, in the file's order (CSV only). */
  header: string[]
  /** DuckDB can read the file as it lies, and its records are its physical lines. */
  plain: boolean
  /** No cell of a plain CSV file needs trimming or spells null in words: cells are values as they stand. */
  tidy: boolean
  /** Size of the unpacked text; of a Parquet file its own. */
  textBytes: number
  /** The unpacked text in UTF-8 without BOM, for files that are not plain; null otherwise. */
  text: Buffer | null
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf])

export function formatOf(path: string): Format | null {
  const name = path.toLowerCase().replace(/\.gz$/, '')
  if (name.endsWith('.csv')) return 'csv'
  if (name.endsWith('.ndjson')) return 'ndjson'
  if (path.toLowerCase().endsWith('.parquet')) return 'parquet'
  return null
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Reads the file's bytes once: identity, encoding, header and whether the fast path can take it. */
export function inspect(
  path: string,
  bytes: Buffer,
  contract: Contract,
  options: { keepText?: boolean; limits?: UnpackLimits } = {},
): Inspected {
  const format = formatOf(path)
  const result: Inspected = {
    sha256: sha256(bytes),
    format,
    encoding: null,
    problem: null,
    header: [],
    plain: true,
    tidy: false,
    textBytes: bytes.length,
    text: null,
  }
  if (format === null) return unreadable(result)
  if (format === 'parquet') return isParquet(bytes) ? result : unreadable(result)
  const raw = path.toLowerCase().endsWith('.gz') ? unpack(bytes, options.limits ?? UNLIMITED) : bytes
  if (raw === 'too_large') return unreadable(result, TOO_LARGE)
  const decoded = raw && decode(raw)
  if (!decoded) return unreadable(result)
  result.encoding = decoded.encoding
  result.textBytes = decoded.text.length
  const seen = format === 'csv' ? inspectCsv(result, decoded, contract) : inspectNdjson(result, decoded)
  // The tolerant reader holds a text as one string, which ends there.
  if (!seen.plain && !seen.problem && decoded.text.length > MOST_TEXT) return unreadable(result, TOO_LARGE)
  return { ...seen, text: seen.plain && !options.keepText ? null : decoded.text }
}

/** What a reject says of a file that expands beyond the limits. */
export const TOO_LARGE = 'expands beyond the limits'

function unreadable(result: Inspected, value: string | null = null): Inspected {
  return { ...result, problem: { reason: 'unreadable_file', value } }
}

function isParquet(bytes: Buffer): boolean {
  return (
    bytes.length > 12 && bytes.toString('latin1', 0, 4) === 'PAR1' && bytes.subarray(-4).toString('latin1') === 'PAR1'
  )
}

interface Decoded {
  text: Buffer
  encoding: 'utf-8' | 'gb18030'
  bom: boolean
  /** Whether it ended in ^Z, which is no part of the text. */
  isCut: boolean
}

/**
 * UTF-8, or GB18030 where the bytes are no UTF-8. Null: neither, or UTF-8 that breaks only in its last three bytes,
 * which is a torn upload and not GB18030.
 */
export function decode(raw: Buffer): Decoded | null {
  if (isUtf8(raw)) {
    return { ...trimmed(raw), encoding: 'utf-8' }
  }
  for (let cut = 1; cut <= Math.min(3, raw.length); cut++) if (isUtf8(raw.subarray(0, raw.length - cut))) return null
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(raw)
    return { ...trimmed(Buffer.from(text, 'utf8')), encoding: 'gb18030' }
  } catch {
    return null
  }
}

/** Without a byte order mark, and without the ^Z by which programs of DOS end a file. */
function trimmed(raw: Buffer): Omit<Decoded, 'encoding'> {
  let end = raw.length
  while (end > 0 && raw[end - 1] === 0x1a) end--
  const bom = raw.subarray(0, 3).equals(BOM)
  return { text: raw.subarray(bom ? 3 : 0, end), bom, isCut: end < raw.length }
}

function inspectCsv(result: Inspected, decoded: Decoded, contract: Contract): Inspected {
  const { text } = decoded
  const header = readHeader(text)
  if (!header) return unreadable(result)
  const missing = requiredColumns(contract).filter((name) => !header.includes(name))
  if (missing.length > 0) {
    return { ...result, header, problem: { reason: 'missing_column', value: missing.join(', ').slice(0, 32) } }
  }
  const lineEnd = text.includes('\r') ? '\r\n' : '\n'
  const isPlain = decoded.encoding === 'utf-8' && !decoded.isCut && !text.includes('"') && linesArePlain(text, lineEnd)
  const plain = isPlain && !hasOddSigns(text)
  return { ...result, header, plain, tidy: plain && !UNTIDY.some((mark) => text.includes(mark)) }
}

/** What makes a plain CSV file untidy: a blank beside a comma or line end, a tab, odd blanks, a null in words. */
const UNTIDY = [', ', ' ,', ' \n', '\n ', ' \r', '\t', '\u00a0', '\u3000', 'NULL', '\\N']

/** Bytes with which blanks and invisible signs begin that no plain file has. */
const ODD_BEGINNINGS = ['\u00ad', '\u034f', '\u061c', '\u1680', '\ufeff'].map((sign) => Buffer.from(sign))
/** The first two bytes of the others, which Chinese quotes, dashes and full-width signs begin with too. */
const MAYBE_ODD = ['\u115f', '\u180b', '\u2000', '\u2060', '\u3164', '\ufe00', '\uffa0', '\ufff9'].map((sign) =>
  Buffer.from(sign).subarray(0, 2),
)
const ODD_SIGNS = new RegExp(`[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f${INVISIBLE}]`)

/** Signs that only the tolerant reader takes off: control signs, an apostrophe before a value, blanks and signs that are not seen. */
function hasOddSigns(text: Buffer): boolean {
  if ([0, 0x0b, 0x0c, 0x1a].some((sign) => text.includes(sign))) return true
  if (text.includes(",'") || text.includes("\n'")) return true
  if (isAscii(text)) return false
  if (ODD_BEGINNINGS.some((sign) => text.includes(sign))) return true
  return MAYBE_ODD.some((sign) => text.includes(sign)) && piecesOf(text).some((piece) => ODD_SIGNS.test(piece))
}

/** A text in pieces that are short enough for strings; none cuts a sign that another does not hold whole. */
function piecesOf(text: Buffer): string[] {
  const size = 64_000_000
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
    text.toString('utf8', Math.max(0, i * size - 4), (i + 1) * size),
  )
}

/** No blank line, and every line ends alike. Lines of only blanks are found by the reader, as rows with too few cells. */
function linesArePlain(text: Buffer, lineEnd: '\n' | '\r\n'): boolean {
  if (text[0] === 10 || text[0] === 13) return false
  if (text.includes('\n\n') || text.includes('\n\r\n')) return false
  if (lineEnd === '\n') return true
  const carriageReturns = count(text, '\r')
  return carriageReturns === count(text, '\n') && carriageReturns === count(text, '\r\n')
}

function count(text: Buffer, needle: string): number {
  let n = 0
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) n++
  return n
}

function inspectNdjson(result: Inspected, decoded: Decoded): Inspected {
  const { text, encoding, bom, isCut } = decoded
  // \x01 is the reader's delimiter: one that stands in a line would split it.
  const plain = encoding === 'utf-8' && !bom && !isCut && !text.includes('\r') && !text.includes(1) && !text.includes(0)
  return { ...result, plain }
}

/** Bytes of a landed file: null when it went away meanwhile, `unreadable` when this user may not read it or the disk fails. */
export function readLanded(absolute: string): Buffer | 'unreadable' | null {
  try {
    return readBytes(absolute)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable'
  }
}

/** Stands in for the identity of content that cannot be read; once it can, size or times tell that it must be looked at. */
export function unreadableSha(path: string): string {
  return sha256(Buffer.from(`unreadable\n${path}`))
}

/** Reads and inspects a landed file. Null when it went away meanwhile. */
export function inspectFile(
  absolute: string,
  path: string,
  contract: Contract,
  limits: UnpackLimits,
): Inspected | null {
  const bytes = readLanded(absolute)
  if (bytes === null) return null
  if (bytes !== 'unreadable') return inspect(path, bytes, contract, { limits })
  return { ...unreadable(inspect(path, Buffer.alloc(0), contract)), sha256: unreadableSha(path) }
}
