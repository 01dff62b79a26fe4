import { CHART_KINDS, type ChartChoice, type ChartKind } from './chart-choice.ts'
import { settingsOf, withSetting } from './statement-settings.ts'

interface Written {
  kind: ChartKind
  x: string
  y: string
  series: string | null
}

function read({ kind, x, y, series = null }: Partial<Written>): Written | null {
  const isWhole = CHART_KINDS.includes(kind as ChartKind) && typeof x === 'string' && typeof y === 'string'
  return isWhole && (series === null || typeof series === 'string') ? { kind: kind!, x, y, series } : null
}

/** The chart that a statement asks for; null where it names none, or columns that the result has not. */
export function chartOf(sql: string, columns: { name: string }[]): ChartChoice | null {
  const [written] = settingsOf(sql, 'chart').flatMap((given) => read(given) ?? [])
  if (!written) return null
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const [x, y] = [place(written.x), place(written.y)]
  const series = written.series === null ? null : place(written.series)
  return x < 0 || y < 0 || (series !== null && series < 0) ? null : { kind: written.kind, x, y, series }
}

/** The statement with a chart of one's own. */
export function withChart(sql: string, { kind, x, y, series }: ChartChoice, columns: { name: string }[]): string {
  const name = (place: number) => columns[place]?.name ?? ''
  const written: Written = { kind, x: name(x), y: name(y), series: series === null ? null : name(series) }
  return withSetting(sql, 'chart', written)
}
