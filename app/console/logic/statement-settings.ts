import { tokensOf } from '../../sql/tokens.ts'

/**
 * How a result is shown stands in comments of its statement, by the names of its columns, so that it is saved, sent and
 * opened with the text: `-- chart: {"kind":"line","x":"day","y":"exams","series":null}`, `-- numbers: {"rate":"percent"}`.
 */
export type Setting = 'chart' | 'numbers'

const COMMENT = /^--\s*(chart|numbers):\s*(\{.*\})\s*$/

const settingsIn = (sql: string) =>
  tokensOf(sql).flatMap(({ kind, text, from, to }) => {
    const [, name, json] = (kind === 'comment' && COMMENT.exec(text)) || []
    return name ? [{ name, json: json!, from, to }] : []
  })

/** Of each comment of the setting what it holds, in order; one that somebody has mistyped is a comment. */
export function settingsOf(sql: string, setting: Setting): Record<string, unknown>[] {
  return settingsIn(sql).flatMap(({ name, json }) => {
    try {
      return name === setting ? [JSON.parse(json) as Record<string, unknown>] : []
    } catch {
      return []
    }
  })
}

/** The statement without what it says of a setting, or of any. */
export function withoutSettings(sql: string, setting?: Setting): string {
  const found = settingsIn(sql).find(({ name }) => setting === undefined || name === setting)
  if (!found) return sql
  return withoutSettings(sql.slice(0, found.from) + sql.slice(found.to).replace(/^\r?\n/, ''), setting)
}

/** The statement with the setting in its first line; null takes it away. */
export function withSetting(sql: string, setting: Setting, value: object | null): string {
  const rest = withoutSettings(sql, setting)
  return value === null ? rest : `-- ${setting}: ${JSON.stringify(value)}\n${rest}`
}
