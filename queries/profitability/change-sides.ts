import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { inPeriod } from '../db/functions.ts'
import { centerPlaces } from '../filter/centers.ts'
import { monthsBetween } from '../filter/days.ts'
import { inBothPeriods, inScope, isCurrent } from '../filter/scope.ts'
import { centerNames } from '../page/names.ts'
import type { Filters, LeftOut, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { Beside, ChangePage } from './change-types.ts'
import { comparableBooks } from './comparable-books.ts'

interface Columns {
  day: string
  center: string
}

/** The two sides of a change, as conditions on any table of money. */
export interface Sides {
  where: (columns: Columns) => RawBuilder<SqlBool>
  /** Whether a row is of the later side, or of the center set beside the network. */
  isAfter: (columns: Columns) => RawBuilder<boolean>
  /** Under which center the row's amounts stand. */
  center: (columns: Columns) => RawBuilder<string>
  /** What the earlier side is divided by: an average center of so many. */
  peers: number
}

export interface Compared {
  /** Without rows where `why_not` says why. */
  sides: Sides
  why_not: ChangePage['why_not']
  centers_before: number
  left_out: LeftOut[]
}

const NOTHING: Sides = {
  where: () => sql<SqlBool>`false`,
  isAfter: () => sql<boolean>`true`,
  center: ({ center }) => sql.ref(center),
  peers: 1,
}

const none = (why_not: ChangePage['why_not'], left_out: LeftOut[] = []): Compared => ({
  ...{ sides: NOTHING, why_not, centers_before: 0, left_out },
})

/** No list of centers where it would hold all of them: it is read row by row. */
async function among(db: Kysely<Database>, centers: string[]): Promise<string[]> {
  return centers.length === (await centerPlaces(db)).length ? [] : centers
}

/** Closed months of the same centers on both sides, as other comparisons of money have them. */
async function monthsBeside(db: Kysely<Database>, filters: Filters, basis: Period): Promise<Compared> {
  if (filters.comparison.kind === 'none') return none('not_asked')
  const period = { ...filters, ...basis }
  const { centers } = await comparableBooks(db, period)
  if (centers.length === 0) return none('none_comparable')
  const compared = { ...period, center: await among(db, centers) }
  const sides: Sides = {
    where: (columns) => inBothPeriods(compared, columns),
    isAfter: ({ day }) => isCurrent(day, compared),
    center: ({ center }) => sql.ref(center),
    peers: 1,
  }
  return { sides, why_not: null, centers_before: centers.length, left_out: [] }
}

/** Every center with books of the months, and how many of these are closed. */
const closedIn = (db: Kysely<Database>, basis: Period) =>
  db
    .selectFrom('mart.center_month as m')
    .where(inPeriod('m.month', basis))
    .select(['m.center_code', sql<number>`count(*) FILTER (WHERE m.month_state = 'closed')`.as('closed')])
    .groupBy('m.center_code')
    .orderBy('m.center_code')
    .execute()

/** One center beside an average one of all others that are closed in each of its months. */
async function networkBeside(db: Kysely<Database>, filters: Filters, basis: Period): Promise<Compared> {
  const [chosen] = filters.center
  if (chosen === undefined || filters.center.length > 1) return none('one_center')
  const length = monthsBetween(basis.from, basis.to)
  const [rows, nameOf] = await Promise.all([closedIn(db, basis), centerNames(db)])
  const whole = rows.filter(({ closed }) => closed === length).map(({ center_code }) => center_code)
  const others = whole.filter((code) => code !== chosen)
  const left_out = rows
    .filter(({ center_code, closed }) => closed < length && center_code !== chosen)
    .map(({ center_code }): LeftOut => ({ center_code, ...nameOf(center_code), why: 'not_closed', feeds: ['costs'] }))
  if (!whole.includes(chosen) || others.length === 0) return none('none_comparable', left_out)
  const compared = { ...filters, ...basis, center: await among(db, whole) }
  const sides: Sides = {
    where: (columns) => inScope(compared, columns),
    isAfter: ({ center }) => sql<boolean>`${sql.ref(center)} = ${chosen}`,
    center: () => sql`CAST(${chosen} AS VARCHAR)`,
    peers: others.length,
  }
  return { sides, why_not: null, centers_before: others.length, left_out }
}

/** What a change is explained between; or why nothing is. */
export async function sidesOf(db: Kysely<Database>, filters: Filters, beside: Beside): Promise<Compared> {
  if (filters.basis === null) return none('no_closed_month')
  return beside === 'network' ? networkBeside(db, filters, filters.basis) : monthsBeside(db, filters, filters.basis)
}
