import type { Figure } from '../page/page-types.ts'
import { quantileSql, rateSql, rateShown, ratioSql, wilsonSql } from './expressions.ts'
import type { Panel } from './panel.ts'

interface WithFigures {
  figures: Record<string, Figure>
}

type FiguresOf<Page> = (page: Page) => Record<string, Figure> | null

const ofPage = (page: unknown) => (page as WithFigures).figures

/** Both periods, also one without a row. */
const PERIODS = '(VALUES (true), (false)) AS periods (is_current)'

const shown =
  <Page>(id: string, figures: FiguresOf<Page>) =>
  (page: Page) => {
    const figure = figures(page)?.[id]
    if (!figure || figure.reason === 'modalities_not_pooled' || figure.reason === 'not_by_scanner') return null
    return figure
  }

/** A count or sum over the rows of a question, beside the previous period's. `sum` reads columns of `q`. */
export function countTile<Page>(
  id: string,
  question: string,
  sum: string,
  figures: FiguresOf<Page> = ofPage,
): Panel<Page> {
  return {
    id: `tile.${id}`,
    from: { q: question },
    select: `SELECT ${sum} AS ${id}, periods.is_current FROM ${PERIODS}
      LEFT JOIN q ON q.is_current = periods.is_current GROUP BY periods.is_current ORDER BY periods.is_current DESC`,
    shows: (page) => {
      const figure = shown(id, figures)(page)
      return figure ? [{ [id]: figure.value, is_current: true }] : []
    },
  }
}

/** k of n over the rows of a question, with the Wilson interval. `k` and `n` are sums of columns of `q`. */
export function rateTile<Page>(
  id: string,
  question: string,
  k: string,
  n: string,
  figures: FiguresOf<Page> = ofPage,
): Panel<Page> {
  return {
    id: `tile.${id}`,
    from: { q: question },
    select: rateSelect(
      id,
      `SELECT periods.is_current, ${k} AS k, ${n} AS n FROM ${PERIODS}
      LEFT JOIN q ON q.is_current = periods.is_current GROUP BY periods.is_current`,
    ),
    shows: (page) => {
      const figure = shown(id, figures)(page)
      return figure ? [{ ...rateShown(id, figure), is_current: true }] : []
    },
  }
}

/** The last step of every rate: from k and n by the keys to rate and interval. */
export function rateSelect(id: string, sums: string, keys = ['is_current']): string {
  return `SELECT ${rateSql(id, 'k', 'n')} AS ${id}, k AS numerator, n, ${wilsonSql(id)}, ${keys.join(', ')}
    FROM (${sums}) AS sums ORDER BY ${keys.map((key) => (key === 'is_current' ? 'is_current DESC' : key)).join(', ')}`
}

/** A quotient of minutes by modality: modalities are not pooled. */
export function ratioByModalityTile<Page>(
  id: string,
  question: string,
  numerator: string,
  denominator: string,
): Panel<Page> {
  return {
    id: `tile.${id}`,
    from: { q: question },
    select: `SELECT ${ratioSql(id, numerator, denominator)} AS ${id}, modality, ${numerator} AS numerator,
      ${denominator} AS n, is_current FROM q ORDER BY is_current DESC, modality`,
    shows: byModality(id),
  }
}

/** A quantile by modality. */
export function quantileTile<Page>(id: string, question: string, value: string, n: string): Panel<Page> {
  return {
    id: `tile.${id}`,
    from: { q: question },
    select: `SELECT ${quantileSql(id, value, n)} AS ${id}, modality, ${n} AS n, is_current
      FROM q ORDER BY is_current DESC, modality`,
    shows: byModality(id),
  }
}

/** Shown when the page is about one modality; without a value there may be no row. */
export const byModality = (id: string) => (page: unknown) => {
  const figure = shown(id, ofPage)(page)
  return figure && figure.value !== null ? [{ [id]: figure.value, is_current: true }] : []
}

/** Those of a page's possible tiles that it shows. */
export const only = <Page>(panels: Panel<Page>[], ...ids: string[]) =>
  panels.filter((panel) => ids.includes(panel.id.slice('tile.'.length)))
