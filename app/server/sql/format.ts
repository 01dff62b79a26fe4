import type { Json } from '@duckdb/node-api'
import { csvField } from '../../csv.ts'
import type { Format } from './limits.ts'

export type Row = (Json | null)[]

/** How a result becomes text: `head` before the rows, `line` for each, `foot` after them. */
export interface Writer {
  head: string
  line(row: Row, index: number): string
  foot: string
}

/** Lists and structs as JSON, everything else as it is; numbers in their shortest exact form. */
function text(value: Json | null): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** For programs: no mark before it, and no value altered for the sake of spreadsheets. */
const csvLine = (row: Row) => `${row.map((value) => (value === null ? '' : csvField(text(value)))).join(',')}\n`

/** A second column of the same name would replace the first in an object. */
function uniqueNames(columns: string[]): string[] {
  const seen = new Map<string, number>()
  return columns.map((name) => {
    const count = seen.get(name) ?? 0
    seen.set(name, count + 1)
    return count === 0 ? name : `${name}:${count}`
  })
}

function objectWriter(columns: string[], format: 'json' | 'ndjson'): Writer {
  const keys = uniqueNames(columns).map((name) => JSON.stringify(name))
  const object = (row: Row) => `{${row.map((value, i) => `${keys[i]}:${JSON.stringify(value)}`).join(',')}}`
  if (format === 'ndjson') return { head: '', line: (row) => `${object(row)}\n`, foot: '' }
  return { head: '[', line: (row, index) => `${index === 0 ? '\n' : ',\n'}${object(row)}`, foot: '\n]\n' }
}

/** A cell of the table: null as an en dash, breaks as escapes, so that a row stays a line. */
function cell(value: Json | null): string {
  if (value === null) return '–'
  return text(value).replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
}

/** Columns on a terminal: Chinese and full-width characters take two, combining marks none. */
export function displayWidth(line: string): number {
  if (/^[ -~]*$/.test(line)) return line.length
  let width = 0
  for (const character of line) {
    if (/\p{Mn}/u.test(character)) continue
    width +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1
  }
  return width
}

/** Widths are known only when every row was seen: `see` each of them first. */
export class TableLayout {
  readonly #columns: string[]
  readonly #widths: number[]
  readonly #numeric: boolean[]

  constructor(columns: string[]) {
    this.#columns = columns
    this.#widths = columns.map(displayWidth)
    this.#numeric = columns.map(() => true)
  }

  see(row: Row) {
    row.forEach((value, i) => {
      this.#widths[i] = Math.max(this.#widths[i]!, displayWidth(cell(value)))
      if (value !== null && typeof value !== 'number') this.#numeric[i] = false
    })
  }

  writer(): Writer {
    const pad = (content: string, i: number) => {
      const blanks = ' '.repeat(this.#widths[i]! - displayWidth(content))
      return this.#numeric[i] ? blanks + content : content + blanks
    }
    const line = (cells: string[]) => `${cells.map(pad).join('  ').trimEnd()}\n`
    const rule = this.#widths.map((width) => '-'.repeat(width))
    return {
      head: line(this.#columns.map((name) => cell(name))) + line(rule),
      line: (row) => line(row.map(cell)),
      foot: '',
    }
  }
}

/** The writer of a format whose lines need not know each other. */
export function lineWriter(format: Exclude<Format, 'table'>, columns: string[]): Writer {
  return format === 'csv' ? { head: csvLine(columns), line: csvLine, foot: '' } : objectWriter(columns, format)
}
