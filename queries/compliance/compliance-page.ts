import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { complianceByCenter } from './centers.ts'
import { deviatingExams } from './deviating-exams.ts'
import { deviationRows } from './deviations.ts'
import { driftRows } from './drift.ts'
import { complianceFigures, HEADLINE } from './compliance-figures.ts'
import { complianceOverTime } from './over-time.ts'
import { complianceByProtocol } from './protocols.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { begunByName, JUDGED } from '../filter/beginnings.ts'
import { answer } from '../page/answer.ts'
import { lookBack, lookedBack, settled } from '../page/look-back.ts'
import { centerNames } from '../page/names.ts'
import { networkBeside } from '../page/network-beside.ts'
import type { Answer } from '../page/page-types.ts'
import type { CompliancePage, DeviatingExamQuery } from './compliance-types.ts'

export { complianceExamPage } from './exam.ts'

/**
 * Whether exams followed the protocol book, where they did not, and how much of it could be judged. Single exams are asked
 * for only when the reader may see whose they are.
 */
export function compliancePage(
  reader: WarehouseReader,
  filter: Filter,
  { persons }: { persons: boolean },
  query: DeviatingExamQuery = {},
): Promise<Answer<CompliancePage>> {
  const page = { name: 'compliance', filter, options: { ...query, persons }, needs: ['exams', 'scanner_log'] as const }
  return answer(reader, { ...page, needs: [...page.needs] }, async ({ db, filters }) => {
    const lately = lookBack(filters, await lastDayOfData(db))
    const [{ filters: compared, left_out }, nameOf] = await Promise.all([settled(db, lately, JUDGED), centerNames(db)])
    const [figures, network, over_time, centers, byProtocol, deviations, drift, exams] = await Promise.all([
      complianceFigures(db, filters),
      networkBeside(db, filters, { name: 'compliance.network', metrics: HEADLINE }),
      complianceOverTime(db, filters),
      complianceByCenter(db, filters),
      complianceByProtocol(db, filters),
      deviationRows(db, filters),
      driftRows(db, compared),
      persons ? deviatingExams(db, filters, query) : null,
    ])
    return {
      ...figures,
      network,
      over_time,
      centers: centers.funnel,
      center_coverage: centers.coverage,
      ...byProtocol,
      deviations,
      drift,
      drift_periods: lookedBack(lately, begunByName([{ feed: 'scanner_log', left_out }], nameOf)),
      exams,
      exams_query: query,
    }
  })
}
