import { csvField, harmless } from '../../csv.ts'
import { textOf, type Cell } from './values.ts'

export type CopyFormat = 'tsv' | 'csv' | 'markdown'

/** Spreadsheets take over from the clipboard what they would from a file. */
const cell = (value: Cell) => (typeof value === 'string' ? harmless(value) : textOf(value))

const tsvCell = (value: Cell) => cell(value).replace(/[\t\r\n]+/g, ' ')
const csvCell = (value: Cell) => (value === null || value === undefined ? '' : csvField(cell(value)))
const markdownCell = (value: Cell) => textOf(value).replace(/[\\|]/g, '\\$&').replace(/\r?\n/g, '<br>')

/** A block of a result as text for the clipboard, with its headings. Nulls are empty. */
export function copyText(columns: string[], rows: readonly (readonly Cell[])[], format: CopyFormat): string {
  const table = [columns, ...rows]
  if (format === 'tsv') return table.map((row) => row.map(tsvCell).join('\t')).join('\n')
  if (format === 'csv') return table.map((row) => row.map(csvCell).join(',')).join('\r\n')
  const lines = table.map((row) => `| ${row.map(markdownCell).join(' | ')} |`)
  lines.splice(1, 0, `| ${columns.map(() => '---').join(' | ')} |`)
  return lines.join('\n')
}
