/** Length in bytes as the engine counts positions. */
export const byteLength = (text: string) => Buffer.byteLength(text, 'utf8')

/** The UTF-16 offset of a byte of the text in UTF-8. A position outside the text is its end. */
export function charactersBefore(text: string, bytes: number): number {
  if (bytes <= 0) return 0
  return Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length
}

/** Where blanks and comments end that stand at `from`. */
export function afterBlanks(sql: string, from = 0): number {
  const blanks = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y
  blanks.lastIndex = from
  blanks.exec(sql)
  return blanks.lastIndex
}

// Comments (nested ones are the engine's own extension), texts, quoted names, texts in dollars; each as a whole.
const PIECES =
  /--[^\n]*|\/\*[\s\S]*?\*\/|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|[\s\S]/g

/** The text without the semicolon at its end and what follows that: it cannot stand in brackets. */
export function withoutEnd(sql: string): string {
  let end = -1
  for (const piece of sql.matchAll(PIECES)) {
    if (piece[0] === ';') end = end === -1 ? piece.index : end
    else if (!/^(\s|--|\/\*)/.test(piece[0])) end = -1
  }
  return end === -1 ? sql : sql.slice(0, end)
}

export interface Explained {
  /** The statement that is explained. */
  body: string
  /** UTF-16 offset of the body in the whole text. */
  offset: number
  analyze: boolean
  /** Whether it asks for JSON instead of a drawing. */
  json: boolean
}

/** The statement behind EXPLAIN; null where the text does not begin with it. */
export function explained(sql: string): Explained | null {
  const word = (from: number, pattern: RegExp) => {
    const at = afterBlanks(sql, from)
    const match = new RegExp(pattern.source, 'iy')
    match.lastIndex = at
    const found = match.exec(sql)
    return found ? { end: match.lastIndex, text: found[0] } : null
  }
  const explain = word(0, /explain\b/)
  if (!explain) return null
  const options = word(explain.end, /\((?=\s*(?:analyze|format)\b)[^()]*\)/)
  const analyze = options ? null : word(explain.end, /analyze\b/)
  const offset = (options ?? analyze ?? explain).end
  const given = options?.text ?? ''
  return {
    body: sql.slice(offset),
    offset,
    analyze: Boolean(analyze) || /\banalyze\b/i.test(given),
    json: /\bjson\b/i.test(given),
  }
}
