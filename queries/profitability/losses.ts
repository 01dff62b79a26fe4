import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { elapsedUs, inPeriod } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { inScope } from '../filter/scope.ts'
import { GROUPED_BY, nameOfSet } from '../metric/grouping-sets.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { EXAM_BASIS } from './exam-money.ts'
import { protocolMoney } from './exam-money-metrics.ts'
import { LOSS_KINDS, type CenterLossRow, type LossKind, type LossRow } from './exams-types.ts'

type Row = LossRow & { grouped_by: string; center_code: string | null }

const EXAM = { day: 'x.day', center: 'x.center_code', modality: 'x.modality', scanner: 'x.scanner_id' }
const MONEY = { day: 'm.month', center: 'm.center_code', modality: 'm.modality', scanner: 'm.scanner_id' }
const SLOT = { ...EXAM, scanner: 'x.slot_scanner_id' }
const LEDGER = { day: 'l.day', center: 'l.center_code', modality: 'l.modality', scanner: 'l.scanner_id' }

/** What a repeat repeats lies no further back. */
const REPEAT_DAYS = 62

const BY_KIND = nameOfSet(['kind'])
const BY_CENTER = nameOfSet(['center_code'])
const BY_BOTH = nameOfSet(['kind', 'center_code'])

/** Repeats with their own money and minutes: of an exam that deviated from its protocol, and the others. */
const repeats = (filters: Filters) => sql`SELECT m.center_code, m.scanner_id,
    CASE WHEN c.compliant IS NOT NULL THEN 'repeat_deviating' ELSE 'repeat_other' END AS kind,
    1 AS items, m.table_minutes AS minutes, m.contribution AS own
  FROM mart.exam_money m
  LEFT JOIN mart.exam_compliance c ON c.center_code = m.center_code AND c.accession_no = m.repeat_of AND NOT c.compliant
    AND ${inPeriod('c.day', { from: addDays(filters.from, -REPEAT_DAYS), to: filters.to })}
  WHERE m.repeat_of IS NOT NULL AND ${inScope(filters, MONEY)} AND ${onBasis(filters, MONEY)}`

const aborted = (filters: Filters) => sql`SELECT x.center_code, x.scanner_id, 'aborted', 1,
    ${elapsedUs('x.started_at', 'x.completed_at')} / 60e6, 0
  FROM main.exam x WHERE x.status = 'aborted' AND ${inScope(filters, EXAM)} AND ${onBasis(filters, EXAM)}`

/** How many did not come; the minutes that they left empty are the ledger's. */
const noShows = (filters: Filters) => sql`SELECT x.center_code, x.slot_scanner_id, 'no_show', 1, 0, 0
  FROM (SELECT *, coalesce(scheduled_scanner_id, scanner_id) AS slot_scanner_id FROM main.exam) x
  WHERE x.status = 'no_show' AND ${inScope(filters, SLOT)} AND ${onBasis(filters, EXAM)}
  UNION ALL SELECT l.center_code, l.scanner_id, 'no_show', 0, l.no_show_minutes, 0
  FROM mart.scanner_ledger l WHERE l.no_show_minutes > 0 AND ${inScope(filters, LEDGER)} AND ${onBasis(filters, LEDGER)}`

/**
 * Each minute at what a minute on the table of that scanner brought in these months; of a repeat, less what it brought itself.
 * It holds where somebody else could have had the minutes, so it is the most that was lost.
 */
function statement(filters: Filters) {
  const whole: Filters = { ...filters, modality: [], scanner: [] }
  return sql<Row>`WITH price AS (SELECT scanner_id, sum(on_table_contribution) / sum(table_minutes) AS cny
      FROM mart.exam_money_protocol_month
      WHERE ${inScope(whole, protocolMoney.columns)} AND ${onBasis(filters, EXAM_BASIS)} AND table_minutes > 0
      GROUP BY 1),
    lost AS (${repeats(filters)} UNION ALL ${aborted(filters)} UNION ALL ${noShows(filters)}),
    summed AS (SELECT kind, center_code, scanner_id, sum(items) AS items, sum(minutes) AS minutes, sum(own) AS own,
        sum(minutes) FILTER (own IS NOT NULL) AS known_minutes, sum(own) FILTER (minutes IS NOT NULL) AS known_own
      FROM lost GROUP BY kind, center_code, scanner_id)
    SELECT CASE grouping(t.kind, t.center_code) WHEN 0 THEN ${sql.lit(BY_BOTH)} WHEN 1 THEN ${sql.lit(BY_KIND)}
        ELSE ${sql.lit(BY_CENTER)} END AS ${sql.raw(GROUPED_BY)}, t.kind, t.center_code, CAST(sum(t.items) AS BIGINT) AS items, coalesce(sum(t.minutes), 0) AS minutes,
      coalesce(sum(t.own), 0) AS own_contribution, sum(t.known_minutes * p.cny - t.known_own) AS lost_contribution
    FROM summed AS t LEFT JOIN price AS p ON p.scanner_id = t.scanner_id
    GROUP BY GROUPING SETS ((t.kind), (t.center_code), (t.kind, t.center_code)) ORDER BY 1, lost_contribution DESC NULLS LAST, kind, center_code`
}

/** Contribution lost to repeats, no-shows and aborted exams: of all, and by center the greatest loss first. */
export async function losses(
  db: Kysely<Database>,
  filters: Filters,
): Promise<{ losses: LossRow[]; loss_centers: CenterLossRow[] }> {
  const [rows, nameOf] = await Promise.all([askedSql(db, 'exams.losses', statement(filters)), centerNames(db)])
  const ofKind = (kind: LossKind) => rows.find((row) => row.grouped_by === BY_KIND && row.kind === kind)
  const each = new Map(
    rows.filter((row) => row.grouped_by === BY_BOTH).map((row) => [`${row.kind} ${row.center_code}`, row]),
  )
  return {
    losses: LOSS_KINDS.flatMap((kind) => {
      const row = ofKind(kind)
      if (!row) return []
      const { items, minutes, own_contribution, lost_contribution } = row
      return [{ kind, items, minutes, own_contribution, lost_contribution }]
    }),
    loss_centers: rows
      .filter((row) => row.grouped_by === BY_CENTER)
      .map(({ center_code: code, lost_contribution }): CenterLossRow => {
        const center_code = code as string
        const of = (kind: LossKind) => each.get(`${kind} ${center_code}`)?.lost_contribution ?? null
        const kinds = Object.fromEntries(LOSS_KINDS.map((kind) => [kind, of(kind)])) as Record<LossKind, number | null>
        return { center_code, ...nameOf(center_code), ...kinds, lost_contribution }
      }),
  }
}
