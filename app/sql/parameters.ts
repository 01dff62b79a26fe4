import { codeTokens, tokensOf, type Token } from './tokens.ts'

export type ParameterKind = 'date' | 'timestamp' | 'number' | 'boolean' | 'text'
/** A number whose digits a double would change, as it was typed: a sign, digits, at most one point. */
export interface Digits {
  digits: string
}

export type ParameterValue = string | number | boolean | null | Digits

/** An input for one `$name` of the text. */
export interface Parameter {
  name: string
  kind: ParameterKind
  /** A query whose first column are the values on offer and whose second, if any, their names. */
  list: string | null
  /** What a comment `-- $name = …` gives; else null. */
  preset: string | null
}

/** What the inference knows of the published tables. */
export interface ColumnKnowledge {
  /** DuckDB type by column name; names that have several types in different tables are left out. */
  types: Record<string, string>
  /** Query of a list by column name. */
  lists: Record<string, string>
}

export function kindOfType(type: string): ParameterKind {
  const name = type.toUpperCase()
  if (name.startsWith('TIMESTAMP') || name === 'DATETIME') return 'timestamp'
  if (name === 'DATE') return 'date'
  if (name.startsWith('BOOL') || name === 'LOGICAL') return 'boolean'
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT|INT\d|INTEGER|UINTEGER|DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC)/.test(name)
    ? 'number'
    : 'text'
}

const COMPARES = new Set(['=', '==', '<>', '!=', '<', '<=', '>', '>=', 'LIKE', 'ILIKE', 'IN', 'BETWEEN'])
const COUNTS = new Set(['LIMIT', 'OFFSET', 'TOP'])

const upper = (token: Token | undefined) => token?.text.toUpperCase() ?? ''
const columnName = (token: Token | undefined): string | null => {
  if (token?.kind === 'word') return token.text.toLowerCase()
  return token?.kind === 'quoted' ? token.text.slice(1, -1).toLowerCase() : null
}

/** Type that the text casts the parameter to, or null. */
function castOf(tokens: Token[], place: number): string | null {
  if (tokens[place + 1]?.text === '::') return tokens[place + 2]?.text ?? null
  const inCast = tokens[place - 1]?.text === '(' && /^(TRY_)?CAST$/.test(upper(tokens[place - 2]))
  if (inCast && upper(tokens[place + 1]) === 'AS') return tokens[place + 2]?.text ?? null
  // DATE $day is how a literal's type is written.
  return ['DATE', 'TIMESTAMP', 'TIMESTAMPTZ'].includes(upper(tokens[place - 1])) ? tokens[place - 1]!.text : null
}

/** Steps over a cast behind the parameter. */
const afterCast = (tokens: Token[], place: number) => (tokens[place + 1]?.text === '::' ? place + 3 : place + 1)

/** The column that the parameter is compared with, or null. */
function comparedWith(tokens: Token[], place: number): string | null {
  let before = place - 1
  while (tokens[before]?.text === '(') before--
  // BETWEEN $from AND $to: the second looks past the first, and past its cast.
  if (upper(tokens[before]) === 'AND') {
    const between = [1, 2, 3, 4, 5].find((steps) => upper(tokens[before - steps]) === 'BETWEEN')
    if (between) before -= between
  }
  if (COMPARES.has(upper(tokens[before]))) {
    const left = upper(tokens[before - 1]) === 'NOT' ? before - 2 : before - 1
    return columnName(tokens[left])
  }
  const next = afterCast(tokens, place)
  if (!COMPARES.has(upper(tokens[next]))) return null
  const right = tokens[next + 2]?.text === '.' ? next + 3 : next + 1
  return columnName(tokens[right])
}

interface Hint {
  list?: string
  kind?: ParameterKind
  preset?: string
}

/** What comments say about parameters: `-- $center: select …`, `-- $from: date`, `-- $from = 2026-01-01`. */
function hintsOf(sql: string): Map<string, Hint> {
  const hints = new Map<string, Hint>()
  for (const { kind, text } of tokensOf(sql)) {
    const found = kind === 'comment' && /^--\s*\$([^\s:=]+)\s*([:=])\s*(.+?)\s*;?\s*$/.exec(text)
    if (!found) continue
    const [, name = '', sign, words = ''] = found
    const hint = hints.get(name) ?? {}
    if (sign === '=') hint.preset = words.replace(/^'(.*)'$/, '$1')
    else if (/^(select|from|with|values)\b/i.test(words)) hint.list = words
    else hint.kind = kindOfType(words)
    hints.set(name, hint)
  }
  return hints
}

function found(
  tokens: Token[],
  place: number,
  known: ColumnKnowledge,
): { kind: ParameterKind | null; list: string | null } {
  const cast = castOf(tokens, place)
  const column = comparedWith(tokens, place)
  const type = cast ?? (column === null ? null : (known.types[column] ?? null))
  const counts = COUNTS.has(upper(tokens[place - 1]))
  return {
    kind: counts ? 'number' : type === null ? null : kindOfType(type),
    list: (column && known.lists[column]) || null,
  }
}

/**
 * Inputs for the parameters of a text, in the order in which they first appear. The kind comes from a comment, else from
 * a cast, else from the column that the parameter is compared with; else it is text.
 */
export function parametersOf(sql: string, known: ColumnKnowledge = { types: {}, lists: {} }): Parameter[] {
  const hints = hintsOf(sql)
  const tokens = codeTokens(sql)
  const uses = new Map<string, { kind: ParameterKind | null; list: string | null }>()
  tokens.forEach((token, place) => {
    if (token.kind !== 'parameter') return
    const name = token.text.slice(1)
    const use = found(tokens, place, known)
    const earlier = uses.get(name)
    uses.set(name, { kind: earlier?.kind ?? use.kind, list: earlier?.list ?? use.list })
  })
  return [...uses].map(([name, use]) => {
    const hint = hints.get(name) ?? {}
    return { name, kind: hint.kind ?? use.kind ?? 'text', list: hint.list ?? use.list, preset: hint.preset ?? null }
  })
}

/** Fifteen significant digits survive in a double, whatever they are. */
function losesDigits(text: string): boolean {
  if (!/^[+-]?\d+(\.\d*)?$/.test(text)) return false
  if (!text.includes('.')) return !Number.isSafeInteger(Number(text))
  return text.replace(/^[+-]?0*\.?0*|\D/g, '').length > 15
}

/** What an input holds, as the value that is bound; empty is null. A number that is none stays text, for the engine to refuse. */
export function valueOf(kind: ParameterKind, text: string): ParameterValue {
  if (text === '') return null
  if (kind === 'boolean') return text === 'true'
  if (kind !== 'number' || !Number.isFinite(Number(text))) return text
  return losesDigits(text.trim()) ? { digits: text.trim() } : Number(text)
}
