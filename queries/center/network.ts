import type { Kysely } from 'kysely'
import { complianceMetrics as c } from '../compliance/compliance-metrics.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { none } from '../metric/estimate.ts'
import { measure } from '../metric/measure.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { networkBehind } from '../scope/network-door.ts'
import { othersTogether } from '../scope/others.ts'
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

/** Other centers together, for whoever works for some: each figure of at least five of them, or none. */
async function askOthers(db: Kysely<Database>, network: Kysely<Database>, filters: Filters): Promise<Network> {
  const [modalities, [together]] = await Promise.all([
    othersTogether(db, network, { name: NETWORK, metrics: BY_MODALITY, by: ['modality'], filters }),
    othersTogether(db, network, { name: NETWORK_COMPLIANCE, metrics: COMPLIANCE, by: [], filters }),
  ])
  return {
    network_by_modality: modalities.map(({ row, figures }) => ({ modality: row['modality'] as string, figures })),
    network: together?.figures ?? NOBODY,
  }
}

const NOBODY: Network['network'] = {
  compliance_rate: none('few_centers'),
  compliance_coverage_rate: none('few_centers'),
}

/**
 * The whole network in the period and modalities of the filter, asked once for the pages of all its centers; within a scope,
 * the other centers together.
 */
export async function networkFigures(db: Kysely<Database>, filters: Filters): Promise<Network> {
  const { from, to, modality } = filters
  const under = { from, to, modality }
  const network = networkBehind(db)
  if (!network) return latestPerSnapshot(db, 'network', under, () => ask(db, { ...filters, center: [], scanner: [] }))
  return latestPerSnapshot(db, 'other centers', under, () => askOthers(db, network, filters))
}
