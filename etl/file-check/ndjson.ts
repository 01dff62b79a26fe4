import { cleanText } from '../contracts/signs.ts'
import { oneLineEnd, type Pieces } from './records.ts'

/** Lines that are not blank, with their numbers, of a text in pieces. */
export function jsonLines(take: (line: number, content: string) => void): Pieces {
  let text = ''
  let line = 0
  const lines = (whole: string[]) => {
    for (const content of whole) {
      line++
      if (cleanText(content) !== '') take(line, content)
    }
  }
  return oneLineEnd({
    push(piece) {
      text += piece
      if (!piece.includes('\n')) return
      const all = text.split('\n')
      text = all.pop()!
      lines(all)
    },
    end: () => lines([text]),
  })
}

/** Whether a profile reads a file of this name as JSON objects, one a line. */
export const isJsonLines = (name: string): boolean => /\.(ndjson|jsonl)(\.gz)?$/i.test(name)

/** What a line's object holds, for a profile. */
export interface Fields {
  /** Keys, those within objects behind their parents' and a point: `patient`, `patient.id`. */
  names: string[]
  /** Texts, numbers as they are written, objects and lists as JSON; empty for null. */
  cells: string[]
  /** Names of objects whose keys are listed too. */
  parents: Set<string>
}

/** Objects within objects whose keys have names of their own. */
const MOST_LEVELS = 4

/** Null: the line is no object. */
export function readFields(line: string): Fields | null {
  const value = objectOf(line)
  if (!value) return null
  const fields: Fields = { names: [], cells: [], parents: new Set() }
  const add = (object: Record<string, unknown>, prefix: string, level: number) => {
    for (const [key, found] of Object.entries(object)) {
      const name = prefix + key
      fields.names.push(name)
      fields.cells.push(typeof found === 'string' ? found : (textOf(found, line, key) ?? ''))
      if (!isObject(found) || level === MOST_LEVELS) continue
      fields.parents.add(name)
      add(found, `${name}.`, level + 1)
    }
  }
  add(value, '', 1)
  return fields
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The elements of a JSON list of texts and numbers; null: the text is none. */
export function readList(text: string): string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const list = JSON.parse(text) as unknown[]
    const pieces = list.flatMap((v) => (typeof v === 'string' ? v : typeof v === 'number' ? elementText(v) : []))
    return pieces.length === list.length ? pieces : null
  } catch {
    return null
  }
}

/** A number whose last digits JavaScript does not keep shows that they are lost. */
const elementText = (value: number) =>
  Math.abs(value) > Number.MAX_SAFE_INTEGER ? value.toExponential() : String(value)

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** A value that is no text as it is written; null for none. */
function textOf(value: unknown, line: string, key: string): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'number' ? numberText(line, key, value) : JSON.stringify(value)
}

/** A number as it was written: 1.0 is no integer, though JavaScript makes one of it. */
function numberText(line: string, key: string, value: number): string {
  const written = new RegExp(`"${key.replace(/[^\w]/g, '\\$&')}"\\s*:\\s*(-?[\\d.eE+-]+)`).exec(line)?.[1]
  return written !== undefined && Number(written) === value ? written : String(value)
}
