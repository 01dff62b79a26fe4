import type { Kysely } from 'kysely'
import { wholeMonths } from '../filter/resolve.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { measureAgainst, type MeasuredAgainst } from '../metric/against.ts'
import type { NameOf } from '../page/names.ts'
import type { Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { concordanceMetrics as m, coverable, covered, coveredAndFlagged, positives } from './concordance-metrics.ts'
import type { FindingCoverage } from './concordance-types.ts'

export const BY_COVERED_FINDING = ['modality', 'finding_code'] as const
export const COVERAGE = [m.ai_coverable_share, m.ai_coverage_rate, m.ai_flagged_share]

export type Coverage = MeasuredAgainst<(typeof COVERAGE)[number]['id']>

/** Whole months that the period touches, and as many before. */
export function coverageMonths(filters: Filters): Period & { previous: Period } {
  const { from, to, previous } = wholeMonths(filters)
  return { from, to, previous }
}

/** All findings together and each by modality. Months know no scanner: under such a filter there is no answer. */
export function coverageFigures(db: Kysely<Database>, filters: Filters): Promise<Coverage[]> {
  return measureAgainst(db, {
    name: 'concordance.coverage',
    metrics: COVERAGE,
    by: BY_COVERED_FINDING,
    sets: [[], BY_COVERED_FINDING],
    filters: { ...filters, ...coverageMonths(filters) },
    periods: 'both',
    compared: [[]],
    headline: ['ai_coverage_rate', 'ai_flagged_share'],
    beside: [positives, coverable, covered, coveredAndFlagged],
  })
}

type Row = Pick<
  FindingCoverage,
  'modality' | 'finding_code' | 'reader_positives' | 'coverable' | 'covered' | 'covered_and_flagged'
>

/** Of the findings that radiologists report, how many could any AI have flagged, and how many did it flag. */
export function findingCoverage(coverage: Coverage[], finding: NameOf): FindingCoverage[] {
  return ofSet(coverage, ...BY_COVERED_FINDING)
    .filter(({ is_current, row }) => is_current && (row['reader_positives'] as number) > 0)
    .map(({ row, figures }) => {
      const { modality, finding_code, reader_positives, coverable, covered, covered_and_flagged } =
        row as unknown as Row
      return {
        ...{ modality, finding_code, reader_positives, coverable, covered, covered_and_flagged },
        finding: finding(finding_code),
        coverable_share: figures.ai_coverable_share,
        covered_share: figures.ai_coverage_rate,
        flagged_share: figures.ai_flagged_share,
      }
    })
}
