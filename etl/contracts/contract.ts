/**
 * A feed's contract as data: the checking SQL, the reject reasons, the documentation and the browser-side file check
 * come from it. The order of `columns` is the contract's: it decides which column a reject names.
 */
export interface Contract {
  feed: string
  /** Natural key of a row. */
  key: string[]
  columns: Column[]
  /** Pairs that must not go back in time; the later column of a broken pair is named. */
  timeOrder: [earlier: string, later: string][]
  /** Pairs of times that lie at most 24 hours apart; the later column of a broken pair is named. */
  lasts?: [from: string, to: string][]
  /** Column that holds the scanner, if the feed has one: it must be known and belong to the row's center. */
  scanner?: string
}

export type ColumnType =
  'text' | 'integer' | 'number' | 'amount' | 'boolean' | 'timestamp' | 'date' | 'month' | 'parameters' | 'tags'

export interface Column {
  name: string
  type: ColumnType
  /** Required in every row: a file that lacks the column is rejected whole. */
  required?: true
  /** Required only in rows in which another column has one of these values. */
  requiredWhen?: Condition
  /** The column means something only in rows in which another column has one of these values; elsewhere it is ignored. */
  appliesWhen?: Condition
  /** Allowed values, compared without case, kept as written here. */
  allowed?: readonly string[]
  /** Smallest and largest value in range. */
  min?: number
  max?: number
  /** Days behind the run that reads it in which the time may lie; two, but for what is planned. */
  daysAhead?: number
  /** A year of birth: from 1900 to the present. */
  isBirthYear?: true
  /** Value that a null means. */
  default?: string
  /** Identifies a person: leaves the loader only as a keyed hash under `hashedAs`, never in a reject. */
  hashedAs?: string
  /** Never shown in a reject, though it is published. */
  masked?: true
  /** Value is dropped when another column has one of these values. */
  droppedWhen?: Condition
  /** Free text of the center's that is published: long numbers in it are masked, and all of it where it holds a person's name or number. */
  masksNumbers?: true
  /** A word of the field with a letter first, in which no long number can stand. */
  isWord?: true
  /** A list of codes, joined by `;`. */
  isList?: true
  /** Checked, but kept nowhere. */
  unpublished?: true
}

export interface Condition {
  column: string
  in: readonly string[]
}

export const text = (name: string, options: Partial<Column> = {}): Column => ({ name, type: 'text', ...options })
export const required = (name: string, type: ColumnType = 'text', options: Partial<Column> = {}): Column => ({
  name,
  type,
  required: true,
  ...options,
})
export const column = (name: string, type: ColumnType, options: Partial<Column> = {}): Column => ({
  name,
  type,
  ...options,
})

/** Whether the feed is about money: its numbers, in whatever column they stand, may be amounts. */
export function hasMoney(contract: Contract): boolean {
  return contract.columns.some((c) => c.type === 'amount')
}

/** Name under which the column leaves the loader. */
export function publishedName(c: Column): string {
  return c.hashedAs ?? c.name
}

/** Columns that a file must have. */
export function requiredColumns(contract: Contract): string[] {
  return contract.columns.filter((c) => c.required).map((c) => c.name)
}

/** Zone that a center without one lies in, and in which rows of unknown centers are read. */
export const DEFAULT_ZONE = 'Asia/Shanghai'

/** Longest record of a text, bytes: a longer one is malformed. */
export const MOST_LINE_BYTES = 2_000_000

/** Whether the cells of a record are together longer than a record may be. */
export function isTooLong(cells: readonly string[]): boolean {
  const length = cells.reduce((n, cell) => n + cell.length + 1, 0)
  // A sign is three bytes at most, or two for each half of a pair.
  if (length * 3 <= MOST_LINE_BYTES) return false
  return new TextEncoder().encode(cells.join(',')).length > MOST_LINE_BYTES
}

/** First day that a time or a date may lie on. */
export const EARLIEST = '1990-01-01'
const DAYS_AHEAD = 2
/** Longest exam or acquisition. */
export const MOST_HOURS = 24
export const FIRST_BIRTH_YEAR = 1900
/** Greatest distance of a local time from UTC, hours: a time whose zone is not known yet is judged with so much grace. */
export const MOST_OFFSET_HOURS = 14

/** Days behind the run in which a time of the column may lie. */
export function daysAhead(c: Column): number {
  return c.daysAhead ?? DAYS_AHEAD
}

const PLAIN_SIGNS = String.raw`A-Za-z0-9_/:#*()&~|-`
const SIGNS = `[.+${PLAIN_SIGNS}]`
/** A code: letters and digits without blanks, and signs that no name is written with. */
export const CODE = `${SIGNS}+`
/** Codes, one behind the other, that are all sound at first sight: none has a sign that no code has, or one that a number with lost digits has. */
export const PLAIN_CODES = `[${PLAIN_SIGNS}]*`
const WORD = String.raw`[A-Za-z][A-Za-z._/+&()-]{0,63}([0-9]{1,4}[A-Za-z._/+&()-]{0,16}){0,2}`
const LIST = `[ \t]*(${CODE})?[ \t]*(;[ \t]*(${CODE})?[ \t]*)*`

/**
 * Regular expression, for SQL and JavaScript alike, that a value of the column matches whole; null for other columns. What identifies
 * a person is hashed, so it may be anything.
 */
export function codePattern(c: Column): string | null {
  if (c.isWord) return WORD
  if (c.isList) return LIST
  return isIdentifier(c) && !c.hashedAs ? CODE : null
}

/** Longest code or key, characters, and longest list of codes. */
export const MOST_CODE = 128
const MOST_LIST = 2_000

/** Characters that a code, key or list of codes has at most; null for other columns. What identifies a person is hashed, however long. */
export function mostCharacters(c: Column): number | null {
  if (c.hashedAs) return null
  if (c.isList) return MOST_LIST
  return isIdentifier(c) ? MOST_CODE : null
}

/** Numbers of people: a mobile telephone's, and those of China's identity cards, of eighteen signs and of fifteen. */
const DAY_OF_BIRTH = String.raw`(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])`
const OF_A_PERSON = String.raw`(\+?86-?)?1[3-9]\d(-?\d{4}){2}|[1-9]\d{5}(19|20)\d{2}${DAY_OF_BIRTH}\d{3}[\dXx]|[1-9]\d{7}${DAY_OF_BIRTH}\d{3}`

/** Regular expression, for SQL and JavaScript alike, of codes that are a person's number, alone or in a list. */
export const PERSON_NUMBER = String.raw`(.*[; \t])?(${OF_A_PERSON})([; \t].*)?`
/** Digits that stand in a row in every one of them. */
export const PERSON_DIGITS = 4
/** Characters of the shortest of them. */
export const LEAST_PERSON_NUMBER = 11

/**
 * Codes that the network or a maker gives out: none is a person's number. What a center numbers itself may be any number; centers and
 * scanners are those of the reference data, whatever they are called, and unknown ones are refused.
 */
export function isGivenCode(c: Column): boolean {
  const isFree = /^(accession_no|charge_id|event_id|repeat_of|center_code|scanner_id)$/.test(c.name)
  return c.isList === true || (isIdentifier(c) && !c.hashedAs && !isFree)
}

/**
 * Codes and words in which a row's own code of a person has no place: a column has shifted. Numbers that centers give their exams may be
 * made from a patient's.
 */
export const mayHoldNoPerson = (c: Column): boolean => c.isWord === true || isGivenCode(c)

/** From how many characters on a code of a person is told where it is a whole value, and where it is part of one. */
export const LEAST_OWN_CODE = { whole: 4, part: 8 }

/** Columns of codes and keys: a number in them that has lost digits is refused. */
export function isIdentifier(c: Column): boolean {
  return c.type === 'text' && !c.allowed && /(_id|_no|_code|^code|repeat_of|product_version)$/.test(c.name)
}
