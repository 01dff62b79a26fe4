import type { Kysely } from 'kysely'
import { comparedFigures, groupsOf } from '../metric/compare.ts'
import type { Metric } from '../metric/define.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { measureAgainst } from '../metric/against.ts'
import { chartedFigures } from '../page/headline-charts.ts'
import type { Figures, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { complianceMetrics } from './compliance-metrics.ts'
import type { ChartedRate, ComplianceMetric, CompliancePage, NotAssessableReason } from './compliance-types.ts'
import { CHARTED, complianceCharts } from './variation.ts'

const { no_protocol_code, no_version, no_acquisitions, ...headline } = complianceMetrics

/** What the tiles of the view show. */
export const HEADLINE = Object.values(headline) as Metric<ComplianceMetric>[]

/** Why exams could not be assessed; in sum, the exams that were not. */
export const REASONS: Metric<NotAssessableReason>[] = [no_protocol_code, no_version, no_acquisitions]

/** The question behind the tiles, and behind the table by modality; read once for both. */
export const FIGURES = 'compliance.figures'

type ComplianceFigures = Pick<CompliancePage, 'figures' | 'by_modality' | 'not_assessable' | 'variation'>

type Ask<Id extends string> = { metrics: readonly Metric<Id>[]; by: readonly string[] }

/** All protocols together, since the question is whether the book was followed, whatever it rules; and by each key. */
const ask = <Id extends string>(db: Kysely<Database>, filters: Filters, { metrics, by }: Ask<Id>) =>
  measureAgainst(db, { name: FIGURES, metrics, by, sets: [[], ...by.map((key) => [key])], filters, periods: 'both' })

export async function complianceFigures(db: Kysely<Database>, filters: Filters): Promise<ComplianceFigures> {
  const [rows, charts] = await Promise.all([
    ask(db, filters, { metrics: [...HEADLINE, ...REASONS], by: ['modality'] }),
    complianceCharts(db, filters, { metrics: CHARTED, byModality: true, all: true }),
  ])
  const together = ofSet(rows)
  const current = together.find(({ is_current }) => is_current)?.figures
  const reasons = REASONS.map(({ id }) => ({ reason: id, exams: current?.[id].value ?? 0 }))
  return {
    figures: comparedFigures(HEADLINE, together, filters, { charts: charts.together }),
    by_modality: [...groupsOf(ofSet(rows, 'modality'), 'modality')].map(([modality, mine]) => ({
      modality,
      figures: comparedFigures(HEADLINE, mine, filters, { charts: charts.of(modality) }),
    })),
    variation: chartedFigures<ChartedRate>(CHARTED, charts.together),
    not_assessable: reasons.filter(({ exams }) => exams > 0),
  }
}

/** Some of the charted figures, together alone. */
export async function someComplianceFigures<Id extends ChartedRate>(
  db: Kysely<Database>,
  filters: Filters,
  metrics: readonly Metric<Id>[],
): Promise<Figures<Id>> {
  const ids = new Set<string>(metrics.map(({ id }) => id))
  const charted = CHARTED.filter(({ id }) => ids.has(id))
  const [rows, { together }] = await Promise.all([
    ask(db, filters, { metrics, by: [] }),
    complianceCharts(db, filters, { metrics: charted, byModality: false, all: false }),
  ])
  return comparedFigures(metrics, ofSet(rows), filters, { charts: together })
}
