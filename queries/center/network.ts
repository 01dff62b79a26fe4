import type { Kysely } from 'kysely'
import { complianceMetrics as c } from '../compliance/compliance-metrics.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { measure } from '../metric/measure.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics as m } from '../throughput/throughput-metrics.ts'
import type { CenterPage } from './center-types.ts'

/** What stands beside the center's own figures, of the period alone. */
const BY_MODALITY = [
  m.exams_performed,
  m.utilization_rate,
  m.no_show_rate,
  m.wait_minutes_median,
  m.turnaround_minutes_median,
]
const COMPLIANCE = [c.compliance_rate, c.compliance_coverage_rate]

/** The questions, by which panels know them. */
export const NETWORK = 'center.network'
export const NETWORK_COMPLIANCE = 'center.network_compliance'

type Network = Pick<CenterPage, 'network' | 'network_by_modality'>

async function ask(db: Kysely<Database>, filters: Filters): Promise<Network> {
  const asked = { filters, periods: 'current' as const }
  const [modalities, together] = await Promise.all([
    measure(db, { ...asked, name: NETWORK, metrics: BY_MODALITY, by: ['modality'] }),
    measure(db, { ...asked, name: NETWORK_COMPLIANCE, metrics: COMPLIANCE, by: [] }),
  ])
  return {
    network_by_modality: modalities.map(({ row, figures }) => ({ modality: row['modality'] as string, figures })),
    network: together[0]!.figures,
  }
}

/** The whole network in the period and modalities of the filter: asked once for the pages of all its centers. */
export function networkFigures(db: Kysely<Database>, filters: Filters): Promise<Network> {
  const { from, to, modality } = filters
  return latestPerSnapshot(db, 'network', { from, to, modality }, () =>
    ask(db, { ...filters, center: [], scanner: [] }),
  )
}
