/** A spreadsheet takes cells that begin so for formulas: they get an apostrophe before them. */
const FORMULA = /^[=+\-@\t\r]/

/** One CSV cell. Numbers stand as they are; text that looks like a formula is neutralised. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvLine(cells: (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
