import { isTooLong, requiredColumns, type Contract } from '../contracts/contract.ts'
import { cleanCell, headerName } from '../contracts/signs.ts'

/** What a line behind the header is: texts in the contract's order of columns, null for none; or no row. */
export type CsvRow = (string | null)[] | 'malformed' | 'header'

/** A cell of CSV without what means nothing; null where it means null. */
export function readCsvCell(cell: string): string | null {
  const text = cleanCell(cell)
  return text === '' || text === 'NULL' || text === '\\N' ? null : text
}

/**
 * Reader of the lines behind a header, as the loader's tolerant reader and the file check both read them. Exports may stand behind
 * each other: a further header is no row, and where it names its columns otherwise the rows behind it are read by it.
 */
export function rowReader(contract: Contract, header: readonly string[]): (cells: string[] | null) => CsvRow {
  let width = header.length
  let places: number[] | null = placesOf(contract, header)
  return (cells) => {
    if (!cells || isTooLong(cells)) return 'malformed'
    const names = furtherHeader(contract, cells)
    if (names) {
      width = names.length
      places = requiredColumns(contract).every((name) => names.includes(name)) ? placesOf(contract, names) : null
      return 'header'
    }
    if (!places || cells.length !== width) return 'malformed'
    return places.map((place) => (place === -1 ? null : readCsvCell(cells[place]!)))
  }
}

const placesOf = (contract: Contract, header: readonly string[]) => contract.columns.map((c) => header.indexOf(c.name))

/** Names of a line that is a header: every feed names the center, and a row has no column's name for it. */
function furtherHeader(contract: Contract, cells: readonly string[]): string[] | null {
  if (!cells.some((cell) => /center_code/i.test(cell))) return null
  const names = cells.map(headerName)
  const known = names.filter((name) => contract.columns.some((c) => c.name === name))
  return names.includes('center_code') && known.length >= requiredColumns(contract).length ? names : null
}
