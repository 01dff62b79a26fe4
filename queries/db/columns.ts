import {
  DuckDBTypeId as T,
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
  const text = String(value)
  if (texts.size < 10_000) texts.set(value.days, text)
  return text
}

const AS_IT_IS = new Set<T>([T.BOOLEAN, T.TINYINT, T.SMALLINT, T.INTEGER, T.VARCHAR])

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
      const read = readerOf(result.columnType(place))
      const cells: Cell[] = []
      for (const chunk of chunks) {
        const vector = chunk.getColumnVector(place)
        for (let i = 0; i < vector.itemCount; i += 1) cells.push(read(vector.getItem(i) as DuckDBValue))
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
