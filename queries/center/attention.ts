import type { Kysely } from 'kysely'
import { askedOf, unheard } from '../db/asked.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { attentionOf } from '../overview/attention.ts'
import { evidence } from '../overview/evidence.ts'
import { moneySignals } from '../overview/money.ts'
import type { Signal } from '../overview/overview-types.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { LEAST_OTHERS, networkBehind, otherCenters } from '../scope/network-door.ts'

/** Signals of the whole network: asked once for the pages of all its centers. */
function networkSignals(db: Kysely<Database>, filters: Filters, money: boolean): Promise<Signal[]> {
  const network = { ...filters, center: [], scanner: [] }
  return latestPerSnapshot(db, `signals${money ? ' with money' : ''}`, network, async () => {
    const [all, books] = await Promise.all([evidence(db, network), money ? moneySignals(db, network) : null])
    return attentionOf(all, books).signals
  })
}

/** Within a scope too, as long as enough other centers stand around: what is said is of the center only. */
async function signalsAround(db: Kysely<Database>, filters: Filters, money: boolean): Promise<Signal[]> {
  const network = networkBehind(db)
  const isEnough = network && (await otherCenters(db, network)).length >= LEAST_OTHERS
  if (isEnough) return unheard(() => networkSignals(network, filters, money))
  return askedOf('network', () => networkSignals(db, filters, money))
}

/** Signals of one center, judged against the whole network as the overview does. */
export async function centerAttention(
  db: Kysely<Database>,
  filters: Filters,
  code: string,
  money: boolean,
): Promise<Signal[]> {
  const signals = await signalsAround(db, filters, money)
  return signals.filter((signal) => signal.center?.center_code === code)
}
