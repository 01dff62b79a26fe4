import { cleanCell } from '../contracts/signs.ts'
import { readRecords } from '../landing/csv.ts'
import { ReferenceDataError } from './reference-data-error.ts'
import type { ReferenceTable } from './tables.ts'
import { trimBlanks, type Parsed } from './values.ts'

/** A checked row, its file below `reference/` and the physical line on which it begins. */
export interface Line<Row> {
  file: string
  line: number
  row: Row
}

/** The rows of a reference CSV; the first thing that is wrong is thrown with its file, line and column. */
export function parseReferenceCsv<Row extends object>(text: string, table: ReferenceTable<Row>): Line<Row>[] {
  const { file } = table
  const records = [...readRecords(text)]
  const header = records.shift()
  if (!header) throw new ReferenceDataError({ file, line: 1 }, 'the file is empty, it needs a header row')
  if (!header.cells) throw new ReferenceDataError({ file, line: header.line }, 'the header cannot be split')
  const positions = headerPositions(header.cells, table, header.line)
  return records.map(({ line, cells }) => {
    if (!cells || cells.length !== header.cells!.length) {
      const found = cells ? `${cells.length} cells where the header has ${header.cells!.length}` : 'a stray quote'
      throw new ReferenceDataError({ file, line }, `the line has ${found}`)
    }
    return { file, line, row: parseRow(cells, positions, table, { file, line }) }
  })
}

/** A row of cells in the order of the table's columns, as source profiles make them. */
export function parseCells<Row extends object>(
  cells: string[],
  table: ReferenceTable<Row>,
  place: { file: string; line: number },
): Line<Row> {
  const positions = new Map(Object.keys(table.columns).map((column, i) => [column, i]))
  return { ...place, row: parseRow(cells, positions, table, place) }
}

function headerPositions<Row>(cells: string[], table: ReferenceTable<Row>, line: number): Map<string, number> {
  const names = cells.map((cell) => trimBlanks(cell).toLowerCase())
  const positions = new Map<string, number>()
  for (const column of Object.keys(table.columns)) {
    const first = names.indexOf(column)
    if (first !== names.lastIndexOf(column)) {
      throw new ReferenceDataError({ file: table.file, line, column }, 'the header names the column twice')
    }
    if (first !== -1) positions.set(column, first)
  }
  const missing = table.required.find((column) => !positions.has(column))
  if (missing) throw new ReferenceDataError({ file: table.file, line, column: missing }, 'the header lacks the column')
  return positions
}

function parseRow<Row>(
  cells: string[],
  positions: Map<string, number>,
  table: ReferenceTable<Row>,
  place: { file: string; line: number },
): Row {
  const row: Record<string, Parsed extends { value: infer V } ? V : unknown> = {}
  for (const [column, parse] of Object.entries(table.columns) as [string, (cell: string) => Parsed][]) {
    const position = positions.get(column)
    const cell = position === undefined ? '' : cleanCell(cells[position] ?? '')
    const empty = cell === '' || cell === 'NULL' || cell === '\\N'
    if (empty && (table.required as string[]).includes(column)) {
      throw new ReferenceDataError({ ...place, column }, 'a value is required')
    }
    const parsed = empty ? { value: null } : parse(cell)
    if ('wrong' in parsed) throw new ReferenceDataError({ ...place, column }, parsed.wrong)
    row[column] = parsed.value
  }
  checkDateOrder(row, table, place)
  return row as Row
}

function checkDateOrder<Row>(
  row: Record<string, unknown>,
  table: ReferenceTable<Row>,
  place: { file: string; line: number },
): void {
  for (const [first, second] of table.dateOrder ?? []) {
    const from = row[first]
    const to = row[second]
    if (typeof from === 'string' && typeof to === 'string' && to < from) {
      throw new ReferenceDataError({ ...place, column: second }, `${to} is before ${first} ${from}`)
    }
  }
}

/** Keys stand once, whatever files a table's rows come from. */
export function checkKeys<Row extends object>(lines: Line<Row>[], table: ReferenceTable<Row>): void {
  const seen = new Map<string, Line<Row>>()
  for (const each of lines) {
    const { file, line, row } = each
    const key = JSON.stringify(table.key.map((column) => row[column]))
    const first = seen.get(key)
    if (first !== undefined) {
      const values = table.key.map((column) => `${column} ${String(row[column] ?? 'empty')}`).join(', ')
      const where = `line ${first.line}${first.file === file ? '' : ` of ${first.file}`}`
      throw new ReferenceDataError(
        { file, line, column: table.key[0] },
        `the key (${values}) stands already on ${where}`,
      )
    }
    seen.set(key, each)
  }
}
