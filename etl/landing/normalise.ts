import { writeFile } from 'node:fs/promises'
import type { Contract } from '../contracts/contract.ts'
import { cleanText } from '../contracts/signs.ts'
import { readJsonLine } from './json-line.ts'
import { rowReader } from './csv-rows.ts'
import { readRecords, withOneLineEnd } from './csv.ts'

/** Column that carries the physical line in a normalised CSV file. */
export const LINE_COLUMN = '__line'

/** A cell as CSV needs it. */
export const quoted = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** What the tolerant reader makes of a text besides its rows. */
export interface Normalised {
  /** Lines that cannot be split into as many cells as the header has. */
  malformed: number[]
  /** Further header lines, which are no rows. */
  headers: number
}

/** Writes a copy that DuckDB reads without surprises: the contract's columns in its order behind the physical line. */
export async function normaliseCsv(
  text: Buffer,
  header: string[],
  contract: Contract,
  target: string,
): Promise<Normalised> {
  const found: Normalised = { malformed: [], headers: 0 }
  const read = rowReader(contract, header)
  const out: string[] = [LINE_COLUMN + contract.columns.map((c) => `,${c.name}`).join('')]
  let headerSeen = false
  for (const { line, cells } of readRecords(withOneLineEnd(text.toString('utf8')))) {
    if (!headerSeen) {
      headerSeen = true
      continue
    }
    const row = read(cells)
    if (row === 'malformed') found.malformed.push(line)
    else if (row === 'header') found.headers++
    else out.push(`${line},${row.map((value) => quoted(value ?? '')).join(',')}`)
  }
  await writeFile(target, [...out, ''].join('\n'))
  return found
}

/** No line of JSON: DuckDB finds it malformed. */
const MALFORMED = '!'

/**
 * Writes a copy of the same physical lines, each an object of the contract's keys as the file check reads them: in lower case,
 * values as texts digit for digit, `parameters` and `missing_tags` as they are.
 */
export async function normaliseNdjson(text: Buffer, contract: Contract, target: string): Promise<void> {
  const lines = withOneLineEnd(text.toString('utf8')).split('\n')
  const clean = lines.map((line) => {
    if (cleanText(line) === '') return ''
    const row = readJsonLine(line, contract)
    return row ? objectText(contract, row) : MALFORMED
  })
  await writeFile(target, clean.join('\n'))
}

function objectText(contract: Contract, row: (string | null)[]): string {
  const members = contract.columns.flatMap(({ name, type }, i) => {
    const value = row[i]
    if (value == null) return []
    return `"${name}":${type === 'parameters' || type === 'tags' ? value : JSON.stringify(value)}`
  })
  return `{${members.join(',')}}`
}
