import type { Kysely } from 'kysely'
import { unheard } from '../db/asked.ts'
import type { Metric } from '../metric/define.ts'
import { none } from '../metric/estimate.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { nameOf, type Question } from '../metric/statement.ts'
import type { Estimate } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { LEAST_OTHERS, otherCenters } from './network-door.ts'

type Asked<Id extends string> = Pick<Question<Id>, 'name' | 'metrics' | 'by' | 'filters' | 'where'>

/** Two digits of a count, three of anything else: what differs between two periods or selections tells of no single center. */
export const roundedOthers = (value: number | null, digits: 2 | 3) => value && Number(value.toPrecision(digits))

/** A figure of others as it may be told: in few digits, without its numerator; without a value where too few stand behind it. */
function told({ kind }: Pick<Metric, 'kind'>, { value, n, low, high, reason }: Estimate, centers: number): Estimate {
  if (centers < LEAST_OTHERS) return none('few_centers')
  const digits = kind === 'count' || kind === 'amount' ? 2 : 3
  return {
    value: roundedOthers(value, digits),
    n: roundedOthers(n, 2),
    numerator: null,
    low: roundedOthers(low, 3),
    high: roundedOthers(high, 3),
    reason,
  }
}

const restsOnAny = ({ n, value }: Estimate) => (n ?? value ?? 0) > 0

/**
 * Figures of the centers that a scope does not hold, together: each of at least five of them that have anything, or none.
 * Which centers these are hangs on the scope alone, on no filter: whoever asks cannot choose them. Nobody is told a statement.
 * @param db of the scope
 * @param network the whole network behind it
 */
export async function othersTogether<Id extends string>(
  db: Kysely<Database>,
  network: Kysely<Database>,
  asked: Asked<Id>,
): Promise<Measured<Id>[]> {
  const others = await otherCenters(db, network)
  if (others.length < LEAST_OTHERS) return []
  const question = { ...asked, filters: { ...asked.filters, center: others, scanner: [] }, periods: 'current' as const }
  const keyOf = ({ row }: Measured<Id>) => JSON.stringify(asked.by.map((key) => row[nameOf(key)]))
  const [together, each] = await unheard(() =>
    Promise.all([measure(network, question), measure(network, { ...question, by: [...asked.by, 'center_code'] })]),
  )
  return together.map((group) => {
    const behind = each.filter((of) => keyOf(of) === keyOf(group))
    const figures = {} as Record<Id, Estimate>
    for (const metric of asked.metrics) {
      const centers = behind.filter((of) => restsOnAny(of.figures[metric.id])).length
      figures[metric.id] = told(metric, group.figures[metric.id], centers)
    }
    return { ...group, figures }
  })
}
