import { textOf, type Cell } from './values.ts'

export type CopyFormat = 'tsv' | 'csv' | 'markdown'

/** Spreadsheets run what begins like a formula: a leading apostrophe keeps it text. Numbers keep their sign. */
function harmless(value: Cell): string {
  const text = textOf(value)
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
}

const tsvCell = (value: Cell) => harmless(value).replace(/[\t\r\n]+/g, ' ')

function csvCell(value: Cell): string {
  const text = harmless(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

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
