import { columnKind, numberOf, textOf, type Cell, type ColumnKind } from './values.ts'

export const CHART_KINDS = ['line', 'bar', 'scatter', 'heat'] as const
export type ChartKind = (typeof CHART_KINDS)[number]

/** Columns by their place in the result; `series` splits by colour (for a heat map it is the row). */
export interface ChartChoice {
  kind: ChartKind
  x: number
  y: number
  series: number | null
}

interface Column {
  name: string
  type: string
}

/** Four colours, whole and broken. */
export const MOST_SERIES = 8
/** Marks beyond which a chart is slow and says nothing. */
export const MOST_POINTS = 5_000
export const MOST_CATEGORIES = 60

const isTime = (kind: ColumnKind) => kind === 'date' || kind === 'timestamp'
/** Numbers that name rather than measure: hours, weekdays, months, versions, numbers of rooms. */
const isLabel = (name: string) => /(^|_)(hour|weekday|dow|isodow|month|year|week|version|line|no|id|rank)$/i.test(name)

interface Kinds {
  times: number[]
  measures: number[]
  categories: number[]
}

function kindsOf(columns: Column[], distinct: (column: number) => number): Kinds {
  const kinds = columns.map(({ type }) => columnKind(type))
  const places = columns.map((_, place) => place)
  const isMeasure = (place: number) => kinds[place] === 'number' && !isLabel(columns[place]!.name)
  return {
    times: places.filter((place) => isTime(kinds[place]!)),
    measures: places.filter(isMeasure),
    categories: places.filter(
      (place) =>
        (kinds[place] === 'text' || kinds[place] === 'boolean' || (kinds[place] === 'number' && !isMeasure(place))) &&
        distinct(place) <= MOST_CATEGORIES,
    ),
  }
}

/**
 * What a result is best drawn as: values over time as lines, two ways of sorting as a heat map, one as bars, two measures
 * as points. Null where there is nothing to measure.
 */
export function chooseChart(columns: Column[], rows: readonly (readonly Cell[])[]): ChartChoice | null {
  const distinct = (column: number) => new Set(rows.map((row) => textOf(row[column]))).size
  const { times, measures, categories } = kindsOf(columns, distinct)
  const [y] = measures
  if (y === undefined || rows.length < 2) return null
  const few = categories.find((place) => distinct(place) >= 2 && distinct(place) <= MOST_SERIES) ?? null
  if (times[0] !== undefined && distinct(times[0]) > 1) return { kind: 'line', x: times[0], y, series: few }
  const wide = categories.filter((place) => distinct(place) >= 2)
  const [first, second] = wide
  if (
    first !== undefined &&
    second !== undefined &&
    distinct(first) * distinct(second) >= rows.length &&
    rows.length > 6
  )
    return distinct(first) > distinct(second)
      ? { kind: 'heat', x: first, y, series: second }
      : { kind: 'heat', x: second, y, series: first }
  // Of two ways of sorting the second becomes the colour.
  if (first !== undefined) {
    const colour = second !== undefined && distinct(second) <= MOST_SERIES ? second : null
    return { kind: 'bar', x: first, y, series: colour }
  }
  if (measures[1] !== undefined) return { kind: 'scatter', x: y, y: measures[1], series: null }
  return null
}

/** Columns that can stand on an axis of a chart of this kind. */
export function columnsFor(axis: 'x' | 'y' | 'series', kind: ChartKind, columns: Column[]): number[] {
  const places = columns.map((_, place) => place)
  const numeric = places.filter((place) => columnKind(columns[place]!.type) === 'number')
  if (axis === 'y') return numeric
  if (axis === 'series') return places.filter((place) => columnKind(columns[place]!.type) !== 'nested')
  if (kind === 'line')
    return places.filter((place) => ['date', 'timestamp', 'number'].includes(columnKind(columns[place]!.type)))
  return kind === 'scatter' ? numeric : places.filter((place) => columnKind(columns[place]!.type) !== 'nested')
}

/** A column's value on a continuous axis: a number, or milliseconds since 1970 of a day or instant. */
export function positionOf(kind: ColumnKind, value: Cell): number | null {
  if (value === null || value === undefined) return null
  if (!isTime(kind)) return numberOf(value)
  const text = textOf(value)
  const at = Date.parse(
    /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : /[zZ]|[+-]\d\d(:?\d\d)?$/.test(text) ? text : `${text}Z`,
  )
  return Number.isNaN(at) ? null : at
}
