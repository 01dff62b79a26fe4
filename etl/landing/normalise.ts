import { writeFile } from 'node:fs/promises'
import type { Contract } from '../contracts/contract.ts'
import { readRecords } from './csv.ts'

/** Column that carries the physical line in a normalised CSV file. */
export const LINE_COLUMN = '__line'

/** A cell as CSV needs it. */
export const quoted = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/**
 * Writes a copy that DuckDB reads without surprises: the contract's columns in its order behind the physical line.
 * Returns the lines that cannot be split into as many cells as the header has.
 */
export async function normaliseCsv(
  text: Buffer,
  header: string[],
  contract: Contract,
  target: string,
): Promise<number[]> {
  const at = contract.columns.map((c) => header.indexOf(c.name))
  const malformed: number[] = []
  const out: string[] = []
  let headerSeen = false
  for (const { line, cells } of readRecords(text.toString('utf8'))) {
    if (!headerSeen) headerSeen = true
    else if (cells?.length !== header.length) malformed.push(line)
    else out.push(`${line},${at.map((i) => (i === -1 ? '' : quoted(cells[i]!))).join(',')}`)
  }
  await writeFile(target, [LINE_COLUMN + contract.columns.map((c) => `,${c.name}`).join(''), ...out, ''].join('\n'))
  return malformed
}

/**
 * Writes a copy whose physical lines are the same but end in LF, hold no delimiter of the reader, and spell the
 * contract's keys as the contract does. Only the outermost keys of a line are touched, byte for byte.
 */
export async function normaliseNdjson(text: Buffer, contract: Contract, target: string): Promise<void> {
  const names = new Set(contract.columns.map((c) => c.name))
  const lines = text.toString('utf8').split('\n')
  const clean = lines.map((line) =>
    lowerKeys(line.replace(/\r$/, '').replaceAll('\r', ' ').replaceAll('\x01', '\x02'), names),
  )
  await writeFile(target, clean.join('\n').replaceAll('\0', '\x02'))
}

/** Lower-cases those outermost keys of a JSON object that name a contract column; an exact key beside it stays first. */
function lowerKeys(line: string, names: Set<string>): string {
  let depth = 0
  let out = ''
  let copied = 0
  for (let at = 0; at < line.length; at++) {
    const c = line[at]
    if (c === '{' || c === '[') depth++
    else if (c === '}' || c === ']') depth--
    else if (c === '"') {
      const end = stringEnd(line, at)
      if (end === -1) break
      const key = line.slice(at + 1, end)
      if (
        depth === 1 &&
        names.has(key.toLowerCase()) &&
        !names.has(key) &&
        /^\s*:/.test(line.slice(end + 1, end + 40))
      ) {
        out += line.slice(copied, at + 1) + key.toLowerCase()
        copied = end
      }
      at = end
    }
  }
  return out + line.slice(copied)
}

function stringEnd(line: string, open: number): number {
  for (let at = open + 1; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === '"') return at
  }
  return -1
}
