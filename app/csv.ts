/** What tells spreadsheets, Chinese Excel before all, that a file is UTF-8; it stands before everything else. */
export const BYTE_ORDER_MARK = '\ufeff'

/**
 * Characters that make a spreadsheet take a text for a formula, as the inside of a character class of JavaScript and of
 * DuckDB: also in full width, and what it passes over before it looks.
 */
export const FORMULA_STARTS = '=+\\-@＝＋－＠\\t\\r\\n'

/** A number that is written as text is no formula, though it may begin with a sign. */
export const WRITTEN_NUMBER = '[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?'

const FORMULA = new RegExp(`^[${FORMULA_STARTS}]`)
const NUMBER = new RegExp(`^${WRITTEN_NUMBER}$`)

/** Text that no spreadsheet runs: an apostrophe before what it would. */
export function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

/** A text between delimiters (RFC 4180). An empty text is quoted, so that it differs from null, which is an empty field. */
export function csvField(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A field of a file that people open in a spreadsheet. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  return csvField(typeof value === 'string' ? harmless(value) : String(value))
}

export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
