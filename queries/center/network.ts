import type { Kysely } from 'kysely'
import { complianceMetrics as c } from '../compliance/compliance-metrics.ts'
import { unheard } from '../db/asked.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { none } from '../metric/estimate.ts'
import { measure } from '../metric/measure.ts'
import type { Estimate, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { LEAST_OTHERS, networkBehind, otherCenters } from '../scope/network-door.ts'
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

/** An estimate with how many centers stand behind it; without a value where they are too few. */
const enough = (estimate: Estimate, centers: number): Estimate =>
  centers < LEAST_OTHERS ? none('few_centers') : estimate

type Figures = Record<string, Estimate>

/** For each figure, in how many rows it rests on anything. */
function counted<Id extends string>(rows: { figures: Record<Id, Estimate> }[], id: Id): number {
  return rows.filter(({ figures }) => (figures[id].n ?? figures[id].value ?? 0) > 0).length
}

const masked = <Of extends Figures>(figures: Of, behind: { figures: Of }[]): Of =>
  Object.fromEntries(Object.entries(figures).map(([id, estimate]) => [id, enough(estimate, counted(behind, id))])) as Of

/** Other centers together, for whoever works for some: each figure of at least five of them, or none. */
async function askOthers(network: Kysely<Database>, filters: Filters, others: string[]): Promise<Network> {
  if (others.length < LEAST_OTHERS) return { network_by_modality: [], network: masked(NOBODY, []) }
  const of = { ...filters, center: others, scanner: [] }
  const asked = { filters: of, periods: 'current' as const }
  const [together, modalities, compliance] = await Promise.all([
    ask(network, of),
    measure(network, { ...asked, name: NETWORK, metrics: BY_MODALITY, by: ['modality', 'center_code'] }),
    measure(network, { ...asked, name: NETWORK_COMPLIANCE, metrics: COMPLIANCE, by: ['center_code'] }),
  ])
  return {
    network_by_modality: together.network_by_modality.map(({ modality, figures }) => ({
      modality,
      figures: masked(
        figures,
        modalities.filter(({ row }) => row['modality'] === modality),
      ),
    })),
    network: masked(together.network, compliance),
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
  const others = await otherCenters(db, network)
  return latestPerSnapshot(db, 'other centers', under, () => unheard(() => askOthers(network, filters, others)))
}
