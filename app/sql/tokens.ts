/** Just enough of DuckDB's lexer to know where texts, comments, parameters and statements begin and end. */
export type TokenKind = 'space' | 'comment' | 'string' | 'quoted' | 'word' | 'number' | 'parameter' | 'punctuation'

/** Half-open range of UTF-16 offsets. */
export interface Token {
  kind: TokenKind
  from: number
  to: number
  text: string
}

const NAME = '[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*'
// In order: the first that matches at a place wins. A text that is not closed reaches to the end.
const PATTERNS: [TokenKind, RegExp][] = [
  ['space', /\s+/y],
  ['comment', /--[^\n]*/y],
  ['string', /[eE]'(?:[^'\\]|\\[^]|'')*(?:'|$)/y],
  ['string', /(?:[xXbB]|[uU]&)?'(?:[^']|'')*(?:'|$)/y],
  ['quoted', /"(?:[^"]|"")*(?:"|$)/y],
  ['string', new RegExp(`\\$(${NAME})?\\$(?:[^]*?\\$\\1\\$|[^]*$)`, 'y')],
  ['parameter', new RegExp(`\\$(?:${NAME}|\\d+)`, 'y')],
  ['number', /\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y],
  ['word', new RegExp(NAME, 'y')],
  ['punctuation', /::|<=|>=|<>|!=|==|\|\||->>|->|[^]/y],
]

/** End of a block comment that begins at `from`; they nest, and one that is not closed reaches to the end. */
function blockCommentEnd(sql: string, from: number): number {
  let depth = 0
  const mark = /\/\*|\*\//g
  mark.lastIndex = from
  for (let found = mark.exec(sql); found; found = mark.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return sql.length
}

function tokenAt(sql: string, from: number): Token {
  if (sql.startsWith('/*', from)) {
    const to = blockCommentEnd(sql, from)
    return { kind: 'comment', from, to, text: sql.slice(from, to) }
  }
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = from
    const text = pattern.exec(sql)?.[0]
    if (text) return { kind, from, to: from + text.length, text }
  }
  return { kind: 'punctuation', from, to: from + 1, text: sql.charAt(from) }
}

/** Every token of the text, spaces and comments too: joined they are the text again. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  for (let from = 0; from < sql.length;) {
    const token = tokenAt(sql, from)
    tokens.push(token)
    from = token.to
  }
  return tokens
}

/** Without spaces and comments. */
export function codeTokens(sql: string): Token[] {
  return tokensOf(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
}
