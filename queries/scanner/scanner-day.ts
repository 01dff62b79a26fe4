import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { instantOf, localDay, minutesAfter } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { ledgerByDay } from '../throughput/ledger.ts'
import { windowsOfDay } from './hours-of-day.ts'
import type { DayExam, DayFault, DaySeries, DayState, ScannerDay, ScannerInfo } from './scanner-types.ts'

interface Bounds {
  day: string
  starts_at: string
  ends_at: string
}

/** Exams whose slot or time on the table touches the day. */
function exams(db: Kysely<Database>, { scanner_id, center_code }: ScannerInfo, { day, starts_at, ends_at }: Bounds) {
  const [from, to] = [instantOf(starts_at), instantOf(ends_at)]
  return askedSql(
    db,
    'scanner.exams',
    sql<Omit<DayExam, 'series'>>`SELECT accession_no, status, protocol_code, priority, scheduled_at,
      ${minutesAfter('scheduled_at', 'scheduled_minutes')} AS slot_ends_at, arrived_at, started_at, completed_at, reported_at,
      scheduled_scanner_id, scanner_id
    FROM main.exam WHERE center_code = ${center_code} AND (scanner_id = ${scanner_id} OR scheduled_scanner_id = ${scanner_id})
      AND day BETWEEN ${localDay(addDays(day, -1))} AND ${localDay(addDays(day, 1))}
      AND ((scheduled_at >= ${from} AND scheduled_at < ${to})
        OR (started_at < ${to} AND coalesce(completed_at, started_at) >= ${from}))
    ORDER BY coalesce(started_at, scheduled_at), accession_no`,
  )
}

function series(db: Kysely<Database>, { scanner_id, center_code }: ScannerInfo, { starts_at, ends_at }: Bounds) {
  return askedSql(
    db,
    'scanner.series',
    sql<DaySeries>`SELECT accession_no, series_no, step, started_at, ended_at FROM main.acquisition
    WHERE scanner_id = ${scanner_id} AND center_code = ${center_code} AND started_at < ${instantOf(ends_at)}
      AND started_at >= ${instantOf(starts_at)} - INTERVAL 1 DAY
      AND coalesce(ended_at, started_at) >= ${instantOf(starts_at)} ORDER BY started_at, series_no`,
  )
}

function states(db: Kysely<Database>, { scanner_id, center_code }: ScannerInfo, { starts_at, ends_at }: Bounds) {
  return askedSql(
    db,
    'scanner.states',
    sql<DayState>`SELECT state, started_at, ended_at FROM main.scanner_state
    WHERE scanner_id = ${scanner_id} AND center_code = ${center_code} AND started_at < ${instantOf(ends_at)}
      AND (ended_at IS NULL OR ended_at > ${instantOf(starts_at)}) ORDER BY started_at`,
  )
}

function faults(db: Kysely<Database>, { scanner_id, center_code }: ScannerInfo, { day }: Bounds) {
  return askedSql(
    db,
    'scanner.faults',
    sql<DayFault>`SELECT f.at, code, severity FROM main.scanner_fault f
    WHERE scanner_id = ${scanner_id} AND center_code = ${center_code} AND day = ${localDay(day)} ORDER BY f.at, code`,
  )
}

/** The days of the scanner before and after on which it was staffed or used. */
async function neighbours(db: Kysely<Database>, { scanner_id }: ScannerInfo, day: string) {
  const { rows } = await sql<{ previous: string | null; next: string | null }>`SELECT
    max(day) FILTER (WHERE day < ${localDay(day)}) AS previous, min(day) FILTER (WHERE day > ${localDay(day)}) AS next
    FROM mart.scanner_day WHERE scanner_id = ${scanner_id}`.execute(db)
  return rows[0]!
}

/** One day of a scanner: what was planned, what was done, in which state it was, and where its minutes went. */
export async function scannerDay(
  db: Kysely<Database>,
  filters: Filters,
  scanner: ScannerInfo,
  day: string,
): Promise<ScannerDay> {
  const { starts_at, ends_at, windows } = await windowsOfDay(db, scanner, day)
  const bounds = { day, starts_at, ends_at }
  const only = { ...filters, from: day, to: addDays(day, 1) }
  const [made, acquired, state, fault, around, { days }] = await Promise.all([
    exams(db, scanner, bounds),
    series(db, scanner, bounds),
    states(db, scanner, bounds),
    faults(db, scanner, bounds),
    neighbours(db, scanner, day),
    ledgerByDay(db, only, 'scanner.ledger'),
  ])
  const counts = new Map<string, number>()
  for (const { accession_no } of acquired) counts.set(accession_no, (counts.get(accession_no) ?? 0) + 1)
  const { day: _day, ...ledger } = days[0] ?? { day: null }
  return {
    ...{ day, ...around, starts_at, ends_at, windows },
    exams: made.map((exam) => ({ ...exam, series: counts.get(exam.accession_no) ?? 0 })),
    ...{ series: acquired, states: state, faults: fault },
    ledger: days.length > 0 ? (ledger as ScannerDay['ledger']) : null,
  }
}
