import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { sumCount } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { wholeMonths } from '../filter/resolve.ts'
import { rateOf } from '../metric/figure.ts'
import type { NameOf } from '../page/names.ts'
import { inBothPeriods, isCurrent } from '../filter/scope.ts'
import type { Filters, Period } from '../page/page-types.ts'
import type { FindingCoverage } from './concordance-types.ts'

export interface CoverageRow {
  is_current: boolean
  modality: string
  finding_code: string
  reader_positives: number
  coverable: number
  covered: number
  covered_and_flagged: number
}

/** Whole months that the period touches, and as many before. */
export function coverageMonths(filters: Filters): Period & { previous: Period } {
  const { from, to, previous } = wholeMonths(filters)
  return { from, to, previous }
}

export async function coverageRows(db: Kysely<Database>, filters: Filters): Promise<CoverageRow[]> {
  const months = { ...filters, ...coverageMonths(filters) }
  return db
    .selectFrom('mart.ai_coverage_month as c')
    .where(inBothPeriods(months, { day: 'c.month', center: 'c.center_code', modality: 'c.modality' }))
    .select([
      isCurrent('c.month', months).as('is_current'),
      'c.modality',
      'c.finding_code',
      sumCount('c.reader_positives').as('reader_positives'),
      sumCount('c.coverable').as('coverable'),
      sumCount('c.covered').as('covered'),
      sumCount('c.covered_and_flagged').as('covered_and_flagged'),
    ])
    .groupBy([sql.ref('is_current'), 'c.modality', 'c.finding_code'])
    .orderBy('c.modality')
    .orderBy('c.finding_code')
    .$castTo<CoverageRow>()
    .$call(asked('concordance.coverage'))
}

/** Of the findings that radiologists report, how many could any AI have flagged, and how many did it flag. */
export function findingCoverage(rows: CoverageRow[], finding: NameOf): FindingCoverage[] {
  return rows
    .filter((row) => row.is_current && row.reader_positives > 0)
    .map(({ is_current: _, ...row }) => ({
      ...row,
      finding: finding(row.finding_code),
      coverable_share: rateOf('ai_coverage_rate', row.coverable, row.reader_positives),
      covered_share: rateOf('ai_coverage_rate', row.covered, row.reader_positives),
      flagged_share: rateOf('ai_flagged_share', row.covered_and_flagged, row.reader_positives),
    }))
}
