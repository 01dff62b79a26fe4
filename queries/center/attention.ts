import type { Kysely } from 'kysely'
import { askedOf } from '../db/asked.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { attentionOf } from '../overview/attention.ts'
import { evidence } from '../overview/evidence.ts'
import { moneySignals } from '../overview/money.ts'
import type { Signal } from '../overview/overview-types.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'

/** Signals of the whole network: asked once for the pages of all its centers. */
function networkSignals(db: Kysely<Database>, filters: Filters, money: boolean): Promise<Signal[]> {
  const network = { ...filters, center: [], scanner: [] }
  return latestPerSnapshot(db, `signals${money ? ' with money' : ''}`, network, async () => {
    const [all, books] = await Promise.all([evidence(db, network), money ? moneySignals(db, network) : null])
    return attentionOf(all, books).signals
  })
}

/** Signals of one center, judged against the whole network as the overview does. */
export async function centerAttention(
  db: Kysely<Database>,
  filters: Filters,
  code: string,
  money: boolean,
): Promise<Signal[]> {
  const signals = await askedOf('network', () => networkSignals(db, filters, money))
  return signals.filter((signal) => signal.center?.center_code === code)
}
