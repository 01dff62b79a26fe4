import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { usualGaps } from '../db/functions.ts'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import { centerNames } from '../page/names.ts'
import type { FreshnessCell, FreshnessCenter, FreshnessRow } from './data-types.ts'
import { FEEDS, freshnessRows } from './freshness.ts'

/** Gaps are read from so many days before the feed's newest row; ledgers come by the month. */
const WINDOW_DAYS = 60
const LEDGER_WINDOW_DAYS = 800
/** Three times what is usual is no longer a slow day. */
export const SILENT_FACTOR = 3

type Usual = { center_code: string; usual_days: number | null }

/** Days between a center's days with rows, nine of ten of which are no longer; by feed and center. */
async function usual(db: Kysely<Database>): Promise<Map<string, number | null>> {
  const byFeed = await Promise.all(
    FEEDS.map(async ({ feed, table, at }) => {
      const days = feed === 'costs' ? LEDGER_WINDOW_DAYS : WINDOW_DAYS
      const rows = await db
        .selectFrom(sql<Usual>`(${usualGaps(table, at, days)})`.as('u'))
        .selectAll()
        .$call(asked(`data.usual_${feed}`))
      return rows.map((row): [string, number | null] => [`${feed} ${row.center_code}`, row.usual_days])
    }),
  )
  return new Map(byFeed.flat())
}

/** Of the states of its feeds, the one with the lowest number is a center's own. */
export const WORST_FIRST = { silent: 0, never: 1, late: 2, fresh: 3 } as const

export function stateOf(ageDays: number | null, usualDays: number | null): FreshnessCell['state'] {
  if (ageDays === null) return 'never'
  const allowed = Math.max(1, usualDays ?? 1)
  if (ageDays <= allowed) return 'fresh'
  return ageDays > allowed * SILENT_FACTOR ? 'silent' : 'late'
}

/** Whole days from one instant's day to another's. */
const daysBetween = (from: string, to: string) =>
  Math.max(0, Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000))

async function ask(db: Kysely<Database>): Promise<FreshnessCenter[]> {
  const [rows, gaps, nameOf, centers] = await Promise.all([
    freshnessRows(db),
    usual(db),
    centerNames(db),
    db
      .selectFrom('center')
      .select('center_code')
      .where('center_code', 'is not', null)
      .orderBy('center_code')
      .$call(asked('data.centers')),
  ])
  const newestOf = (feed: string) => latest(rows.filter((row) => row.feed === feed))
  const feeds = FEEDS.map(({ feed }) => ({ feed, newest: newestOf(feed) })).filter(({ newest }) => newest !== null)
  const byKey = new Map(rows.map((row) => [`${row.feed} ${row.center_code}`, row]))
  const cell = (center: string, { feed, newest }: (typeof feeds)[number]): FreshnessCell => {
    const newest_at = byKey.get(`${feed} ${center}`)?.newest_at ?? null
    const usual_days = gaps.get(`${feed} ${center}`) ?? null
    const age_days = newest_at && newest ? daysBetween(newest_at, newest) : null
    return { feed, newest_at, age_days, usual_days, state: stateOf(age_days, usual_days) }
  }
  return centers
    .map(({ center_code }): FreshnessCenter => {
      const cells = feeds.map((feed) => cell(center_code, feed))
      const state = cells.map((c) => c.state).sort((a, b) => WORST_FIRST[a] - WORST_FIRST[b])[0] ?? 'never'
      return { center_code, ...nameOf(center_code), state, cells }
    })
    .sort((a, b) => WORST_FIRST[a.state] - WORST_FIRST[b.state] || worstAge(b) - worstAge(a))
}

const latest = (rows: FreshnessRow[]) =>
  rows.reduce<string | null>((max, row) => ((row.newest_at ?? '') > (max ?? '') ? row.newest_at : max), null)

const worstAge = (center: FreshnessCenter) => Math.max(0, ...center.cells.map((cell) => cell.age_days ?? 0))

/** Every center of the reference data by every feed that comes at all; those that need a look first. */
export const freshnessMatrix = (db: Kysely<Database>) => oncePerSnapshot(db, 'freshness matrix', ask)
