import type { Kysely } from 'kysely'
import { centersOf } from './centers.ts'
import type { Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { beginnings, begunCenters, leftOut, reachesOver } from './beginnings.ts'
import { comparedDays, comparedMonths, comparisonOf } from './compared-period.ts'
import { addDays, addMonths, monthOf, monthsBetween } from './days.ts'
import { FilterError, type Filter } from './filter.ts'
import { lastDayOfData } from './last-day.ts'
import { filterIssue } from './problems.ts'

const DEFAULT_DAYS = 28

const EXAMS = { table: 'mart.center_day', columns: { day: 'day', center: 'center_code' }, where: null }

/** The first day with a performed exam of the chosen centers; null without any. */
export async function firstDayOfData(
  db: Kysely<Database>,
  filters: Pick<Filters, 'center'> = { center: [] },
): Promise<string | null> {
  const first = await beginnings(db, EXAMS)
  const days = begunCenters(first, { ...filters, to: '9999-12-31' }).map((code) => first.get(code)!)
  return days.reduce<string | null>((least, day) => (least === null || day < least ? day : least), null)
}

/** Setting a period beside days from before the data begins would call the beginning of the data a rise. */
function reach(previous: Period, first: string | null): Filters['previous_data'] {
  if (first === null || previous.to <= first || previous.from === previous.to) return 'none'
  return reachesOver(first, previous) ? 'complete' : 'partial'
}

async function periodOf(db: Kysely<Database>, filter: Filter, publishedAt: string): Promise<Period> {
  if (filter.from !== undefined && filter.to !== undefined) return { from: filter.from, to: filter.to }
  const last = (await lastDayOfData(db)) ?? publishedAt.slice(0, 10)
  return { from: addDays(last, 1 - DEFAULT_DAYS), to: addDays(last, 1) }
}

/** As asked; a baseline that holds days of the period would be moved by what it should show. @throws {FilterError} */
function baselineOf({ from }: Period, { baseline_from, baseline_to }: Filter): Filters['baseline'] {
  if (baseline_from === undefined || baseline_to === undefined) return null
  if (baseline_to <= from) return { from: baseline_from, to: baseline_to }
  throw new FilterError([filterIssue('baseline_to', 'baseline_within', { day: from })])
}

/**
 * The filter as it is applied: without a period, the 28 days up to the last day of the data (not of today's clock);
 * in an empty warehouse, up to the day of publication. Compared with the period of equal length before, or as asked.
 * Provinces and ownership become the centers that have them.
 * @throws {FilterError} when the compared period or the baseline reaches into the period
 */
export async function resolveFilter(db: Kysely<Database>, filter: Filter, publishedAt: string): Promise<Filters> {
  const period = await periodOf(db, filter, publishedAt)
  const compared = comparedDays(period, filter)
  const center = await centersOf(db, filter)
  const filters: Filters = {
    ...period,
    center,
    ...(filter.province && { province: filter.province }),
    ...(filter.ownership && { ownership: filter.ownership }),
    modality: filter.modality,
    scanner: filter.scanner,
    previous: compared.previous,
    previous_data: reach(compared.previous, await firstDayOfData(db, { center })),
    comparison: comparisonOf(period, compared),
    baseline: baselineOf(period, filter),
    basis: null,
    is_default_period: filter.from === undefined,
    ignored: [],
    unfollowed: [],
  }
  const left_out = filters.previous_data === 'complete' ? await leftOut(db, filters) : []
  return { ...filters, comparison: { ...filters.comparison, left_out } }
}

/** Whole months that the period touches, for facts that are monthly; modality and scanner do not split costs. */
export function wholeMonths(filters: Filters): Filters {
  const from = monthOf(filters.from)
  const to = addMonths(monthOf(addDays(filters.to, -1)), 1)
  const ignored: Filters['ignored'] = []
  if (filters.modality.length > 0) ignored.push('modality')
  if (filters.scanner.length > 0) ignored.push('scanner')
  const previous = comparedMonths(
    from,
    monthsBetween(from, to),
    filters.comparison.kind,
    monthOf(filters.previous.from),
  )
  return { ...filters, from, to, previous, modality: [], scanner: [], ignored, unfollowed: [] }
}
