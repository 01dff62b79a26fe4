import { isTooLong, type Contract } from '../contracts/contract.ts'
import { cleanText } from '../contracts/signs.ts'

/** Outermost members of a JSON object: key and value as they are written. Of equal keys the first counts, as in DuckDB. */
export type Members = Map<string, string>

/** Null: the line is no object, is longer than one may be, or holds half of a surrogate pair, which is no text. */
export function membersOf(line: string): Members | null {
  if (isTooLong([line])) return null
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    if (/\\u[dD][89a-fA-F]/.test(line) && hasHalfPair(line)) return null
    return scan(line)
  } catch {
    return null
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** The text is known to be an object. */
function scan(line: string): Members {
  const found: Members = new Map()
  TOKEN.lastIndex = 0
  let depth = 0
  let key: string | null = null
  let from = -1
  for (let token = TOKEN.exec(line); token; token = TOKEN.exec(line)) {
    const sign = token[0]
    const ends = depth === 1 && (sign === ',' || sign === '}')
    if (ends && key !== null) {
      if (!found.has(key)) found.set(key, line.slice(from, token.index).trim())
      key = null
      from = -1
    }
    if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') depth--
    else if (depth === 1 && key === null && sign[0] === '"') key = JSON.parse(sign) as string
    else if (depth === 1 && from === -1 && sign === ':') from = token.index + 1
  }
  return found
}

/** Whether an escape is half of a surrogate pair, in whatever text: also in one whose key comes again, which no value shows. */
function hasHalfPair(line: string): boolean {
  let pairFrom = -1
  for (const escape of line.matchAll(/\\(?:u([0-9a-fA-F]{4})|[^])/g)) {
    const code = escape[1] === undefined ? 0 : Number.parseInt(escape[1], 16)
    const isSecond = code >= 0xdc00 && code <= 0xdfff
    if (pairFrom === -1 ? isSecond : !isSecond || escape.index !== pairFrom) return true
    pairFrom = code >= 0xd800 && code <= 0xdbff ? escape.index + escape[0].length : -1
  }
  return pairFrom !== -1
}

/** Whether no text in a value holds half of a surrogate pair. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Cs}/u.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && isWellFormed(inner))
}

/**
 * A line of NDJSON as texts in the contract's order of columns, numbers digit for digit; null: it is no object. Blank lines are
 * left out by the caller.
 */
export function readJsonLine(line: string, contract: Contract): (string | null)[] | null {
  const members = membersOf(line)
  if (!members) return null
  const lower = new Map<string, string>()
  for (const [key, text] of members) {
    const name = key.toLowerCase()
    if (key === name || !lower.has(name)) lower.set(name, text)
  }
  return contract.columns.map(({ name, type }) => {
    const text = lower.get(name)
    if (text === undefined || text === 'null') return null
    if (type === 'parameters' || type === 'tags') return text
    return cleanText(text.startsWith('"') ? (JSON.parse(text) as string) : text) || null
  })
}
