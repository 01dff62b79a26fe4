import { shownColumns } from '../metric/compile.ts'
import type { Metric } from '../metric/define.ts'
import type { Estimate, Figure } from '../page/page-types.ts'
import type { Panel, Shown } from './panel.ts'

type Figures = Record<string, Figure>
type FiguresOf<Page> = (page: Page) => Figures | null

const ofPage = (page: unknown) => (page as { figures: Figures }).figures

/** The columns of figures in a page's question; a rate's, ratio's or quantile's n and interval under their short names. */
export function columnsOf(metric: Metric): string {
  const short = (name: string) => {
    const rest = name.slice(metric.id.length + 1)
    return rest === '' ? name : `${name} AS ${rest}`
  }
  return shownColumns(metric).map(short).join(', ')
}

/** Value, numerator, n and interval of a figure, as the statement's columns name them. */
export function estimateShown(metric: Metric, e: Estimate): Shown {
  const all = { [metric.id]: e.value, numerator: e.numerator, n: e.n, low: e.low, high: e.high }
  const names = shownColumns(metric).map((name) => name.slice(metric.id.length + 1) || name)
  return Object.fromEntries(names.map((name) => [name, all[name] ?? null]))
}

/** Reasons for which a page shows nothing though the question has rows of several groups. */
const isShown = (figure: Figure | undefined) => figure !== undefined && figure.reason !== 'modalities_not_pooled'

/**
 * A headline figure: its columns of the page's own question, the current period first. `keys` are the question's other
 * keys, where it asks by group and the page shows the only one; `where` tells its rows from those of other groups.
 */
export function figureTile<Page>(
  metric: Metric,
  question: string,
  keys: readonly string[] = [],
  figures: FiguresOf<Page> = ofPage,
  where = 'true',
): Panel<Page> {
  const beside = [...keys, 'is_current'].join(', ')
  const order = ['is_current DESC', ...keys].join(', ')
  return {
    id: `tile.${metric.id}`,
    from: { q: question },
    select: `SELECT ${columnsOf(metric)}, ${beside} FROM q WHERE ${where} ORDER BY ${order}`,
    shows: (page) => {
      const figure = figures(page)?.[metric.id]
      // A group without a row has nothing to show either.
      if (!isShown(figure) || (keys.length > 0 && figure?.value === null)) return []
      return [{ ...estimateShown(metric, figure!), is_current: true }]
    },
  }
}

/** The columns of several figures by name, values only. */
export const valuesText = (metrics: readonly Metric[]) => metrics.map(({ id }) => id).join(', ')

/** The values of figures under their names. */
export const valuesShown = (figures: Record<string, Pick<Estimate, 'value'>>, metrics: readonly Metric[]): Shown =>
  Object.fromEntries(metrics.map(({ id }) => [id, figures[id]?.value ?? null]))
