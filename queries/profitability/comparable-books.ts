import { sql, type Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import { addDays, monthsBetween } from '../filter/days.ts'
import { beginnings } from '../filter/beginnings.ts'
import type { Against } from '../metric/estimate.ts'
import { compile } from '../metric/compile.ts'
import type { Metric } from '../metric/define.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { centerNames } from '../page/names.ts'
import type { Filters, LeftOut } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { notJudged } from '../statistics/evidence.ts'
import { pairedDifference } from '../statistics/period-difference.ts'

/** A center whose exams began in a month's first week was there for the month. */
const FIRST_WEEK = 7

/** Books from before the first exam know better than the exams when the center began. */
const isWithin = (first: string | undefined, { from, to }: Filters['previous']) =>
  first !== undefined && first > addDays(from, FIRST_WEEK) && first < to

const EXAMS = { table: 'mart.center_day', columns: { day: 'day', center: 'center_code' }, where: null }

const centerMonths = (db: Kysely<Database>, state: 'closed' | 'open') =>
  oncePerSnapshot(db, `${state} months`, () =>
    db
      .selectFrom('mart.center_month as m')
      .where('m.month_state', '=', state)
      .select(['m.month', 'm.center_code'])
      .orderBy('m.month')
      .orderBy('m.center_code')
      .$castTo<{ month: string; center_code: string }>()
      .execute(),
  )

/** Months of centers whose books are closed, the earliest first. */
export const closedCenterMonths = (db: Kysely<Database>) => centerMonths(db, 'closed')

/** The same of those that are not. */
export const openCenterMonths = (db: Kysely<Database>) => centerMonths(db, 'open')

/** Closed months of each center in both periods. */
async function closedMonths(db: Kysely<Database>, { center, from, to, previous }: Filters) {
  const chosen = new Set(center)
  const counts = new Map<string, { center_code: string; now: number; before: number }>()
  for (const { month, center_code } of await closedCenterMonths(db)) {
    const [isNow, isBefore] = [month >= from && month < to, month >= previous.from && month < previous.to]
    if (!(isNow || isBefore) || (chosen.size > 0 && !chosen.has(center_code))) continue
    const count = counts.get(center_code) ?? { center_code, now: 0, before: 0 }
    counts.set(center_code, count)
    if (isNow) count.now += 1
    else count.before += 1
  }
  return [...counts.values()].sort((a, b) => (a.center_code < b.center_code ? -1 : 1))
}

/**
 * Centers whose ledger is closed in each month of both periods, which alone are compared, and by name those that are
 * closed in some of them only, or whose exams began within the earlier one.
 */
export async function comparableBooks(db: Kysely<Database>, filters: Filters) {
  const length = monthsBetween(filters.previous.from, filters.previous.to)
  if (length === 0) return { centers: [], left_out: [] }
  const [rows, first, nameOf] = await Promise.all([closedMonths(db, filters), beginnings(db, EXAMS), centerNames(db)])
  const judged = rows.map(({ center_code, now, before }) => ({
    center_code,
    isClosed: now === length && before === length,
    began: isWithin(first.get(center_code), filters.previous),
  }))
  const left_out = judged.flatMap(({ center_code, isClosed, began }): LeftOut[] => {
    if (isClosed && !began) return []
    const names = { center_code, ...nameOf(center_code) }
    return [{ ...names, why: began ? 'began' : 'not_closed', feeds: [began ? 'exams' : 'costs'] }]
  })
  const centers = judged.filter(({ isClosed, began }) => isClosed && !began).map(({ center_code }) => center_code)
  return { centers, left_out }
}

/** Closed books of the centers compared, all together and by center, in both periods. */
export interface ComparedBooks<Id extends string> {
  together: Measured<Id>[]
  centers: Measured<Id>[]
  /** Whether nothing closed is left out. */
  isWhole: boolean
}

export async function comparedBooks<Id extends string>(
  db: Kysely<Database>,
  filters: Filters,
  metrics: readonly Metric<Id>[],
): Promise<ComparedBooks<Id> | null> {
  const { centers, left_out } = await comparableBooks(db, filters)
  if (centers.length === 0) return null
  const rows = await measure(db, {
    name: 'profitability.compared',
    metrics,
    by: ['center_code'],
    sets: [[], ['center_code']],
    filters: left_out.length === 0 ? filters : { ...filters, center: centers },
    periods: 'both',
    where: () => sql<boolean>`month_state = 'closed'`,
  })
  return { together: ofSet(rows), centers: ofSet(rows, 'center_code'), isWhole: left_out.length === 0 }
}

const sideOf = <Id extends string>(rows: Measured<Id>[], is_current: boolean, id: Id) =>
  rows.find((row) => row.is_current === is_current)?.figures[id]

/** What one center adds to a total, or to a quotient of totals by its linear part: pairs of them tell how sure a change is. */
function parts<Id extends string>(metric: Metric<Id>, books: ComparedBooks<Id>, is_current: boolean) {
  const rows = books.centers.filter((row) => row.is_current === is_current)
  const total = sideOf(books.together, is_current, metric.id)
  const isQuotient = compile(metric, false).denominator !== null
  return new Map(
    rows.map(({ row, figures }) => {
      const { value, numerator, n } = figures[metric.id]
      const code = row['center_code'] as string
      if (!isQuotient) return [code, value]
      if (!total || total.value === null || !total.n) return [code, null]
      return [code, total.value / rows.length + ((numerator ?? 0) - total.value * (n ?? 0)) / total.n]
    }),
  )
}

/** A money figure like for like, judged by how far the centers moved apart. */
export function againstOf<Id extends string>(metric: Metric<Id>, books: ComparedBooks<Id>): Against {
  const [current, previous] = [sideOf(books.together, true, metric.id), sideOf(books.together, false, metric.id)]
  if (!current || !previous) return { not_compared: 'no_value' }
  const [now, before] = [parts(metric, books, true), parts(metric, books, false)]
  const pairs = [...now].flatMap(([code, a]) => {
    const b = before.get(code)
    return a === null || b === null || b === undefined ? [] : [{ current: a, previous: b }]
  })
  const isPaired = pairs.length === now.size
  return { current, previous, isWhole: books.isWhole, evidence: isPaired ? pairedDifference(pairs) : notJudged() }
}
