import type { Kysely } from 'kysely'
import { comparedFigures, groupsOf } from '../metric/compare.ts'
import type { Metric } from '../metric/define.ts'
import { measure } from '../metric/measure.ts'
import type { Figures, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { complianceMetrics } from './compliance-metrics.ts'
import type { ComplianceMetric, CompliancePage, NotAssessableReason } from './compliance-types.ts'

const { no_protocol_code, no_version, no_acquisitions, ...headline } = complianceMetrics

/** What the tiles of the view show. */
export const HEADLINE = Object.values(headline) as Metric<ComplianceMetric>[]

/** Why exams could not be assessed; in sum, the exams that were not. */
export const REASONS: Metric<NotAssessableReason>[] = [no_protocol_code, no_version, no_acquisitions]

interface ComplianceFigures {
  figures: Figures<ComplianceMetric>
  not_assessable: CompliancePage['not_assessable']
}

/** All protocols together: the question is whether the book was followed, whatever it rules. */
export async function complianceFigures(db: Kysely<Database>, filters: Filters): Promise<ComplianceFigures> {
  const rows = await measure(db, {
    name: 'compliance.together',
    metrics: [...HEADLINE, ...REASONS],
    by: [],
    filters,
    periods: 'both',
  })
  const current = rows.find(({ is_current }) => is_current)?.figures
  return {
    figures: comparedFigures(HEADLINE, rows, filters),
    not_assessable: REASONS.map(({ id }) => ({ reason: id, exams: current?.[id].value ?? 0 })).filter(
      ({ exams }) => exams > 0,
    ),
  }
}

export async function complianceByModality(
  db: Kysely<Database>,
  filters: Filters,
): Promise<CompliancePage['by_modality']> {
  const rows = await measure(db, {
    name: 'compliance.modalities',
    metrics: HEADLINE,
    by: ['modality'],
    filters,
    periods: 'both',
  })
  return [...groupsOf(rows, 'modality')].map(([modality, mine]) => ({
    modality,
    figures: comparedFigures(HEADLINE, mine, filters),
  }))
}
