import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { countOf, figure, none, quantileEstimate, rateOf, ratioOf } from '../metric/figure.ts'
import type { Estimate, Figures, Filters } from '../page/page-types.ts'
import type { ModalityFigures, ThroughputMetric } from './throughput-types.ts'
import { countsByModality, type Counts } from './counts.ts'
import { minutesByModality, type Minutes } from './minutes.ts'
import { roomsByModality, type Rooms } from './rooms.ts'

/** What one modality did in one period; null parts have no rows. */
export interface Tally {
  modality: string
  is_current: boolean
  counts: Counts | null
  rooms: Rooms | null
  minutes: Minutes | null
}

/** More than this share of due bookings without an outcome says more about the RIS than about patients. */
export const STALE_BOOKINGS_SHARE = 0.05

export function noShowRate(counts: Pick<Counts, 'bookings_due' | 'no_shows_due' | 'stale_bookings'>): Estimate {
  const { bookings_due, no_shows_due, stale_bookings } = counts
  if (bookings_due > 0 && stale_bookings > STALE_BOOKINGS_SHARE * bookings_due)
    return none('stale_bookings', bookings_due, no_shows_due)
  return rateOf('no_show_rate', no_shows_due, bookings_due)
}

/** Per modality and period, from daily marts where they can and from exams where a period's median is asked. */
export async function tally(db: Kysely<Database>, filters: Filters): Promise<Tally[]> {
  const [counts, rooms, minutes] = await Promise.all([
    countsByModality(db, filters),
    roomsByModality(db, filters),
    minutesByModality(db, filters),
  ])
  const modalities = [...new Set([...counts, ...rooms, ...minutes].map((row) => row.modality))].sort()
  return modalities.flatMap((modality) =>
    [true, false].map((is_current) => {
      const mine = (row: { modality: string; is_current: boolean }) =>
        row.modality === modality && row.is_current === is_current
      return {
        modality,
        is_current,
        counts: counts.find(mine) ?? null,
        rooms: rooms.find(mine) ?? null,
        minutes: minutes.find(mine) ?? null,
      }
    }),
  )
}

const COUNTS = [
  'exams_performed',
  'exams_scheduled',
  'no_shows',
  'cancellations',
  'repeats',
  'unreported',
  'out_of_hours_exams',
] as const

const NO_COUNTS: Counts = {
  exams_performed: 0,
  exams_scheduled: 0,
  no_shows: 0,
  cancellations: 0,
  repeats: 0,
  unreported: 0,
  out_of_hours_exams: 0,
  bookings_due: 0,
  no_shows_due: 0,
  stale_bookings: 0,
}

/** Figures that the scanner filter leaves without an answer: bookings name no scanner, windows are not per exam. */
const NOT_BY_SCANNER = new Set<ThroughputMetric>([
  'exams_scheduled',
  'no_shows',
  'cancellations',
  'no_show_rate',
  'out_of_hours_exams',
  'out_of_hours_rate',
])

type Estimates = Record<ThroughputMetric, Estimate>

function countEstimates(counts: Counts): Pick<Estimates, (typeof COUNTS)[number]> {
  return Object.fromEntries(COUNTS.map((name) => [name, countOf(counts[name])])) as ReturnType<typeof countEstimates>
}

function estimates(t: Tally | undefined): Estimates {
  const c = t?.counts ?? NO_COUNTS
  const m = t?.minutes
  const q = (id: ThroughputMetric, value: number | null | undefined, n: number | undefined) =>
    quantileEstimate(id, value ?? null, n ?? 0)
  return {
    ...countEstimates(c),
    utilization_rate: ratioOf(
      'utilization_rate',
      t?.rooms?.occupied_in_hours_minutes ?? null,
      t?.rooms?.available_minutes ?? null,
    ),
    no_show_rate: noShowRate(c),
    repeat_rate: rateOf('repeat_rate', c.repeats, c.exams_performed),
    out_of_hours_rate: rateOf('out_of_hours_rate', c.out_of_hours_exams, c.exams_performed),
    wait_minutes_median: q('wait_minutes_median', m?.wait_minutes_median, m?.waits),
    wait_minutes_p90: q('wait_minutes_p90', m?.wait_minutes_p90, m?.waits),
    turnaround_minutes_median: q('turnaround_minutes_median', m?.turnaround_minutes_median, m?.turnarounds),
    turnaround_minutes_p90: q('turnaround_minutes_p90', m?.turnaround_minutes_p90, m?.turnarounds),
    exam_minutes_median: q('exam_minutes_median', m?.exam_minutes_median, m?.exam_times),
  }
}

/** Several modalities together: counts add, the rest is not pooled. */
function pooledEstimates(tallies: Tally[]): Estimates {
  const sums = { ...NO_COUNTS }
  for (const t of tallies) for (const name of COUNTS) sums[name] += t.counts?.[name] ?? 0
  const nothing = estimates(undefined)
  const notPooled = Object.keys(nothing).map((name) => [name, none('modalities_not_pooled')])
  return { ...(Object.fromEntries(notPooled) as Estimates), ...countEstimates(sums) }
}

function compare(current: Estimates, previous: Estimates, filters: Filters): Figures<ThroughputMetric> {
  const byScanner = filters.scanner.length > 0
  const compared = filters.previous_data !== 'none'
  const names = Object.keys(current) as ThroughputMetric[]
  const entries = names.map((name) => {
    const gone = byScanner && NOT_BY_SCANNER.has(name)
    return [
      name,
      gone ? figure(name, none('not_by_scanner'), null) : figure(name, current[name], compared ? previous[name] : null),
    ]
  })
  return Object.fromEntries(entries) as Figures<ThroughputMetric>
}

export function throughputByModality(tallies: Tally[], filters: Filters): ModalityFigures[] {
  const modalities = [...new Set(tallies.map((t) => t.modality))]
  return modalities.map((modality) => {
    const of = (is_current: boolean) =>
      estimates(tallies.find((t) => t.modality === modality && t.is_current === is_current))
    return { modality, figures: compare(of(true), of(false), filters) }
  })
}

/** Headline: one modality gives all figures, several give counts only. */
export function throughputFigures(tallies: Tally[], filters: Filters): Figures<ThroughputMetric> {
  const only = new Set(tallies.map((t) => t.modality)).size <= 1
  const of = (is_current: boolean) => {
    const mine = tallies.filter((t) => t.is_current === is_current)
    return only ? estimates(mine[0]) : pooledEstimates(mine)
  }
  return compare(of(true), of(false), filters)
}
