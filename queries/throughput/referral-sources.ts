import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { elapsedUs, keyOfColumns, medianMinutes, monthsBefore } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { ifEnough } from '../statistics/minimum-numbers.ts'
import { wilson } from '../statistics/proportion.ts'
import type { PhysicianRow, ReferralRow } from './referral-types.ts'

const EXAM = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }
/** A patient who comes again within this time is a returning one. */
const RETURN_MONTHS = 12
const LONGEST_YEAR = 366
const FEWEST = { rate: 10, median: 5, cell: 5 }

interface Counts {
  referral_source: string | null
  ordered: number
  scheduled: number
  performed: number
  reported: number
  lead_n: number
  lead_days_median: number | null
}

function counts(db: Kysely<Database>, filters: Filters): Promise<Counts[]> {
  const lead = elapsedUs('e.ordered_at', 'e.scheduled_at')
  return askedSql(
    db,
    'throughput.referral_sources',
    sql<Counts>`SELECT e.referral_source, count(*) AS ordered, count_if(e.status <> 'cancelled') AS scheduled,
      count_if(e.performed) AS performed, count_if(e.performed AND e.reported_at IS NOT NULL) AS reported,
      count(${lead}) AS lead_n,
      CASE WHEN count(${lead}) >= ${sql.lit(FEWEST.median)} THEN ${medianMinutes(lead)} / 1440 END AS lead_days_median
    FROM main.exam e WHERE ${inScope(filters, EXAM)} GROUP BY e.referral_source ORDER BY e.referral_source`,
  )
}

/** Performed exams with an earlier one of the patient at the center; any earlier scanner and modality counts. */
function returning(db: Kysely<Database>, filters: Filters) {
  const wide = { ...filters, from: addDays(filters.from, -LONGEST_YEAR), modality: [], scanner: [] }
  // As a number a patient is sorted several times faster than by key.
  return askedSql(
    db,
    'throughput.returning_patients',
    sql<{ referral_source: string | null; returning_exams: number }>`WITH seen AS (
        SELECT ${keyOfColumns('e.center_code', 'e.patient_key')} AS patient, ${keyOfColumns('e.accession_no')} AS exam, e.referral_source,
          epoch_us(e.started_at) AS began, ${inScope(filters, EXAM)} AS is_mine
        FROM main.exam e WHERE e.performed AND ${inScope(wide, EXAM)}),
      followed AS (
        SELECT referral_source, is_mine, began, lag(began) OVER (PARTITION BY patient ORDER BY began, exam) AS last_began
        FROM seen WHERE patient IN (SELECT patient FROM seen WHERE is_mine))
      SELECT referral_source, count_if(last_began >= ${monthsBefore('began', RETURN_MONTHS)}) AS returning_exams FROM followed
      WHERE is_mine GROUP BY referral_source ORDER BY referral_source`,
  )
}

function revenue(db: Kysely<Database>, filters: Filters) {
  return askedSql(
    db,
    'throughput.referral_revenue',
    sql<{
      referral_source: string | null
      net_revenue: number | null
    }>`SELECT e.referral_source, sum(m.net_revenue) AS net_revenue
      FROM mart.exam_money m JOIN main.exam e ON ${keyOfColumns('e.center_code', 'e.accession_no')} = ${keyOfColumns('m.center_code', 'm.accession_no')}
      WHERE ${inScope(filters, EXAM)} AND ${inScope(filters, { day: 'm.day', center: 'm.center_code' })}
      GROUP BY e.referral_source ORDER BY e.referral_source`,
  )
}

const rate = (k: number, n: number) => ifEnough(n, FEWEST.rate, () => ({ value: k / n, ...wilson(k, n)! }))

/** By source: how orders become reports, how long they wait, who comes again, and what they bring. */
export async function referralSources(db: Kysely<Database>, filters: Filters, money: boolean): Promise<ReferralRow[]> {
  const [rows, again, earned] = await Promise.all([
    counts(db, filters),
    returning(db, filters),
    money ? revenue(db, filters) : [],
  ])
  return rows.map(({ lead_n: _, ...row }) => {
    const isMine = (other: { referral_source: string | null }) => other.referral_source === row.referral_source
    const came = again.find(isMine)?.returning_exams ?? 0
    const converted = rate(row.performed, row.ordered)
    return {
      ...row,
      ...{ conversion_rate: converted?.value ?? null, low: converted?.low ?? null, high: converted?.high ?? null },
      ...{ returning_exams: came, returning_rate: rate(came, row.performed)?.value ?? null },
      net_revenue: earned.find(isMine)?.net_revenue ?? null,
    }
  })
}

/** So many physicians are told. */
const MOST_PHYSICIANS = 200

/** Counts by referring physician, cells under 5 hidden; in the order of the key, which ranks nobody. */
export async function physicians(db: Kysely<Database>, filters: Filters) {
  const cell = (name: string) => sql.raw(`CASE WHEN ${name} >= ${FEWEST.cell} THEN ${name} END AS ${name}`)
  const rows = await askedSql(
    db,
    'throughput.referring_physicians',
    sql<PhysicianRow & { physicians_total: number; physicians_hidden: number }>`WITH each AS (
        SELECT e.referring_physician_key, count(*) AS ordered, count_if(e.status <> 'cancelled') AS scheduled,
          count_if(e.performed) AS performed, count_if(e.performed AND e.reported_at IS NOT NULL) AS reported
        FROM main.exam e WHERE e.referring_physician_key IS NOT NULL AND ${inScope(filters, EXAM)} GROUP BY e.referring_physician_key),
      told AS (SELECT referring_physician_key, ordered, ${cell('scheduled')}, ${cell('performed')}, ${cell('reported')}
        FROM each WHERE ordered >= ${sql.lit(FEWEST.cell)} ORDER BY referring_physician_key LIMIT ${sql.lit(MOST_PHYSICIANS)})
      SELECT told.*, n.physicians_total, n.physicians_hidden
      FROM (SELECT count(*) AS physicians_total, count_if(ordered < ${sql.lit(FEWEST.cell)}) AS physicians_hidden FROM each) n
      LEFT JOIN told ON true ORDER BY referring_physician_key`,
  )
  const [first] = rows
  return {
    // Where nobody has enough, one row holds the numbers of those who have not.
    physicians: rows
      .filter((row) => row.referring_physician_key !== null)
      .map(({ physicians_total: _t, physicians_hidden: _h, ...row }) => row),
    physicians_total: first?.physicians_total ?? 0,
    physicians_hidden: first?.physicians_hidden ?? 0,
  }
}
