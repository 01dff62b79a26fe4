import Papa from 'papaparse'
import { readRecords, type CsvRecord } from '../landing/csv.ts'

export interface Splitting {
  delimiter: string
  /** Quote character; null: none, quotes are text. */
  quote: string | null
}

export const PLAIN: Splitting = { delimiter: ',', quote: '"' }

/**
 * Records of a delimited text with their physical lines; blank lines are left out. Papaparse splits; from the first quote
 * that it stumbles over the tolerant reader goes on, which lets a stray quote spoil only its own line.
 */
export function eachRecord(text: string, how: Splitting, take: (record: CsvRecord) => void): void {
  // One kind of line end; a line stays the same line.
  const clean = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text
  let line = 1
  let start = 0
  let broken = false
  Papa.parse<string[]>(clean, {
    delimiter: how.delimiter,
    newline: '\n',
    // No text holds it: papaparse knows no "none".
    quoteChar: how.quote ?? '\uffff',
    step: ({ data, errors, meta }, parser) => {
      if (errors.some((e) => e.type === 'Quotes')) {
        broken = true
        parser.abort()
        return
      }
      const end = meta.cursor
      if (!isBlank(data, clean, start, how)) take({ line, cells: data })
      line += countLines(clean, start, end)
      start = end
    },
  })
  if (!broken) return
  for (const record of readRecords(clean.slice(start), how)) take({ line: record.line + line - 1, cells: record.cells })
}

/** A line of nothing but blanks; a quoted blank is a cell. */
function isBlank(cells: string[], text: string, start: number, { quote }: Splitting): boolean {
  return cells.length === 1 && cells[0]!.trim() === '' && (quote === null || text[start] !== quote)
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
