import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { complianceByCenter } from './centers.ts'
import { deviatingExams } from './deviating-exams.ts'
import { deviationRows } from './deviations.ts'
import { driftRows } from './drift.ts'
import { complianceByModality, complianceFigures, complianceTally, notAssessable } from './compliance-figures.ts'
import { complianceOverTime } from './over-time.ts'
import { complianceByProtocol } from './protocols.ts'
import { answer } from '../page/answer.ts'
import type { Answer } from '../page/page-types.ts'
import type { CompliancePage, DeviatingExamQuery, ProtocolRow } from './compliance-types.ts'

export { complianceExamPage } from './exam.ts'

export const assessableByProtocol = (protocols: ProtocolRow[]) =>
  new Map(protocols.map((row) => [row.protocol_code, row.assessable]))

/** Whether exams followed the protocol book, where they did not, and how much of it could be judged. */
export function compliancePage(
  reader: WarehouseReader,
  filter: Filter,
  query: DeviatingExamQuery = {},
): Promise<Answer<CompliancePage>> {
  const page = { name: 'compliance', filter, options: query, needs: ['exams', 'scanner_log'] as const }
  return answer(reader, { ...page, needs: [...page.needs] }, async ({ db, filters }) => {
    const protocols = complianceByProtocol(db, filters)
    const assessable = protocols.then((p) => assessableByProtocol(p.protocols))
    const [tallies, over_time, centers, byProtocol, deviations, drift, exams] = await Promise.all([
      complianceTally(db, filters),
      complianceOverTime(db, filters),
      complianceByCenter(db, filters),
      protocols,
      deviationRows(db, filters, assessable),
      driftRows(db, filters),
      deviatingExams(db, filters, query),
    ])
    return {
      figures: complianceFigures(tallies, filters),
      by_modality: complianceByModality(tallies, filters),
      over_time,
      centers: centers.funnel,
      center_coverage: centers.coverage,
      protocols: byProtocol.protocols,
      not_assessable: notAssessable(tallies),
      deviations,
      dose: byProtocol.dose,
      drift,
      exams,
      exams_query: query,
    }
  })
}
