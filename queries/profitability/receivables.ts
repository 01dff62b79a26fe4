import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { localDay } from '../db/functions.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { addDays } from '../filter/days.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { scope } from '../filter/scope.ts'
import { chargeLine } from '../metric/sources.ts'
import { nameOfSet, GROUPED_BY } from '../metric/grouping-sets.ts'
import { centerNames } from '../page/names.ts'
import type { Day, Filters, Names } from '../page/page-types.ts'
import type { Database } from '../schema.ts'

/** Days of service against which what is outstanding is set. */
export const TRAILING_DAYS = 90
/** Who was served within so many days before these is known over the whole of them. */
const REACH_DAYS = 31

/** CNY outstanding by days since the line was billed, at the last day of the data, whatever the period. */
export interface Receivable {
  outstanding: number
  days_0_30: number
  days_31_90: number
  days_91_180: number
  days_over_180: number
  /** Of lines that nobody says were billed when. */
  days_unknown: number
  /** Lines of which something is outstanding, and of these those that were billed more than 90 days ago. */
  open_lines: number
  old_lines: number
  /** Of `outstanding`, billed more than 90 days ago; null where nothing is outstanding. */
  over_90_share: number | null
  /**
   * outstanding ÷ (owed for the services of the last 90 days ÷ 90); null where the services do not reach back so far or
   * nothing is owed for them.
   */
  days_in_receivable: number | null
}

export interface Receivables {
  /** The last day of the data; null without any. */
  as_of: Day | null
  all: Receivable | null
  payers: (Receivable & { payer_class: string })[]
  centers: (Receivable & Names & { payer_class: string; center_code: string })[]
}

/** A partner hospital that settles with a center, by the name that the center's bills give; null: not named. */
export type PartnerReceivable = Receivable & Names & { payer_name: string | null; center_code: string }

type Key = 'payer_class' | 'payer_name'
type Found = Receivable & { grouped_by: string; center_code: string; payer_class: string; payer_name: string | null }

const OWED = "CASE WHEN h.status = 'billed' THEN h.charge_amount ELSE coalesce(h.allowed_amount, 0) END"
const PAID = '(coalesce(h.insurer_paid, 0) + coalesce(h.patient_paid, 0))'

const BANDS: [name: string, condition: string][] = [
  ['days_0_30', 'h.billed_at >= e.day_30'],
  ['days_31_90', 'h.billed_at >= e.day_90 AND h.billed_at < e.day_30'],
  ['days_91_180', 'h.billed_at >= e.day_180 AND h.billed_at < e.day_90'],
  ['days_over_180', 'h.billed_at < e.day_180'],
  ['days_unknown', 'h.billed_at IS NULL'],
]
const AMOUNTS = ['outstanding', ...BANDS.map(([name]) => name)]
const COUNTS = ['open_lines', 'old_lines']

/** The instants at which the center's local day so many days before began: one for each center, not for each line. */
const edgesOf = (asOf: Day) =>
  sql.join(
    [30, 90, 180].map(
      (days) => sql`timezone(c.time_zone, CAST(${addDays(asOf, -days)} AS TIMESTAMP)) AS ${sql.raw(`day_${days}`)}`,
    ),
  )

interface Asked {
  filters: Filters
  asOf: Day
  /** What lines are told apart by, beside the center. */
  key: Key
  /** Sets of the keys that are asked for. */
  sets: string[][]
  where: string
}

/** By the bits of the keys that a set leaves out. */
function namesOf({ key, sets }: Asked): string {
  const bits = (set: string[]) => (set.includes('center_code') ? 0 : 2) + (set.includes(key) ? 0 : 1)
  return sets.map((set) => `WHEN ${bits(set)} THEN '${nameOfSet(set)}'`).join(' ')
}

/** Not by period: a line of last year may still be owed. The age is in days of the center's own calendar. */
function statement(asked: Asked) {
  const { filters, asOf, key, where } = asked
  const first = localDay(addDays(asOf, 1 - TRAILING_DAYS))
  const before = localDay(addDays(asOf, -TRAILING_DAYS - REACH_DAYS))
  const lines = sql`h.${sql.raw(chargeLine.where!)} AND ${sql.raw(where)} AND ${scope(filters, { center: 'h.center_code' })}`
  const bands = BANDS.map(([name, when]) => `sum(h.amount) FILTER (${when}) AS ${name}`).join(', ')
  const counts = 'count_if(h.amount > 0) AS open_lines, count_if(h.amount > 0 AND h.billed_at < e.day_90) AS old_lines'
  const sums = [
    ...AMOUNTS.map((name) => `coalesce(sum(${name}), 0) AS ${name}`),
    ...COUNTS.map((name) => `CAST(coalesce(sum(${name}), 0) AS BIGINT) AS ${name}`),
  ].join(', ')
  const sets = asked.sets.map((set) => `(${set.map((name) => `s.${name}`).join(', ')})`).join(', ')
  const k = sql.raw(key)
  return sql<Found>`WITH edge AS (SELECT c.center_code, ${edgesOf(asOf)} FROM main.center AS c),
  open AS (SELECT h.center_code, h.${k}, h.billed_at, greatest(0, ${sql.raw(`${OWED} - ${PAID}`)}) AS amount
    FROM main.charge AS h WHERE ${lines} AND h.status IN ('billed', 'partly_paid')),
  aged AS (SELECT h.center_code, h.${k}, sum(h.amount) AS outstanding, ${sql.raw(bands)}, ${sql.raw(counts)}
    FROM open AS h INNER JOIN edge AS e ON e.center_code = h.center_code GROUP BY 1, 2),
  served AS (SELECT h.center_code, h.${k}, sum(${sql.raw(OWED)} - coalesce(h.refunded, 0)) AS owed
    FROM main.charge AS h WHERE ${lines} AND h.service_date BETWEEN ${first} AND ${localDay(asOf)}
      AND h.status IN ('billed', 'partly_paid', 'paid') GROUP BY 1, 2),
  before AS (SELECT DISTINCT h.center_code, h.${k}, 1 AS began FROM main.charge AS h
    WHERE ${lines} AND h.service_date BETWEEN ${before} AND ${first}),
  known AS (SELECT center_code, ${k} FROM aged UNION SELECT center_code, ${k} FROM served),
  summed AS (SELECT CASE grouping(s.center_code, s.${k}) ${sql.raw(namesOf(asked))} END AS ${sql.raw(GROUPED_BY)},
      s.center_code, s.${k}, ${sql.raw(sums)}, CASE WHEN count(b.began) > 0 THEN sum(v.owed) END AS owed
    FROM known AS s ${sql.join(
      [sql.raw('aged AS a'), sql.raw('served AS v'), sql.raw('before AS b')].map((part, i) => {
        const as = sql.raw('avb'[i]!)
        return sql`LEFT JOIN ${part} ON ${as}.center_code = s.center_code AND ${as}.${k} IS NOT DISTINCT FROM s.${k}`
      }),
      sql` `,
    )}
    GROUP BY GROUPING SETS (${sql.raw(sets)}))
  SELECT * EXCLUDE (owed),
    CAST(days_91_180 + days_over_180 AS DOUBLE) / nullif(outstanding, 0) AS over_90_share,
    CASE WHEN owed > 0 THEN CAST(outstanding AS DOUBLE) / CAST(owed AS DOUBLE) * ${sql.lit(TRAILING_DAYS)} END AS days_in_receivable
  FROM summed WHERE (SELECT count(*) FROM known) > 0 ORDER BY outstanding DESC, center_code, ${k}`
}

type Row = Omit<Found & Names, 'grouped_by'>

/** The rows of each set with the centers' names: thousands in a large network, made once for all who ask. */
async function namedRows(db: Kysely<Database>, found: Found[]) {
  const nameOf = await centerNames(db)
  const sets = new Map<string, Row[]>()
  for (const { grouped_by, ...row } of found) {
    const rows = sets.get(grouped_by) ?? []
    sets.set(grouped_by, rows)
    // Sums of all centers have none to name.
    rows.push((grouped_by.includes('center_code') ? { ...row, ...nameOf(row.center_code) } : row) as Row)
  }
  return (...set: string[]) => sets.get(nameOfSet(set)) ?? []
}

const asOfData = async (db: Kysely<Database>, filters: Filters) => {
  const as_of = await lastDayOfData(db)
  return { as_of, asOf: as_of ?? filters.to }
}

async function ask(db: Kysely<Database>, filters: Filters): Promise<Receivables> {
  const { as_of, asOf } = await asOfData(db, filters)
  const sets = [[], ['payer_class'], ['center_code', 'payer_class']]
  const found = await askedSql(
    db,
    'payers.receivables',
    statement({ filters, asOf, key: 'payer_class', sets, where: 'true' }),
  )
  const of = await namedRows(db, found)
  return {
    as_of,
    all: of()[0] ?? null,
    payers: of('payer_class'),
    centers: of('center_code', 'payer_class').filter((row) => row.outstanding > 0),
  }
}

async function askPartners(db: Kysely<Database>, filters: Filters): Promise<PartnerReceivable[]> {
  const { asOf } = await asOfData(db, filters)
  const sets = [['center_code', 'payer_name']]
  const where = "h.payer_class = 'partner_settlement'"
  const found = await askedSql(db, 'payers.partners', statement({ filters, asOf, key: 'payer_name', sets, where }))
  return (await namedRows(db, found))('center_code', 'payer_name').filter((row) => row.outstanding > 0)
}

/** What is owed at the last day of the data by how long ago it was billed: all, by payer class, by center and payer class. */
export function receivables(db: Kysely<Database>, filters: Filters): Promise<Receivables> {
  return latestPerSnapshot(db, 'receivables', filters.center, () => ask(db, filters))
}

/** The same of partner hospitals, by center and the name on the bill. */
export function partnerReceivables(db: Kysely<Database>, filters: Filters): Promise<PartnerReceivable[]> {
  return latestPerSnapshot(db, 'partner receivables', filters.center, () => askPartners(db, filters))
}
