import { sql, type Kysely } from 'kysely'
import { latest, localDay } from '../db/functions.ts'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import { daysBetween } from './days.ts'

/** A gap this long before days with next to nothing tells of a wrong year or month, not of a holiday. */
const GAP_DAYS = 60
const NEXT_TO_NOTHING = 0.05

interface DayCount {
  day: string
  exams: number
}

/** Days at the end of the data that stand alone: newest first, without what reaches them from before. */
function isolatedFrom(days: DayCount[]): string | null {
  const total = days.reduce((sum, { exams }) => sum + exams, 0)
  let tail = 0
  let from: string | null = null
  for (let i = days.length - 1; i > 0 && tail <= NEXT_TO_NOTHING * total; i -= 1) {
    tail += days[i]!.exams
    const gap = daysBetween(days[i - 1]!.day, days[i]!.day)
    if (gap > GAP_DAYS && tail <= NEXT_TO_NOTHING * total) from = days[i]!.day
  }
  return from
}

/** The newest day that at least half of the active centers have reached; those far behind every other are left aside. */
function mostHaveReached(newest: string[]): string | null {
  const days = [...newest].sort().reverse()
  const [first] = days
  if (first === undefined) return null
  const active = days.filter((day) => daysBetween(day, first) <= GAP_DAYS)
  return active[Math.ceil(active.length / 2) - 1] ?? null
}

export interface DaysOfData {
  /** Null without a performed exam. */
  last: string | null
  /** Performed exams that stand alone behind a long gap after it: wrong dates, most likely. */
  outlying: (DayCount & { center_code: string })[]
}

const performed = (db: Kysely<Database>) =>
  db
    .selectFrom('mart.center_day')
    .select(sql<number>`CAST(sum(exams_performed) AS BIGINT)`.as('exams'))
    .where('exams_performed', '>', 0)

async function ask(db: Kysely<Database>): Promise<DaysOfData> {
  const byDay = performed(db).select('day').groupBy('day').orderBy('day')
  const isolated = isolatedFrom(await byDay.execute())
  const end = isolated ?? '9999-12-31'
  const newest = db
    .selectFrom('mart.center_day')
    .select(['center_code', latest('day').as('day')])
    .where('exams_performed', '>', 0)
    .where('day', '<', localDay(end))
    .groupBy('center_code')
  const outlying = performed(db)
    .select(['center_code', 'day'])
    .where('day', '>=', localDay(end))
    .groupBy(['center_code', 'day'])
    .orderBy('day')
    .orderBy('center_code')
  const rows = await newest.execute()
  return {
    last: mostHaveReached(rows.flatMap(({ day }) => day ?? [])),
    outlying: isolated === null ? [] : await outlying.execute(),
  }
}

export const daysOfData = (db: Kysely<Database>) => oncePerSnapshot(db, 'days of data', ask)

/**
 * The last day that holds data: the newest performed day that most centers have reached, else of whatever feed has come;
 * null in an empty warehouse. One exam dated 2062 does not move it.
 */
export async function lastDayOfData(db: Kysely<Database>): Promise<string | null> {
  const { last } = await daysOfData(db)
  return last ?? oncePerSnapshot(db, 'last day of any feed', askAnyFeed)
}

async function askAnyFeed(db: Kysely<Database>): Promise<string | null> {
  const days = await Promise.all([
    db.selectFrom('mart.center_month').select(latest('month').as('day')).executeTakeFirstOrThrow(),
    db.selectFrom('mart.scanner_day').select(latest('day').as('day')).executeTakeFirstOrThrow(),
    db.selectFrom('mart.center_day').select(latest('day').as('day')).executeTakeFirstOrThrow(),
  ])
  return days.map((row) => row.day).find((day) => day !== null) ?? null
}
