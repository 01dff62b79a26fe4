import type { Contract } from '../contracts/contract.ts'
import type { Pieces } from './records.ts'
import { readCell } from './values.ts'

/** Lines that are not blank, with their numbers, of a text in pieces. */
export function jsonLines(take: (line: number, content: string) => void): Pieces {
  let text = ''
  let line = 0
  const lines = (whole: string[]) => {
    for (const content of whole) {
      line++
      if (readCell(content, false) !== null) take(line, content)
    }
  }
  return {
    push(piece) {
      text += piece
      if (!piece.includes('\n')) return
      const all = text.split('\n')
      text = all.pop()!
      lines(all)
    },
    end: () => lines([text]),
  }
}

/** A line of NDJSON as texts in the contract's order of columns; null: it is no object. Blank lines are left out by the caller. */
export function readJsonLine(line: string, contract: Contract): (string | null)[] | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const lower = new Map<string, string>()
  for (const key of Object.keys(value)) {
    const name = key.toLowerCase()
    if (key === name || !lower.has(name)) lower.set(name, key)
  }
  return contract.columns.map(({ name, type }) => {
    const key = lower.get(name)
    const found = key === undefined ? null : (value as Record<string, unknown>)[key]
    if (found === null || found === undefined) return null
    if (type === 'parameters' || type === 'tags') return JSON.stringify(found)
    if (typeof found === 'string') return readCell(found, false)
    return typeof found === 'number' ? numberText(line, key!, found) : JSON.stringify(found)
  })
}

/** A number as it was written: 1.0 is no integer, though JavaScript makes one of it. */
function numberText(line: string, key: string, value: number): string {
  const written = new RegExp(`"${key.replace(/[^\w]/g, '\\$&')}"\\s*:\\s*(-?[\\d.eE+-]+)`).exec(line)?.[1]
  return written !== undefined && Number(written) === value ? written : String(value)
}
