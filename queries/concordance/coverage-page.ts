import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { distinctLength, firstDayOfMonth, hasEntries, keyOfColumns, rowsOfList } from '../db/functions.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { inScope } from '../filter/scope.ts'
import { answer } from '../page/answer.ts'
import { findingNames, type NameOf } from '../page/names.ts'
import type { Answer, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { ifEnough } from '../statistics/minimum-numbers.ts'
import { wilson } from '../statistics/proportion.ts'
import { COVERAGE_COUNTS } from './body-parts.ts'
import { COVERAGE, coverageMonths } from './coverage.ts'
import type { CoverageCounts, CoveragePage, CoverageRow, FoundExams } from './coverage-types.ts'

/** Exams below which no share is shown. */
const FEWEST_EXAMS = 10

interface Found {
  modality: string
  body_part: string | null
  finding_code: string
  reported: number
  catalogued: number
  could: number
  covered: number
  flagged: number
}

/**
 * Reported findings by modality, body part and finding. A product is live at a center in a month in which it was sent an exam
 * of the modality there; a result proves it too. Months know no scanner.
 */
function foundRows(db: Kysely<Database>, filters: Filters): Promise<Found[]> {
  const known = filters.scanner.length > 0 ? sql`false` : sql`true`
  const run = { day: 'd.day', center: 'd.center_code', modality: 'd.modality' }
  const month = { day: 'm.month', center: 'm.center_code', modality: 'm.modality' }
  return askedSql(
    db,
    'coverage.findings',
    sql<Found>`WITH reads AS (SELECT p.product_code, p.modality, u.finding_code
        FROM main.ai_product AS p CROSS JOIN ${rowsOfList('p.finding_codes', 'u', 'finding_code')}),
      used AS (SELECT DISTINCT ${firstDayOfMonth('d.day')} AS month, d.center_code, d.modality, d.product_code
        FROM mart.ai_run_day AS d WHERE ${inScope(filters, run)} AND d.runs > 0),
      live AS (SELECT DISTINCT used.month, used.center_code, used.modality, reads.finding_code
        FROM used JOIN reads ON reads.product_code = used.product_code AND reads.modality = used.modality)
      SELECT m.modality, f.body_part, m.finding_code, CAST(sum(m.reader_positives) AS BIGINT) AS reported,
        CAST(sum(greatest(m.coverable, m.covered)) AS BIGINT) AS catalogued,
        CAST(sum(CASE WHEN live.month IS NULL THEN m.covered ELSE m.reader_positives END) AS BIGINT) AS could,
        CAST(sum(m.covered) AS BIGINT) AS covered, CAST(sum(m.covered_and_flagged) AS BIGINT) AS flagged
      FROM mart.ai_coverage_month AS m
      LEFT JOIN main.finding AS f ON f.finding_code = m.finding_code
      LEFT JOIN live ON live.month = m.month AND live.center_code = m.center_code AND live.modality = m.modality
        AND live.finding_code = m.finding_code
      WHERE ${inScope(filters, month)} AND ${known} GROUP BY m.modality, f.body_part, m.finding_code
      HAVING sum(m.reader_positives) > 0
      ORDER BY m.modality, f.body_part, m.finding_code`,
  )
}

/** Exams with a finding, and of how many every finding was flagged: nothing was left to find. */
async function foundExams(db: Kysely<Database>, filters: Filters): Promise<FoundExams[]> {
  const exam = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }
  const reading = { day: 'r.day', center: 'r.center_code', modality: 'r.modality', scanner: 'r.scanner_id' }
  const rows = await askedSql(
    db,
    'coverage.exams',
    sql<Omit<FoundExams, 'share' | 'low' | 'high'>>`WITH found AS (
        SELECT ${keyOfColumns('e.center_code', 'e.accession_no')} AS exam_no, e.modality, ${distinctLength('e.findings')} AS findings
        FROM main.exam AS e WHERE ${inScope(filters, exam)} AND e.performed AND ${hasEntries('e.findings')}),
      flagged AS (SELECT ${keyOfColumns('r.center_code', 'r.accession_no')} AS exam_no, count(DISTINCT r.finding_code) AS findings
        FROM mart.ai_reading AS r WHERE ${inScope(filters, reading)} AND r.flagged AND r.reader_positive GROUP BY exam_no)
      SELECT found.modality, count(*) AS exams, count_if(coalesce(flagged.findings, 0) >= found.findings) AS all_flagged,
        count(flagged.findings) AS some_flagged
      FROM found LEFT JOIN flagged ON flagged.exam_no = found.exam_no GROUP BY found.modality ORDER BY found.modality`,
  )
  return rows.map((row) => {
    const rate = ifEnough(row.exams, FEWEST_EXAMS, () => wilson(row.all_flagged, row.exams)!)
    return {
      ...row,
      share: rate ? row.all_flagged / row.exams : null,
      ...{ low: rate?.low ?? null, high: rate?.high ?? null },
    }
  })
}

function rowOf({ catalogued, covered, ...row }: Found, finding: NameOf): CoverageRow {
  // What ran under a finding that the catalogue does not list could be flagged all the same.
  const listed = Math.max(catalogued, row.could)
  return {
    ...row,
    finding: finding(row.finding_code),
    no_product: row.reported - listed,
    not_live: listed - row.could,
    no_result: row.could - covered,
    not_flagged: covered - row.flagged,
    gap: row.reported - row.flagged,
  }
}

function totalOf(rows: CoverageRow[]): CoverageCounts {
  const sum = (name: (typeof COVERAGE_COUNTS)[number]) => rows.reduce((all, row) => all + row[name], 0)
  return Object.fromEntries(COVERAGE_COUNTS.map((name) => [name, sum(name)])) as unknown as CoverageCounts
}

/** Of the findings that radiologists reported: which could a product have flagged, which did one, and what the rest lacked. */
export function coveragePage(reader: WarehouseReader, filter: Filter): Promise<Answer<CoveragePage>> {
  const page = { name: 'coverage', filter: compareNothing(filter), metrics: COVERAGE }
  return answer(reader, { ...page, needs: ['exams', 'ai_results'] }, async ({ db, filters }) => {
    const { from, to } = coverageMonths(filters)
    const months = { ...filters, from, to }
    const [found, exams, finding] = await Promise.all([foundRows(db, months), foundExams(db, months), findingNames(db)])
    const rows = found.map((row) => rowOf(row, finding)).sort((a, b) => b.gap - a.gap)
    return { months: { from, to }, total: totalOf(rows), rows, exams }
  })
}
