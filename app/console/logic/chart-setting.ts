import { tokensOf } from '../../sql/tokens.ts'
import { CHART_KINDS, type ChartChoice, type ChartKind } from './chart-choice.ts'

/**
 * How a result is drawn stands in a comment of its statement, by the names of its columns, so that it is saved, sent and
 * opened with the text: `-- chart: {"kind":"line","x":"day","y":"exams","series":null}`.
 */
const COMMENT = /^--\s*chart:\s*(\{.*\})\s*$/

interface Written {
  kind: ChartKind
  x: string
  y: string
  series: string | null
}

function read(text: string): Written | null {
  const [, json] = COMMENT.exec(text) ?? []
  if (!json) return null
  try {
    const { kind, x, y, series = null } = JSON.parse(json) as Partial<Written>
    const isWhole = CHART_KINDS.includes(kind as ChartKind) && typeof x === 'string' && typeof y === 'string'
    return isWhole && (series === null || typeof series === 'string') ? { kind: kind!, x, y, series } : null
  } catch {
    // A comment that somebody has mistyped is a comment.
    return null
  }
}

const commentsOf = (sql: string) => tokensOf(sql).filter(({ kind, text }) => kind === 'comment' && COMMENT.test(text))

/** The chart that a statement asks for; null where it names none, or columns that the result has not. */
export function chartOf(sql: string, columns: { name: string }[]): ChartChoice | null {
  const [written] = commentsOf(sql).flatMap(({ text }) => read(text) ?? [])
  if (!written) return null
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const [x, y] = [place(written.x), place(written.y)]
  const series = written.series === null ? null : place(written.series)
  return x < 0 || y < 0 || (series !== null && series < 0) ? null : { kind: written.kind, x, y, series }
}

/** The statement without what it says of charts. */
export function withoutChart(sql: string): string {
  const [first, ...more] = commentsOf(sql)
  if (!first) return sql
  const rest = sql.slice(0, first.from) + sql.slice(first.to).replace(/^\r?\n/, '')
  return more.length > 0 ? withoutChart(rest) : rest
}

/** The statement with a chart of one's own, in its first line. */
export function withChart(sql: string, { kind, x, y, series }: ChartChoice, columns: { name: string }[]): string {
  const name = (place: number) => columns[place]?.name ?? ''
  const written: Written = { kind, x: name(x), y: name(y), series: series === null ? null : name(series) }
  return `-- chart: ${JSON.stringify(written)}\n${withoutChart(sql)}`
}
