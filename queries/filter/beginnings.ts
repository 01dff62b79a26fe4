import { sql, type Kysely } from 'kysely'
import { earliest } from '../db/functions.ts'
import { oncePerSnapshot } from '../db/once.ts'
import type { Feed, Filters, LeftOut, Period } from '../page/page-types.ts'
import { centerNames, type NameOf } from '../page/names.ts'
import type { Database } from '../schema.ts'
import { addDays } from './days.ts'

/** A table of days by center, as metrics name their sources. */
export interface DayTable {
  table: string
  columns: { day: string; center?: string }
  where: string | null
}

const byDay = (table: string): DayTable => ({ table, columns: { day: 'day', center: 'center_code' }, where: null })

/** Rows that stand in a table before its feed has brought anything: staffed hours, bookings, exams nobody could judge. */
const BEGUN: Record<string, string> = {
  'mart.center_day': 'exams_performed > 0',
  'mart.scanner_day': '(exams_performed > 0 OR occupied_minutes > 0 OR down_minutes > 0)',
  'mart.exam_compliance': 'assessable',
}

/** Tables by which the feeds behind signals begin. */
export const JUDGED = byDay('mart.exam_compliance')
export const READ = byDay('mart.ai_run_day')

const FEEDS: { feed: Feed; tables: DayTable[] }[] = [
  { feed: 'exams', tables: [byDay('mart.center_day')] },
  { feed: 'scanner_log', tables: [byDay('mart.scanner_day'), JUDGED] },
  { feed: 'ai_results', tables: [READ] },
]

/** First day of each center in a table; centers without a row are not in it. */
export function beginnings(db: Kysely<Database>, { table, columns, where }: DayTable): Promise<Map<string, string>> {
  const condition = [BEGUN[table], where].filter(Boolean).join(' AND ') || 'true'
  return oncePerSnapshot(db, `beginnings of ${table} where ${condition}`, async () => {
    const rows = await db
      .selectFrom(sql<{ center_code: string }>`${sql.table(table)}`.as('t'))
      .select(['t.center_code', earliest(columns.day).as('day')])
      .where(sql.raw<boolean>(condition))
      .groupBy('t.center_code')
      .execute()
    return new Map(rows.flatMap((row) => (row.day && row.center_code ? [[row.center_code, row.day]] : [])))
  })
}

/** The first working day of a period: data that begins on it reaches over the whole. */
function firstWorkingDay({ from }: Period): string {
  const weekday = new Date(`${from}T00:00:00Z`).getUTCDay()
  return addDays(from, weekday === 6 ? 2 : weekday === 0 ? 1 : 0)
}

export const reachesOver = (first: string, period: Period) => first <= firstWorkingDay(period)

/** Chosen centers that have rows before the period ends. */
export function begunCenters(first: Map<string, string>, filters: Pick<Filters, 'center' | 'to'>): string[] {
  const chosen = filters.center.length > 0 ? new Set(filters.center) : null
  const begun: string[] = []
  for (const [code, day] of first) if ((!chosen || chosen.has(code)) && day < filters.to) begun.push(code)
  return begun
}

/** Chosen centers whose data of any of these tables began within the compared period or later, and those that remain. */
export async function comparable(db: Kysely<Database>, tables: DayTable[], filters: Filters) {
  const firsts = await Promise.all(tables.map((table) => beginnings(db, table)))
  const begun = firsts.map((first) => begunCenters(first, filters))
  const last = firstWorkingDay(filters.previous)
  const late = new Set(begun.flatMap((codes, i) => codes.filter((code) => firsts[i]!.get(code)! > last)))
  const all = new Set(begun.flat())
  return { left_out: [...late].sort(), remaining: [...all].filter((code) => !late.has(code)).sort() }
}

/** The same for every feed, by name: what a page says of its comparison. */
export async function leftOut(db: Kysely<Database>, filters: Filters): Promise<LeftOut[]> {
  if (filters.comparison.kind === 'none') return []
  const [nameOf, ...found] = await Promise.all([
    centerNames(db),
    ...FEEDS.map(async ({ feed, tables }) => ({ feed, ...(await comparable(db, tables, filters)) })),
  ])
  return begunByName(found, nameOf)
}

/** Centers without data before, with what of them began. */
export function begunByName(found: { feed: Feed; left_out: string[] }[], nameOf: NameOf): LeftOut[] {
  const codes = [...new Set(found.flatMap((row) => row.left_out))].sort()
  return codes.map((center_code) => ({
    center_code,
    ...nameOf(center_code),
    why: 'began',
    feeds: found.filter((row) => row.left_out.includes(center_code)).map((row) => row.feed),
  }))
}
