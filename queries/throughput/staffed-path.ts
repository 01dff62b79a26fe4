import { sql, type Kysely, type RawBuilder } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { dayOfUs, localUs, quantiles, timeOfUs } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import { staffedDays } from '../scanner/staffed-days.ts'
import type { Database } from '../schema.ts'
import { centerClocks } from './center-clocks.ts'
import { STRETCHES, STRIP_SHARES, WAY } from './flow-metrics.ts'
import type { PathRow, Step } from './flow-types.ts'
import { stripOf } from './strips.ts'

/** Staffed time is counted from so many days before the period on, and so many after it: what lies beyond is left out. */
export const DAYS_BEFORE = 92
const DAYS_AFTER = 35

const STEPS = Object.keys(WAY) as Step[]
const INSTANTS = [...new Set(STEPS.flatMap((step) => WAY[step]))]

const EXAM = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }
const CLOCK = { timeZone: 'c.time_zone', offset: 'c.clock_offset', isSteady: 'c.is_steady' }

type Row = Record<string, unknown>

/** The instants of an exam on its center's clock, each with the staffed microseconds of the scanner before it. */
function staffedBefore(windows: { from: string; to: string }[]): RawBuilder<unknown> {
  const before = INSTANTS.map((name) => {
    const time = timeOfUs(`x.${name}`)
    const [of, part] = [name, (column: string) => sql.ref(`${name}_day.${column}`)]
    const today = windows.map(
      ({ from, to }) => sql`least(greatest(${time}, ${part(from)}), ${part(to)}) - ${part(from)}`,
    )
    return sql`${part('before_us')} + ${sql.join(today, sql` + `)} AS ${sql.ref(of)}`
  })
  const joins = INSTANTS.map(
    (name) => sql`LEFT JOIN staffed AS ${sql.ref(`${name}_day`)} ON ${sql.ref(`${name}_day.scanner_id`)} = x.scanner_id
      AND ${sql.ref(`${name}_day.day_no`)} = ${dayOfUs(`x.${name}`)}`,
  )
  return sql`SELECT x.modality, ${sql.join(before)} FROM exam AS x ${sql.join(joins, sql` `)}`
}

async function stretches(db: Kysely<Database>, filters: Filters): Promise<Row[]> {
  const period = { from: addDays(filters.from, -DAYS_BEFORE), to: addDays(filters.to, DAYS_AFTER) }
  const { table, windows } = await staffedDays(db, period, filters)
  const clocks = centerClocks(db, period)
  const instants = INSTANTS.map((name) => sql`${localUs(`e.${name}`, CLOCK)} AS ${sql.ref(name)}`)
  const strips = STEPS.flatMap((step) => {
    const [from, to] = WAY[step]
    const us = sql`(${sql.ref(to)} - ${sql.ref(from)})`
    const { n, strip } = STRETCHES[step]
    return [sql`count(${us}) AS ${sql.ref(n.name)}`, sql`${quantiles(us, STRIP_SHARES)} AS ${sql.ref(strip.name)}`]
  })
  return askedSql(
    db,
    'throughput.staffed_path',
    sql<Row>`WITH staffed AS MATERIALIZED (${table}),
      exam AS (SELECT e.scanner_id, e.modality, ${sql.join(instants)}
        FROM main.exam AS e JOIN (${clocks}) AS c ON c.center_code = e.center_code
        WHERE e.performed AND e.scanner_id IS NOT NULL AND ${inScope(filters, EXAM)}),
      way AS (${staffedBefore(windows)})
      SELECT modality, ${sql.join(strips)} FROM way GROUP BY modality ORDER BY modality`,
  )
}

/**
 * The patient's way by modality, step by step, counting only the minutes in which the scanner of the exam is staffed. Exams
 * whose scanner's hours are unknown, and steps that begin over 92 days before the period, are not in it.
 */
export async function staffedPath(db: Kysely<Database>, filters: Filters): Promise<PathRow[]> {
  const rows = await stretches(db, filters)
  return STEPS.flatMap((step) =>
    rows.map((row) => ({ step, modality: row['modality'] as string, ...stripOf(row, STRETCHES[step]) })),
  )
}
