import type { Kysely } from 'kysely'
import { unheard } from '../db/asked.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { measure } from '../metric/measure.ts'
import { funnel, funnelWithin } from '../page/funnel.ts'
import { isOfSomeCenters, underNetwork, wholeNetwork } from '../page/network-beside.ts'
import { centerNames } from '../page/names.ts'
import type { Filters, Funnel } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { LEAST_OTHERS, networkBehind, ownCenters } from '../scope/network-door.ts'
import type { CaseMixCell } from '../statistics/case-mix.ts'
import { complianceMetrics as m } from './compliance-metrics.ts'
import type { CompliancePage } from './compliance-types.ts'

/** Exams of each center by modality and protocol: what it does decides what can be expected of it. */
async function strata(db: Kysely<Database>, filters: Filters): Promise<CaseMixCell[]> {
  const rows = await measure(db, {
    name: 'compliance.case_mix',
    metrics: [m.compliance_rate],
    by: ['center_code', 'modality', 'protocol_code'],
    filters,
    periods: 'current',
  })
  return rows.flatMap(({ row, figures: { compliance_rate: rate } }): CaseMixCell[] => {
    const stratum = `${row['modality'] as string} ${row['protocol_code'] as string}`
    return rate.n ? [{ center_code: row['center_code'] as string, stratum, k: rate.numerator ?? 0, n: rate.n }] : []
  })
}

interface ByCenter {
  funnel: Funnel
  coverage: CompliancePage['center_coverage']
}

async function ask(db: Kysely<Database>, filters: Filters): Promise<ByCenter> {
  const [rows, cells, nameOf] = await Promise.all([
    measure(db, {
      name: 'compliance.centers',
      metrics: [m.compliance_rate, m.compliance_coverage_rate],
      by: ['center_code'],
      filters,
      periods: 'current',
    }),
    strata(db, filters),
    centerNames(db),
  ])
  const centers = rows.map(({ row, figures }) => ({ center_code: row['center_code'] as string, figures }))
  const judged = centers.filter(({ figures }) => (figures.compliance_rate.n ?? 0) > 0)
  const covered = centers.filter(({ figures }) => (figures.compliance_coverage_rate.n ?? 0) > 0)
  return {
    funnel: funnel(
      m.compliance_rate,
      judged.map(({ center_code, figures }) => ({ center_code, rate: figures.compliance_rate })),
      cells,
      nameOf,
    ),
    coverage: covered.map(({ center_code, figures: { compliance_coverage_rate: rate } }) => ({
      center_code,
      performed: rate.n ?? 0,
      assessable: rate.numerator ?? 0,
      coverage_rate: rate.value,
    })),
  }
}

/** Centers that are chosen stand in the funnel of the whole network: what is ordinary is not learnt from a few. */
async function amongAll(db: Kysely<Database>, filters: Filters): Promise<ByCenter> {
  if (!isOfSomeCenters(filters)) return ask(db, filters)
  const { funnel, coverage } = await latestPerSnapshot(db, 'compliance by center', underNetwork(filters), () =>
    ask(db, wholeNetwork(filters)),
  )
  const isChosen = ({ center_code }: { center_code: string }) => filters.center.includes(center_code)
  return { funnel: { ...funnel, chosen: filters.center }, coverage: coverage.filter(isChosen) }
}

/**
 * Centers in their funnel. Somebody of some centers sees these among the dots of the whole network, unless they chose
 * centers, or fewer than five others stand beside theirs.
 */
export async function complianceByCenter(db: Kysely<Database>, filters: Filters): Promise<ByCenter> {
  const network = networkBehind(db)
  if (!network) return amongAll(db, filters)
  const own = await ask(db, filters)
  if (filters.center.length > 0 || filters.scanner.length > 0) return own
  const under = underNetwork(filters)
  const whole = await latestPerSnapshot(network, 'network funnel', under, () => unheard(() => ask(network, filters)))
  const codes = new Set(await ownCenters(db))
  const within = funnelWithin(whole.funnel, (code) => codes.has(code))
  return within.others.length < LEAST_OTHERS ? own : { ...own, funnel: within }
}
