import { fold, unwrap } from './tidy.ts'

export type Cells = readonly string[]

/** Places of header names, compared without blanks, width and case. */
export class Header {
  /** As messages show them. */
  readonly names: string[]
  readonly used = new Set<number>()
  readonly #places = new Map<string, number>()
  readonly #rows: string[][]
  readonly #isOne: boolean
  #taken: Set<string> | null = null

  /** Of a header of two rows the names put together come first, then those of each row alone. */
  constructor(rows: Cells[]) {
    this.names = namesOf(rows)
    const levels = rows.length > 1 ? [this.names, rows[1]!, rows[0]!] : [this.names]
    for (const level of levels) this.#add(level.map(folded))
    this.#rows = [this.names, ...rows].map((row) => row.map(folded))
    this.#isOne = rows.length === 1
  }

  #add(keys: string[]): void {
    const times = new Map<string, number>()
    const own = new Map<string, number>()
    for (const [i, key] of keys.entries()) {
      if (key === '') continue
      const nth = (times.get(key) ?? 0) + 1
      times.set(key, nth)
      // A name that stands twice means its first column; `name#2` is the second.
      const name = nth === 1 ? key : `${key}#${nth}`
      if (!own.has(name)) own.set(name, i)
    }
    for (const [name, i] of own) if (!this.#places.has(name)) this.#places.set(name, i)
  }

  /** A name that a group of columns stands for is looked up behind the real ones. */
  find(source: string | string[], virtual: ReadonlyMap<string, number> = NONE): number | null {
    for (const name of Array.isArray(source) ? source : [source]) {
      const place = virtual.get(fold(name)) ?? this.#places.get(fold(name))
      if (place === undefined) continue
      this.used.add(place)
      return place
    }
    return null
  }

  /**
   * Whether a line is the header once more, or a row of it (`same`); or the header of another export that was put behind this one
   * (`other`): it has at least half of the names that the profile takes, and two of them. Null: it is none.
   */
  repeatedBy(cells: Cells): 'same' | 'other' | null {
    this.#taken ??= new Set([...this.used].map((i) => fold(this.names[i] ?? '')).filter((name) => name !== ''))
    const keys = cells.map(folded)
    if (this.#rows.some((row) => row.length === keys.length && row.every((key, i) => key === keys[i]))) return 'same'
    // Nearly every line ends here.
    if (!this.#isOne || keys.filter((key) => this.#taken!.has(key)).length < 2) return null
    const found = new Set(keys.filter((key) => this.#taken!.has(key)))
    return found.size >= 2 && found.size * 2 >= this.#taken.size ? 'other' : null
  }
}

const NONE: ReadonlyMap<string, number> = new Map()

const folded = (cell: string) => fold(unwrap(cell))

/**
 * Names of the columns. Of two rows the upper one spans columns: a name there holds until the next one, where the lower row names
 * something, and a name that stands in both rows counts once.
 */
function namesOf(rows: Cells[]): string[] {
  const [upper, lower] = rows.map((row) => row.map(unwrap))
  if (!lower) return upper!
  let over = ''
  return Array.from({ length: Math.max(upper!.length, lower.length) }, (_, i) => {
    const [own, under] = [upper![i] ?? '', lower[i] ?? '']
    over = own || over
    if (under === '') return own
    return fold(over) === fold(under) ? under : `${over}${over && ' '}${under}`
  })
}

/** The names of a header as its file has them, of two rows put together. */
export const headerOf = (rows: Cells[]): string[] => (rows.length > 1 ? namesOf(rows) : [...rows[0]!])

export function isHeader(cells: Cells, names: readonly string[]): boolean {
  const found = new Set(cells.map(folded))
  return names.every((name) => found.has(fold(name)))
}

/** Whether two lines are a header of two rows that has these names, put together or in the upper row. */
export const isHeaderOfTwo = (rows: [Cells, Cells], names: readonly string[]): boolean =>
  isHeader([...namesOf(rows), ...rows[0]], names)
