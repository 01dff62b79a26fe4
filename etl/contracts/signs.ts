/**
 * Signs around and within texts that mean nothing, written as both the loader's SQL and the file check use them: as characters
 * and as a class of a regular expression.
 */

/** Blanks that exports put around values: white space of every kind. */
const BLANK_CODES = [
  ...[0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0xa0, 0x1680],
  ...Array.from({ length: 11 }, (_, i) => 0x2000 + i),
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
]

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/**
 * Signs that are not seen, taken off wherever they stand: soft hyphen, zero-width blanks and joiners, marks of direction and byte order,
 * fillers, selectors of variants, marks of annotations.
 */
const INVISIBLE_CODES = [
  ...[0xad, 0x034f, 0x061c, 0x115f, 0x1160],
  ...range(0x180b, 0x180e),
  ...range(0x200b, 0x200f),
  ...range(0x202a, 0x202e),
  ...range(0x2060, 0x2069),
  0x3164,
  ...range(0xfe00, 0xfe0f),
  ...[0xfeff, 0xffa0],
  ...range(0xfff9, 0xfffb),
]

export const BLANKS = String.fromCodePoint(...BLANK_CODES)
export const INVISIBLE = String.fromCodePoint(...INVISIBLE_CODES)

/** How old programs of DOS end a file. */
export const END_OF_FILE = '\u001a'

const EDGES = new RegExp(`^[${BLANKS}]+|[${BLANKS}${END_OF_FILE}]+$`, 'g')
const UNSEEN = new RegExp(`[${INVISIBLE}\\0]`, 'g')

/** A value without blanks around it, invisible signs, NUL and a trailing ^Z. */
export function cleanText(value: string): string {
  return value.replace(UNSEEN, '').replace(EDGES, '')
}

/** The same of a CSV cell, without what spreadsheets wrap around text: `="00123"` and a leading apostrophe. */
export function cleanCell(cell: string): string {
  const value = cleanText(cell)
  const formula = /^=\s*"((?:[^"]|"")*)"$/.exec(value)
  if (formula) return cleanText(formula[1]!.replaceAll('""', '"'))
  return value.startsWith("'") ? cleanText(value.slice(1)) : value
}

/** Name of a header cell as the contract spells it. */
export const headerName = (cell: string): string => cleanCell(cell).toLowerCase()

/**
 * What is left of a long number when a spreadsheet or a program has taken it for one and rounded it: scientific notation, a
 * decimal point (or comma, where spreadsheets write one) behind ten digits or more, sixteen digits or more with a point. For SQL and
 * JavaScript alike. Every such text has a point, a comma or a plus.
 */
export const LOST_DIGITS = [
  String.raw`[+-]?\d+[.,]?\d*[eE]\+\d+`,
  String.raw`[+-]?\d+[.,]\d*[eE]-?\d+`,
  String.raw`[+-]?\d{10,}[.,]\d*`,
  ...Array.from({ length: 9 }, (_, i) => String.raw`[+-]?\d{${i + 1}}[.,]\d{${15 - i},}`),
].join('|')

const LOST = new RegExp(`^(?:${LOST_DIGITS})$`)

/** Whether a code or key has lost digits. */
export const hasLostDigits = (value: string): boolean => LOST.test(value)
