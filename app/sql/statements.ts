import { tokensOf } from './tokens.ts'

/** One statement of a text: half-open UTF-16 offsets, without its semicolon and the blanks around it. */
export interface Statement {
  from: number
  to: number
  text: string
}

function trimmed(sql: string, from: number, to: number): Statement {
  const text = sql.slice(from, to)
  const start = from + (text.length - text.trimStart().length)
  const statement = text.trim()
  return { from: start, to: start + statement.length, text: statement }
}

/** The statements of a text, with the comments before each; pieces of nothing but comments are none. */
export function statementsOf(sql: string): Statement[] {
  const found: Statement[] = []
  let from = 0
  let hasCode = false
  const end = (to: number) => {
    if (hasCode) found.push(trimmed(sql, from, to))
    hasCode = false
  }
  for (const token of tokensOf(sql)) {
    if (token.text === ';' && token.kind === 'punctuation') {
      end(token.from)
      from = token.to
    } else if (token.kind !== 'space' && token.kind !== 'comment') hasCode = true
  }
  end(sql.length)
  return found
}

/**
 * The statement that a cursor stands in, or, between two, the one before it: who has just typed the semicolon means what
 * it ends. Before the first it is the first. Null where there is none.
 */
export function statementAt(sql: string, position: number): Statement | null {
  const statements = statementsOf(sql)
  return statements.filter((statement) => statement.from <= position).at(-1) ?? statements[0] ?? null
}

/** What Run sends: the selection where there is one, else the statement under the cursor. */
export function statementToRun(sql: string, selection: { from: number; to: number }): Statement | null {
  const { from, to } = selection
  if (from !== to) {
    const [first, ...more] = statementsOf(sql.slice(from, to))
    if (!first) return null
    // Several selected ones go together, so that the server says that it takes one at a time.
    return more.length > 0 ? trimmed(sql, from, to) : { from: first.from + from, to: first.to + from, text: first.text }
  }
  return statementAt(sql, from)
}
