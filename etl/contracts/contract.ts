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
  /** Value that a null means. */
  default?: string
  /** Identifies a person: leaves the loader only as a keyed hash under `hashedAs`, never in a reject. */
  hashedAs?: string
  /** Never shown in a reject, though it is published. */
  masked?: true
  /** Value is dropped when another column has one of these values. */
  droppedWhen?: Condition
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

/** Name under which the column leaves the loader. */
export function publishedName(c: Column): string {
  return c.hashedAs ?? c.name
}

/** Columns that a file must have. */
export function requiredColumns(contract: Contract): string[] {
  return contract.columns.filter((c) => c.required).map((c) => c.name)
}
