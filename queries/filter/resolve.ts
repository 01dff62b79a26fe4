import type { Kysely } from 'kysely'
import { earliest, latest } from '../db/functions.ts'
import { addDays, addMonths, daysBetween, monthOf, monthsBetween } from './days.ts'
import { oncePerSnapshot } from '../db/once.ts'
import { centersOf } from './centers.ts'
import type { Filter } from './filter.ts'
import type { Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'

const DEFAULT_DAYS = 28

/** The last day that holds data: of a performed exam, else of whatever feed has come; null in an empty warehouse. */
export function lastDayOfData(db: Kysely<Database>): Promise<string | null> {
  return oncePerSnapshot(db, 'last day of data', askLastDay)
}

async function askLastDay(db: Kysely<Database>): Promise<string | null> {
  const days = await Promise.all([
    db
      .selectFrom('mart.center_day')
      .select(latest('day').as('day'))
      .where('exams_performed', '>', 0)
      .executeTakeFirstOrThrow(),
    db.selectFrom('mart.center_month').select(latest('month').as('day')).executeTakeFirstOrThrow(),
    db.selectFrom('mart.scanner_day').select(latest('day').as('day')).executeTakeFirstOrThrow(),
    db.selectFrom('mart.center_day').select(latest('day').as('day')).executeTakeFirstOrThrow(),
  ])
  return days.map((row) => row.day).find((day) => day !== null) ?? null
}

/** The first day with a performed exam; null without any. */
export function firstDayOfData(db: Kysely<Database>): Promise<string | null> {
  return oncePerSnapshot(db, 'first day of data', async () => {
    const days = db.selectFrom('mart.center_day').select(earliest('day').as('day')).where('exams_performed', '>', 0)
    return (await days.executeTakeFirstOrThrow()).day
  })
}

/** Setting a period beside days from before the data begins would call the beginning of the data a rise. */
function reach(previous: Period, first: string | null): Filters['previous_data'] {
  if (first === null || previous.to <= first) return 'none'
  return previous.from < first ? 'partial' : 'complete'
}

/**
 * The filter as it is applied: without a period, the 28 days up to the last day of the data (not of today's clock);
 * in an empty warehouse, up to the day of publication. Provinces and ownership become the centers that have them. The previous period is the one of equal length before.
 */
export async function resolveFilter(db: Kysely<Database>, filter: Filter, publishedAt: string): Promise<Filters> {
  const first = await firstDayOfData(db)
  let period: Period
  if (filter.from !== undefined && filter.to !== undefined) {
    period = { from: filter.from, to: filter.to }
  } else {
    const last = (await lastDayOfData(db)) ?? publishedAt.slice(0, 10)
    period = { from: addDays(last, 1 - DEFAULT_DAYS), to: addDays(last, 1) }
  }
  const length = daysBetween(period.from, period.to)
  const previous = { from: addDays(period.from, -length), to: period.from }
  return {
    ...period,
    center: await centersOf(db, filter),
    ...(filter.province && { province: filter.province }),
    ...(filter.ownership && { ownership: filter.ownership }),
    modality: filter.modality,
    scanner: filter.scanner,
    previous,
    previous_data: reach(previous, first),
    is_default_period: filter.from === undefined,
    ignored: [],
  }
}

/** Whole months that the period touches, for facts that are monthly; modality and scanner do not split costs. */
export function wholeMonths(filters: Filters): Filters {
  const from = monthOf(filters.from)
  const to = addMonths(monthOf(addDays(filters.to, -1)), 1)
  const ignored: Filters['ignored'] = []
  if (filters.modality.length > 0) ignored.push('modality')
  if (filters.scanner.length > 0) ignored.push('scanner')
  const previous = { from: addMonths(from, -monthsBetween(from, to)), to: from }
  return { ...filters, from, to, previous, modality: [], scanner: [], ignored }
}
