import {
  DATE,
  DuckDBTypeId as T,
  DuckDBVarCharVector,
  type DuckDBDateValue,
  type DuckDBMaterializedResult,
  type DuckDBType,
  type DuckDBValue,
  type Json,
} from '@duckdb/node-api'
import { toJson } from './values.ts'

export type Cell = Json | null

/** Days are few and their texts are dear: each is made once. */
const texts = new Map<number, string>()

function dayText(value: DuckDBDateValue): string {
  const known = texts.get(value.days)
  if (known !== undefined) return known
  const text = toJson(value, DATE, toJson) as string
  if (texts.size < 10_000) texts.set(value.days, text)
  return text
}

const AS_IT_IS = new Set<T>([T.BOOLEAN, T.TINYINT, T.SMALLINT, T.INTEGER, T.VARCHAR])

/** Texts up to this many bytes stand in the vector's entries of 16 bytes themselves, after their length, filled with zeros. */
const SHORT = 12
const SLOTS = 512

/** The entries of a vector without nulls as four numbers each; null where the driver keeps them elsewhere. */
function entriesOf(vector: DuckDBVarCharVector): Uint32Array | null {
  const { dataView: view, validity } = vector as unknown as { dataView?: DataView; validity?: { data?: unknown } }
  if (!(view instanceof DataView) || view.byteOffset % 4 !== 0 || validity?.data !== null) return null
  return new Uint32Array(view.buffer, view.byteOffset, vector.itemCount * 4)
}

/**
 * Codes that stand in one column over and over: each is made once, since decoding a text takes longer than adding up its
 * row. Empty and long texts, and those that are not ASCII, are left to the driver.
 */
class ShortTexts {
  readonly #texts: (string | null)[] = []
  readonly #entries = new Uint32Array(SLOTS * 4)

  at(entries: Uint32Array, row: number): string | null {
    const at = row * 4
    const [length, a, b, c] = [entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!]
    if (length === 0 || length > SHORT || ((a | b | c) & 0x80808080) !== 0) return null
    const slot = (Math.imul(a ^ Math.imul(b, 31) ^ Math.imul(c, 131), 0x9e3779b1) >>> 23) * 4
    const known = this.#entries
    const isKnown = known[slot] === length && known[slot + 1] === a && known[slot + 2] === b && known[slot + 3] === c
    if (isKnown) return this.#texts[slot]!
    known.set([length, a, b, c], slot)
    const bytes = new Uint8Array(entries.buffer, entries.byteOffset + (at + 1) * 4, length)
    return (this.#texts[slot] = String.fromCharCode(...bytes))
  }
}

/** What `toJson` does to the values of one column, chosen once. */
function readerOf(type: DuckDBType): (value: DuckDBValue) => Cell {
  if (AS_IT_IS.has(type.typeId)) return (value) => value as Cell
  if (type.typeId === T.DATE) return (value) => (value === null ? null : dayText(value as DuckDBDateValue))
  return (value) => toJson(value, type, toJson)
}

/**
 * An answer of the engine column by column, its values as `toJson` gives them: wide answers are read without an object
 * for each of their rows.
 */
export class Columns {
  readonly rowCount: number
  readonly #names: string[]
  readonly #columns = new Map<string, Cell[]>()

  constructor(result: DuckDBMaterializedResult) {
    this.#names = result.deduplicatedColumnNames()
    const chunks = Array.from({ length: result.chunkCount }, (_, i) => result.getChunk(i))
    this.rowCount = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0)
    this.#names.forEach((name, place) => {
      const cells: Cell[] = []
      const short = new ShortTexts()
      for (const chunk of chunks) {
        const vector = chunk.getColumnVector(place)
        const read = readerOf(vector.type)
        const entries = vector instanceof DuckDBVarCharVector ? entriesOf(vector) : null
        for (let i = 0; i < vector.itemCount; i += 1)
          cells.push((entries && short.at(entries, i)) ?? read(vector.getItem(i) as DuckDBValue))
      }
      this.#columns.set(name, cells)
    })
  }

  /** @throws when the question had no such column */
  column(name: string): Cell[] {
    const cells = this.#columns.get(name)
    if (!cells) throw new Error(`The answer has no column ${name}.`)
    return cells
  }

  /** The same as objects. */
  rows(): Record<string, Cell>[] {
    return Array.from({ length: this.rowCount }, (_, i) => {
      const row: Record<string, Cell> = {}
      for (const [name, cells] of this.#columns) row[name] = cells[i]!
      return row
    })
  }
}
