import { cleanText, headerName } from '../contracts/signs.ts'

/** One record of a CSV text (RFC 4180, and what exports make of it). */
export interface CsvRecord {
  /** Physical line on which the record begins, 1 = first line. */
  line: number
  /** Cells, or null when the line cannot be split. */
  cells: string[] | null
}

const LF = 10
const CR = 13

/** How a text is split; other than commas and double quotes only where a profile says so. */
interface Signs {
  delimiter: number
  /** NaN where there is no quote: no character is equal to it. */
  quote: number
}

/** What stays of a text that goes on: from where, on which line, and the sign without which it cannot end. */
export interface Rest {
  at: number
  line: number
  waitsFor: string
}

/**
 * The tolerant reader: quoted new lines, mixed line ends, blank lines (skipped). A quote that is never closed, or is
 * followed by something else than a delimiter, spoils only the line on which its record begins: reading goes on at the next
 * physical line, so that one stray quote does not swallow the rest of the file. Of a text that `goesOn`, what hangs on the text
 * behind it is left over.
 */
export function* readRecords(
  text: string,
  how: { delimiter: string; quote: string | null } = { delimiter: ',', quote: '"' },
  goesOn = false,
): Generator<CsvRecord, Rest> {
  const signs: Signs = { delimiter: how.delimiter.charCodeAt(0), quote: how.quote?.charCodeAt(0) ?? NaN }
  let at = 0
  let line = 1
  while (at < text.length) {
    const record = readRecord(text, at, signs)
    if (goesOn && record.open) return { at, line, waitsFor: record.open === 'quote' ? how.quote! : '\n' }
    const next = record.cells ? record.end : lineEnd(text, at)
    const blank = record.cells?.length === 1 && !record.quoted && cleanText(record.cells[0]!) === ''
    if (!blank) yield { line, cells: record.cells }
    line += countLines(text, at, next)
    at = next
  }
  return { at, line, waitsFor: '' }
}

/** Position behind the end of the physical line that holds `at`. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}

export function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

interface RawRecord {
  cells: string[] | null
  quoted: boolean
  end: number
  /** What it lacks where the text ends before it does. */
  open?: 'quote' | 'line'
}

function readRecord(text: string, start: number, signs: Signs): RawRecord {
  const { delimiter, quote } = signs
  const cells: string[] = []
  let at = start
  let quoted = false
  for (;;) {
    if (text.charCodeAt(at) === quote) {
      quoted = true
      const cell = readQuoted(text, at, signs)
      if (cell === 'unclosed') return { cells: null, quoted, end: at, open: 'quote' }
      if (!cell) return { cells: null, quoted, end: at, ...(text.includes('\n', at) ? {} : { open: 'line' as const }) }
      cells.push(cell.value)
      at = cell.end
    } else {
      const from = at
      while (at < text.length && text.charCodeAt(at) !== delimiter && text.charCodeAt(at) !== LF) at++
      const end = text.charCodeAt(at) === LF && at > from && text.charCodeAt(at - 1) === CR ? at - 1 : at
      cells.push(text.slice(from, end))
    }
    if (at >= text.length) return { cells, quoted, end: text.length, open: 'line' }
    if (text.charCodeAt(at) === LF) return { cells, quoted, end: at + 1 }
    if (text.charCodeAt(at) === CR) return { cells, quoted, end: at + 2 }
    at++ // the delimiter
  }
}

/** A quoted cell and the position of the delimiter or line end behind it; null when the quotes close before something else. */
function readQuoted(
  text: string,
  start: number,
  { delimiter, quote }: Signs,
): { value: string; end: number } | 'unclosed' | null {
  const mark = String.fromCharCode(quote)
  let at = start + 1
  for (;;) {
    const close = text.indexOf(mark, at)
    if (close === -1) return 'unclosed'
    if (text.charCodeAt(close + 1) === quote) {
      at = close + 2
      continue
    }
    let end = close + 1
    while (text[end] === ' ' || (text[end] === '\t' && delimiter !== 9)) end++
    const next = text.charCodeAt(end)
    const closes =
      end >= text.length || next === delimiter || next === LF || (next === CR && text.charCodeAt(end + 1) === LF)
    if (!closes) return null
    return { value: text.slice(start + 1, close).replaceAll(mark + mark, mark), end }
  }
}

/** A text whose lines end in LF, whatever they ended in: CRLF, CR alone, or some of each. A line stays the same line. */
export const withOneLineEnd = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)

/** Headers seen so far: a network's files share a few, and each would otherwise keep an array and its text alive. */
const seen = new Map<string, string[] | null>()
const SEEN_AT_MOST = 1000

/** Header names as the contract spells them (lower case, no blanks or invisible signs around); null when there is no header. */
export function readHeader(text: Buffer): string[] | null {
  // A header of more than a megabyte is no header; cutting there keeps a huge file out of a JavaScript string.
  const most = Math.min(text.length, 1 << 20)
  const end = text.indexOf(LF)
  const whole = text.toString('utf8', 0, end === -1 ? most : Math.min(end + 1, most))
  const first = withOneLineEnd(whole).replace(/(?<=\n)[^]*/, '')
  // A blank first line is skipped, and a quote may hide a line end: then it takes more than the first line.
  if (first.trim() === '' || first.includes('"')) return headerOf(withOneLineEnd(text.toString('utf8', 0, most)))
  const known = seen.get(first)
  if (known !== undefined) return known
  if (seen.size >= SEEN_AT_MOST) seen.clear()
  const header = headerOf(first)
  seen.set(first, header)
  return header
}

function headerOf(text: string): string[] | null {
  for (const record of readRecords(text)) {
    // A copy: parts of a text keep all of it in memory.
    return record.cells && record.cells.map((name) => Buffer.from(headerName(name)).toString())
  }
  return null
}
