import { codeTokens } from './tokens.ts'
import { kindOfType, parametersOf, type ColumnKnowledge } from './parameters.ts'

interface Tables {
  tables: { columns: { name: string; type: string }[] }[]
}

/** What the inference of parameters may know: column names whose type is the same in every table, and their lists. */
export function knowledgeOf(schema: Tables | null, lists: Record<string, string>): ColumnKnowledge {
  const types = new Map<string, string | null>()
  for (const { name, type } of schema?.tables.flatMap((table) => table.columns) ?? []) {
    const earlier = types.get(name)
    const differs = earlier !== undefined && (earlier === null || kindOfType(earlier) !== kindOfType(type))
    types.set(name, differs ? null : (earlier ?? type))
  }
  return {
    types: Object.fromEntries([...types].filter((entry): entry is [string, string] => entry[1] !== null)),
    lists,
  }
}

export interface CastText {
  sql: string
  /** Place in the text as typed of a place in the text as sent. */
  place: (sent: number) => number
}

/**
 * The engine compares no day with a text: a parameter that is compared with a column of days or instants and has no cast
 * gets one before it is sent. Places in errors are led back to the text as typed.
 */
export function withCasts(sql: string, known: ColumnKnowledge): CastText {
  const inserted: { at: number; text: string }[] = []
  const kinds = new Map(parametersOf(sql, known).map(({ name, kind }) => [name, kind]))
  const tokens = codeTokens(sql)
  tokens.forEach((token, i) => {
    const kind = token.kind === 'parameter' ? kinds.get(token.text.slice(1)) : undefined
    const isCast = tokens[i + 1]?.text === '::' || tokens[i + 1]?.text.toUpperCase() === 'AS'
    if (isCast || (kind !== 'date' && kind !== 'timestamp')) return
    inserted.push({ at: token.to, text: kind === 'date' ? '::DATE' : '::TIMESTAMPTZ' })
  })
  let sent = ''
  let from = 0
  for (const { at, text } of inserted) {
    sent += sql.slice(from, at) + text
    from = at
  }
  const place = (position: number) => {
    let shift = 0
    for (const { at, text } of inserted) {
      if (position <= at + shift) break
      shift += Math.min(text.length, position - at - shift)
    }
    return position - shift
  }
  return { sql: sent + sql.slice(from), place }
}
