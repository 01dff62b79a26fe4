import { sql, type Kysely, type RawBuilder } from 'kysely'
import { allOf, caseKey, caseQuery, markTable, narrowedByCase, newestOf, saidByCase } from '../cases/case-list.ts'
import type { CaseMarks } from '../cases/case-types.ts'
import { askedSql } from '../db/asked.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import { daysBetween } from '../filter/days.ts'
import type { Filter } from '../filter/filter.ts'
import { inScope } from '../filter/scope.ts'
import { textParam } from '../filter/search-params.ts'
import { measure } from '../metric/measure.ts'
import { answer } from '../page/answer.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Answer, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import {
  DEVIATION_STATES,
  type AuditItem,
  type AuditPage,
  type AuditQuery,
  type DeviationMark,
  type DeviationState,
} from './audit-types.ts'
import { complianceMetrics } from './compliance-metrics.ts'
import { rateOf } from './rate.ts'

/** What the address asks beside the filter. */
export function auditQuery(search: URLSearchParams): AuditQuery {
  return {
    ...caseQuery(search, DEVIATION_STATES),
    protocol: textParam(search, 'protocol'),
    step: textParam(search, 'step'),
    parameter: textParam(search, 'parameter'),
    without_accepted: search.get('without_accepted') === '1',
  }
}

const EXAM = { day: 'x.day', center: 'x.center_code', modality: 'x.modality', scanner: 'x.scanner_id' }

/** The deviations of the period that break compliance, each with its state. */
function parts(filters: Filters, marks: DeviationMark[]): RawBuilder<unknown> {
  return sql`${markTable('deviation', marks)},
    exam AS (SELECT x.center_code, x.accession_no, x.compliant,
        x.missing_steps + x.deviating_parameters + x.missing_parameters + x.missing_tags AS breaches
      FROM mart.exam_compliance AS x WHERE ${inScope(filters, EXAM)} AND x.assessable),
    deviation AS (SELECT v.center_code, v.accession_no, coalesce(v.step, '') AS step, coalesce(v.parameter, '') AS parameter,
        v.day, v.scanner_id, v.protocol_code, v.kind, v.severity, v.observed, v.expected, coalesce(m.state, 'open') AS state,
        m.assigned_to, m.due
      FROM mart.deviation AS v
      JOIN exam AS e ON e.center_code = v.center_code AND e.accession_no = v.accession_no
      LEFT JOIN mark AS m ON m.center_code = v.center_code AND m.accession_no = v.accession_no
        AND m.step = coalesce(v.step, '') AND m.parameter = coalesce(v.parameter, '')
      WHERE ${inScope(filters, { day: 'v.day', center: 'v.center_code', scanner: 'v.scanner_id' })}
        AND v.kind IN ('missing_step', 'out_of_tolerance', 'missing_parameter', 'missing_tag'))`
}

function narrowed(filters: Filters, query: AuditQuery): RawBuilder<unknown> {
  const { protocol, step, parameter } = query
  const named = Object.entries({ protocol_code: protocol, step, parameter }).flatMap(([column, value]) =>
    value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`],
  )
  return allOf([...narrowedByCase(filters, query), ...named])
}

type Row = Omit<AuditItem, 'age_days' | 'mark' | 'history'> & Marked & { total: number }

/** What the list is narrowed by; the words themselves stand in `mark`. */
interface Marked {
  assigned_to: string | null
  due: string | null
}

function itemRows(db: Kysely<Database>, filters: Filters, query: AuditQuery, marks: DeviationMark[], size: number) {
  const offset = (pageNumber(query.page) - 1) * size
  return askedSql(
    db,
    'audit.items',
    sql<Row>`WITH ${parts(filters, marks)},
      listed AS (SELECT * FROM deviation WHERE ${narrowed(filters, query)})
      SELECT *, (SELECT count(*) FROM listed) AS total FROM listed
      ORDER BY day, center_code, accession_no, step, parameter, kind LIMIT ${sql.lit(size)} OFFSET ${sql.lit(offset)}`,
  )
}

const countRows = (db: Kysely<Database>, filters: Filters, marks: DeviationMark[]) =>
  askedSql(
    db,
    'audit.counts',
    sql<{ state: DeviationState; deviations: number }>`WITH ${parts(filters, marks)}
      SELECT state, count(*) AS deviations FROM deviation GROUP BY state ORDER BY state`,
  )

/** Exams that comply when what was accepted counts as no deviation. */
async function rateWithoutAccepted(db: Kysely<Database>, filters: Filters, marks: DeviationMark[]) {
  const [row] = await askedSql(
    db,
    'audit.without_accepted',
    sql<{ compliant: number; n: number }>`WITH ${parts(filters, marks)},
      accepted AS (SELECT center_code, accession_no, count(*) AS deviations FROM deviation WHERE state = 'accepted'
        GROUP BY center_code, accession_no)
      SELECT count(*) AS n, CAST(coalesce(sum(CASE WHEN e.breaches - coalesce(a.deviations, 0) <= 0 THEN 1 ELSE 0 END), 0)
        AS BIGINT) AS compliant
      FROM exam AS e LEFT JOIN accepted AS a ON a.center_code = e.center_code AND a.accession_no = e.accession_no`,
  )
  return rateOf(complianceMetrics.compliance_rate, row!.compliant, row!.n)
}

function itemOf(
  { total: _total, assigned_to: _who, due: _due, ...row }: Row,
  filters: Filters,
  said: Map<string, DeviationMark[]>,
): AuditItem {
  const [mark = null, ...history] = said.get(caseKey('deviation', row)) ?? []
  return { ...row, age_days: daysBetween(row.day, filters.to), mark, history }
}

/**
 * The work list of deviations, the oldest first, with what people said of each. `size`: rows of a page of it. The marks
 * change no figure but the one that is asked for without what was accepted.
 */
export function auditPage(
  reader: WarehouseReader,
  filter: Filter,
  query: AuditQuery,
  { marks: all, revision, may_mark, people }: CaseMarks<DeviationMark>,
  size = PAGE_SIZE,
): Promise<Answer<AuditPage>> {
  const page = { name: 'audit', filter, options: { query, revision, may_mark, people, size } }
  return answer(reader, { ...page, needs: ['exams', 'scanner_log'] }, async ({ db, filters }) => {
    const said = saidByCase('deviation', all)
    const marks = newestOf(said)
    const [rows, counts, rate, rate_without_accepted] = await Promise.all([
      itemRows(db, filters, query, marks, size),
      countRows(db, filters, marks),
      measure(db, {
        name: 'audit.rate',
        metrics: [complianceMetrics.compliance_rate],
        by: [],
        filters,
        periods: 'current',
      }),
      query.without_accepted ? rateWithoutAccepted(db, filters, marks) : null,
    ])
    const countOf = (state: DeviationState) => counts.find((row) => row.state === state)?.deviations ?? 0
    const items = rows.map((row) => itemOf(row, filters, said))
    return {
      items: { ...paged(items, rows[0]?.total ?? 0, pageNumber(query.page)), page_size: size },
      query,
      counts: {
        open: countOf('open'),
        accepted: countOf('accepted'),
        training: countOf('training'),
        fixed: countOf('fixed'),
      },
      compliance_rate: rate[0]!.figures.compliance_rate,
      rate_without_accepted,
      revision,
      may_mark,
      people,
    }
  })
}
