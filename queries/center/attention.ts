import type { Kysely } from 'kysely'
import { askedOf } from '../db/asked.ts'
import { attentionOf } from '../overview/attention.ts'
import { evidence } from '../overview/evidence.ts'
import { moneySignals } from '../overview/money.ts'
import type { Signal } from '../overview/overview-types.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'

/** Signals of one center, judged against the whole network as the overview does. */
export async function centerAttention(
  db: Kysely<Database>,
  filters: Filters,
  code: string,
  money: boolean,
): Promise<Signal[]> {
  const network = { ...filters, center: [], scanner: [] }
  const [all, books] = await Promise.all([
    askedOf('network', () => evidence(db, network)),
    money ? askedOf('network', () => moneySignals(db, network)) : null,
  ])
  return attentionOf(all, books).signals.filter((signal) => signal.center?.center_code === code)
}
