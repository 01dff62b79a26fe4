import type { Contract } from '../contracts/contract.ts'
import { knownAlias } from './aliases.ts'
import { isJsonLines } from './ndjson.ts'
import { nearest, type Profile } from './profile.ts'
import type { ReportBuilder } from './report.ts'
import type { Encoding } from '../contracts/encodings.ts'
import { DELIMITERS } from './profile-schema.ts'
import { unwrap } from './tidy.ts'

/** Header names that the contract lacks: what they may stand for. Only where a required column is missing. */
export function hintsOnHeader(cells: string[], contract: Contract, missing: string[], builder: ReportBuilder): void {
  const names = cells.map((n) => n.trim().toLowerCase())
  const double = names.find((n, i) => n !== '' && names.indexOf(n) !== i)
  if (double !== undefined) builder.hint('duplicate_header', { column: double })
  if (missing.length === 0) return
  const known = contract.columns.map((c) => c.name)
  for (const cell of cells.slice(0, 100)) {
    if (known.includes(cell.trim().toLowerCase())) continue
    const meant = knownAlias(contract.feed, cell) ?? nearest(cell, known)
    if (meant) builder.hint('similar_column', { column: cell.trim(), meant })
  }
}

/** Sign that stands most often in the first lines. */
export function guessDelimiter(text: string): keyof typeof DELIMITERS | null {
  const head = text.split('\n', 10).join('\n')
  const counted = (Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[]).map((name) => ({
    name,
    n: head.split(DELIMITERS[name]).length - 1,
  }))
  const best = counted.sort((a, b) => b.n - a.n)[0]!
  return best.n > 0 ? best.name : null
}

/** What a file that would be rejected whole looks like. */
export interface Look {
  name: string
  /** By its bytes; null where nothing fits. */
  encoding: Encoding | null
  /** Its beginning; null where it could not be decoded. */
  head: string | null
  /** Its first bytes. */
  bytes: Uint8Array
}

/** What may be the matter with a file that would be rejected whole. */
export function hintsOnText(
  { name, encoding, head, bytes }: Look,
  profile: Profile | null,
  builder: ReportBuilder,
): void {
  const other = otherFormat(bytes, head)
  if (other) return builder.hint('other_format', { format: other })
  if (encoding !== builder.report.encoding) builder.hint('encoding', { encoding: encoding ?? '?' })
  if (!profile && !/\.(csv|ndjson)(\.gz)?$/i.test(name)) builder.hint('unknown_format', { name })
  const sep = /^sep=(.)/i.exec(head ?? '')?.[1]
  if (sep !== undefined) builder.hint('sep_line', { sign: sep === '\t' ? 'tab' : sep })
  const ends = head === null ? null : oddLineEnds(head)
  if (ends) builder.hint('line_ends', { ends })
  const delimiter = head === null ? null : guessDelimiter(head)
  if (delimiter && delimiter !== (profile?.delimiter ?? 'comma') && !isJsonLines(name))
    builder.hint('delimiter', { delimiter })
  if (!profile) builder.hint('needs_profile')
}

/** Beginnings of files that are called CSV and are none. */
const BEGINNINGS: [format: string, begins: number[]][] = [
  ['XLSX', [0x50, 0x4b, 0x03, 0x04]],
  ['XLS', [0xd0, 0xcf, 0x11, 0xe0]],
  ['gzip', [0x1f, 0x8b]],
  ['Parquet', [0x50, 0x41, 0x52, 0x31]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
]

/** What a file is in truth, by its first bytes: programs save workbooks and pages under the name of CSV. */
function otherFormat(bytes: Uint8Array, head: string | null): string | null {
  const found = BEGINNINGS.find(([, begins]) => begins.every((byte, i) => bytes[i] === byte))
  if (found) return found[0]
  const start = head?.trimStart().slice(0, 2000) ?? ''
  if (/^<(!doctype|html|head|body|table|meta|style)\b/i.test(start)) return 'HTML'
  return /^(<\?xml|<\?mso|<workbook)/i.test(start) ? 'XML' : /^MIME-Version:/i.test(start) ? 'MHTML' : null
}

/** Signs that end lines in the files of some machines, and that nobody reads as such. */
const UNKNOWN_ENDS: [name: string, sign: string][] = [
  ['NEL (U+0085)', '\u0085'],
  ['LS (U+2028)', '\u2028'],
  ['PS (U+2029)', '\u2029'],
  ['RS (U+001E)', '\u001e'],
  ['VT', '\u000b'],
  ['FF', '\u000c'],
]

/** Null: the lines end as lines do. */
function oddLineEnds(head: string): string | null {
  const lf = head.includes('\n')
  if (!lf && head.includes('\r')) return 'CR'
  const unknown = UNKNOWN_ENDS.find(([, sign]) => !lf && head.split(sign).length > 2)
  if (unknown) return unknown[0]
  const kinds = LINE_ENDS.filter(([, kind]) => kind.test(head.replace(/\r$/, ''))).map(([name]) => name)
  return kinds.length > 1 ? kinds.join(', ') : null
}

const LINE_ENDS: [name: string, kind: RegExp][] = [
  ['CRLF', /\r\n/],
  ['CR', /\r(?!\n)/],
  ['LF', /(^|[^\r])\n/],
]

/** Whether the line behind a header looks like a second row of it: names that the contract knows, or names where the header has none. */
export function isSecondRow(feed: string, header: readonly string[], cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => unwrap(cell) !== '')
  if (filled.length < 2 || filled.some((cell) => /\d/.test(cell))) return false
  const fills = cells.some((cell, i) => unwrap(cell) !== '' && unwrap(header[i] ?? '') === '')
  return fills || filled.filter((cell) => knownAlias(feed, cell) !== null).length >= 2
}
