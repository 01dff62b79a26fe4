import type { Kysely } from 'kysely'
import { askedOf } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import { freshnessRows } from '../data/freshness.ts'
import { attentionOf } from '../overview/attention.ts'
import { centerCompliance, centerCounts, scannersDown } from '../overview/samples.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Attention } from '../overview/overview-types.ts'

/** Signals of one center, judged against the whole network. */
export async function centerAttention(db: Kysely<Database>, filters: Filters, code: string): Promise<Attention | null> {
  const network = { ...filters, center: [] }
  const [counts, compliance, down, freshness, nameOf] = await Promise.all([
    askedOf('network', () => centerCounts(db, network)),
    askedOf('network', () => centerCompliance(db, network)),
    scannersDown(db, filters),
    freshnessRows(db),
    centerNames(db),
  ])
  return attentionOf({ counts, compliance, down, freshness }, nameOf).find((row) => row.center_code === code) ?? null
}
