import type { Kysely } from 'kysely'
import { latestPerSnapshot } from '../db/once.ts'
import type { Metric } from '../metric/define.ts'
import { measure } from '../metric/measure.ts'
import type { Database } from '../schema.ts'
import { networkBehind } from '../scope/network-door.ts'
import { othersTogether } from '../scope/others.ts'
import type { Estimate, Filters } from './page-types.ts'

/**
 * Figures of the whole network beside those of chosen centers; null where the page shows the network itself. Within a scope,
 * of other centers together.
 */
export type NetworkBeside<Id extends string> = Partial<Record<Id, Estimate>> | null

/** Whether the filter leaves only some centers, so that the others make a background. */
export const isOfSomeCenters = ({ center, scanner }: Filters) => center.length > 0 && scanner.length === 0

/** The whole network in the period and modalities of the filter. */
export const wholeNetwork = (filters: Filters): Filters => ({ ...filters, center: [], scanner: [] })

/** What the whole network's answer hangs on: it is asked once for all centers. */
export const underNetwork = ({ from, to, modality }: Filters) => ({ from, to, modality })

interface Asked<Id extends string> {
  /** Of the question. */
  name: string
  metrics: readonly Metric<Id>[]
  /** Of figures that are never pooled over modalities, the only one that the chosen centers have. */
  modality?: string
}

/**
 * Rates, ratios and quantiles of the whole network in the period, for the tiles of a page that is narrowed to some of its
 * centers; for somebody of some centers those of the others, whatever they chose of theirs. Counts are left out: a center's count is no less than the network's for being good or bad.
 */
export async function networkBeside<Id extends string>(
  db: Kysely<Database>,
  filters: Filters,
  { name, metrics, modality }: Asked<Id>,
): Promise<NetworkBeside<Id>> {
  const behind = networkBehind(db)
  if (behind ? filters.scanner.length > 0 : !isOfSomeCenters(filters)) return null
  const asked = modality === undefined ? filters : { ...filters, modality: [modality] }
  const rated = metrics.filter(({ kind }) => kind === 'rate' || kind === 'ratio' || kind === 'quantile')
  if (behind) {
    const others = () => othersTogether(db, behind, { name, metrics: rated, by: [], filters: asked })
    return (await latestPerSnapshot(db, `others ${name}`, underNetwork(asked), others))[0]?.figures ?? null
  }
  const [row] = await latestPerSnapshot(db, name, underNetwork(asked), () =>
    measure(db, { name, metrics: rated, by: [], filters: wholeNetwork(asked), periods: 'current' }),
  )
  return row?.figures ?? null
}
