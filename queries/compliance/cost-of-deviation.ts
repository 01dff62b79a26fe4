import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { countWhere, elapsedUs, keyOfColumns, localDay, quantiles } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { quantileDifference, quantileShares } from '../statistics/quantile-difference.ts'
import type { DeviationCost } from './parameters-types.ts'

/** Fewer exams on either side say nothing of what a deviation costs. */
const LEAST_EXAMS = 10
const MEDIAN = 0.5
const SHARES = quantileShares(MEDIAN)

/** What a staffed minute costs on the scanners of a class, each exam counting once; null where no ledger has come. */
interface Price {
  protocol_code: string
  manufacturer: string | null
  model: string | null
  cny_per_minute: number | null
}

interface Found {
  protocol_code: string
  manufacturer: string | null
  model: string | null
  compliant: boolean
  exams: number
  repeats: number
  minutes: number[] | null
}

/** Exam minutes and repeats by protocol and model of scanner, of compliant exams and of deviating ones. */
function found(db: Kysely<Database>, filters: Filters): Promise<Found[]> {
  const EXAM = { day: 'x.day', center: 'x.center_code', modality: 'x.modality', scanner: 'x.scanner_id' }
  return askedSql(
    db,
    'parameters.cost',
    sql<Found>`SELECT x.protocol_code, s.manufacturer, s.model, x.compliant,
        count(x.exam_minutes) AS exams, ${countWhere(sql<boolean>`x.is_repeat`)} AS repeats,
        ${quantiles(sql.ref('x.exam_minutes'), SHARES)} AS minutes
      FROM mart.exam_compliance AS x
      LEFT JOIN main.scanner AS s ON s.scanner_id = x.scanner_id
      WHERE ${inScope(filters, EXAM)} AND x.assessable
      GROUP BY x.protocol_code, s.manufacturer, s.model, x.compliant
      ORDER BY x.protocol_code, s.manufacturer, s.model, x.compliant`,
  )
}

/** How many exams of a class were made again, and the minutes that it took. */
interface Again {
  protocol_code: string
  manufacturer: string | null
  model: string | null
  compliant: boolean
  repeated: number
  minutes: number
}

/** Exams of the period that a performed one repeats, whenever that was. */
function repeated(db: Kysely<Database>, filters: Filters): Promise<Again[]> {
  const EXAM = { day: 'x.day', center: 'x.center_code', modality: 'x.modality', scanner: 'x.scanner_id' }
  return askedSql(
    db,
    'parameters.repeated',
    sql<Again>`SELECT x.protocol_code, s.manufacturer, s.model, x.compliant, count(*) AS repeated,
        coalesce(sum(${elapsedUs('r.started_at', 'r.completed_at')}) / 60e6, 0) AS minutes
      FROM main.exam AS r JOIN mart.exam_compliance AS x
        ON ${keyOfColumns('x.center_code', 'x.accession_no')} = ${keyOfColumns('r.center_code', 'r.repeat_of')}
      LEFT JOIN main.scanner AS s ON s.scanner_id = x.scanner_id
      WHERE r.performed AND r.repeat_of IS NOT NULL AND r.day >= ${localDay(filters.from)} AND ${inScope(filters, EXAM)}
        AND x.assessable
      GROUP BY x.protocol_code, s.manufacturer, s.model, x.compliant
      ORDER BY x.protocol_code, s.manufacturer, s.model, x.compliant`,
  )
}

/** Of the deviating exams, by the last price known of each scanner up to the end of the period. */
function pricesOf(db: Kysely<Database>, filters: Filters): Promise<Price[]> {
  const EXAM = { day: 'x.day', center: 'x.center_code', modality: 'x.modality', scanner: 'x.scanner_id' }
  return askedSql(
    db,
    'parameters.prices',
    sql<Price>`WITH known AS (SELECT scanner_id, cost_per_staffed_minute, row_number() OVER (PARTITION BY scanner_id
          ORDER BY month DESC) AS place
        FROM mart.scanner_month WHERE cost_per_staffed_minute IS NOT NULL AND month < ${localDay(filters.to)})
      SELECT x.protocol_code, s.manufacturer, s.model, avg(k.cost_per_staffed_minute) AS cny_per_minute
      FROM mart.exam_compliance AS x
      LEFT JOIN main.scanner AS s ON s.scanner_id = x.scanner_id
      LEFT JOIN known AS k ON k.scanner_id = x.scanner_id AND k.place = 1
      WHERE ${inScope(filters, EXAM)} AND x.assessable AND NOT x.compliant
      GROUP BY x.protocol_code, s.manufacturer, s.model ORDER BY x.protocol_code, s.manufacturer, s.model`,
  )
}

const classOf = ({ protocol_code, manufacturer, model }: Omit<Price, 'cny_per_minute'>) =>
  JSON.stringify([protocol_code, manufacturer, model])

/** Minutes that repeats of deviating exams took beyond those of as many compliant ones. */
function repeatsOf(row: Found, other: Found, again: Again[]) {
  const none = { repeated: 0, minutes: 0 }
  const of = (compliant: boolean) =>
    again.find((one) => one.compliant === compliant && classOf(one) === classOf(row)) ?? none
  const [deviating, compliant] = [of(false), of(true)]
  return {
    repeated: deviating.repeated,
    compliant_repeated: compliant.repeated,
    repeat_minutes: deviating.minutes - (row.exams * compliant.minutes) / other.exams,
  }
}

/** A class of deviating exams beside the compliant ones; null where either are too few. */
function costOf(row: Found, other: Found | undefined, again: Again[], price: number | null): DeviationCost | null {
  if (row.compliant || !other || Math.min(row.exams, other.exams) < LEAST_EXAMS) return null
  const { difference, low, high } = quantileDifference(
    MEDIAN,
    { n: row.exams, values: row.minutes },
    { n: other.exams, values: other.minutes },
  )
  if (difference === null) return null
  const { protocol_code, manufacturer, model, exams, repeats } = row
  const minutes = difference * exams
  const repeated = repeatsOf(row, other, again)
  return {
    ...{ protocol_code, manufacturer, model, deviating: exams, compliant: other.exams, difference, low, high },
    ...{ minutes, repeats, compliant_repeats: other.repeats, ...repeated },
    cny: price === null ? null : price * (minutes + repeated.repeat_minutes),
  }
}

/**
 * What deviating exams take more than compliant ones of the same protocol on the same model: difference of the medians with its
 * interval, and in all, what their repeats take, and the price of both for who may see money. The costliest first, by price
 * where there is one; classes with fewer than ten exams on either side are left out.
 */
export async function deviationCosts(
  db: Kysely<Database>,
  filters: Filters,
  { money }: { money: boolean },
): Promise<DeviationCost[]> {
  const [rows, again, prices] = await Promise.all([
    found(db, filters),
    repeated(db, filters),
    money ? pricesOf(db, filters) : [],
  ])
  const priceOf = new Map(prices.map((row) => [classOf(row), row.cny_per_minute]))
  const compliant = new Map(rows.filter((row) => row.compliant).map((row) => [classOf(row), row]))
  const costs = rows.flatMap(
    (row) => costOf(row, compliant.get(classOf(row)), again, priceOf.get(classOf(row)) ?? null) ?? [],
  )
  const taken = ({ minutes, repeat_minutes }: DeviationCost) => minutes + repeat_minutes
  return costs.sort((a, b) => (b.cny ?? 0) - (a.cny ?? 0) || taken(b) - taken(a))
}
