import type { Estimate } from '../page/page-types.ts'
import type { Evidence } from '../statistics/evidence.ts'
import type { ManufacturerChange, ProductJudged, Proposal, RuleId, RuleOutcome } from './summary-types.ts'

/**
 * The rules of the proposal, in the order in which they are shown: what each would propose, and its limit. Rates and
 * differences are 0…1. A person decides; what products cost stands beside the proposal and not in it, so that everybody
 * reads the same one.
 */
export const RULES = [
  { rule: 'idle', proposal: 'watch', limit: 0 },
  { rule: 'too_few', proposal: 'watch', limit: 100 },
  { rule: 'misses', proposal: 'stop', limit: 0.5 },
  { rule: 'false_alarms', proposal: 'stop', limit: 0.5 },
  { rule: 'chance', proposal: 'stop', limit: 0.2 },
  { rule: 'refuted', proposal: 'stop', limit: 0.1 },
  { rule: 'overlooks', proposal: 'watch', limit: 0.05 },
  { rule: 'fell', proposal: 'watch', limit: 0.02 },
  { rule: 'manufacturer', proposal: 'watch', limit: 0.05 },
  { rule: 'failures', proposal: 'watch', limit: 0.05 },
  { rule: 'unopened', proposal: 'watch', limit: 0.1 },
] as const satisfies Pick<RuleOutcome, 'rule' | 'proposal' | 'limit'>[]

export interface VerdictFacts {
  exams_read: number
  n: number
  sensitivity: Estimate
  specificity: Estimate
  kappa: Estimate
  /** Null where nobody judged a reading. */
  adjudicated: ProductJudged | null
  change: Evidence
  failure_rate: Estimate
  seen_first: Estimate
  manufacturers: ManufacturerChange[]
}

type Judged = Pick<RuleOutcome, 'value' | 'state'>

const judgedBy = (value: number | null, isMet: boolean, isKnown = value !== null): Judged => ({
  value,
  state: isKnown ? (isMet ? 'met' : 'not_met') : 'not_judged',
})

type Rate = Pick<Estimate, 'value' | 'low' | 'high'>
const NOT_KNOWN: Rate = { value: null, low: null, high: null }

/** Under the limit, chance left out: by the upper end of its interval. */
const surelyBelow = ({ value, high }: Rate, limit: number) =>
  judgedBy(value, high !== null && high < limit, value !== null && high !== null)

/** Above the limit, chance left out: by the lower end of its interval. */
const surelyAbove = ({ value, low }: Rate, limit: number) =>
  judgedBy(value, low !== null && low > limit, value !== null && low !== null)

const isFall = ({ difference, high }: Evidence, limit: number) =>
  difference !== null && high !== null && difference <= -limit && high < 0

/** Agreement that fell on one maker's scanners and not, or by so much less, on the others'. */
export const fellAlone = ({ change, beyond }: ManufacturerChange, limit: number) =>
  isFall(change, limit) && isFall(beyond, limit)

function manufacturerRule(manufacturers: ManufacturerChange[], limit: number): Judged {
  const known = manufacturers.filter(({ beyond }) => beyond.low !== null)
  const worst = known.reduce<number | null>((least, { beyond }) => Math.min(least ?? 1, beyond.difference ?? 1), null)
  return judgedBy(
    worst,
    known.some((one) => fellAlone(one, limit)),
  )
}

function judgedRule(rule: RuleId, limit: number, f: VerdictFacts): Judged {
  if (rule === 'idle') return judgedBy(f.exams_read, f.exams_read <= limit)
  if (rule === 'too_few') return judgedBy(f.n, f.n < limit)
  if (rule === 'misses') return surelyBelow(f.sensitivity, limit)
  if (rule === 'false_alarms') return surelyBelow(f.specificity, limit)
  if (rule === 'chance') return surelyBelow(f.kappa, limit)
  if (rule === 'refuted') return surelyBelow(f.adjudicated?.ppv ?? NOT_KNOWN, limit)
  if (rule === 'overlooks') return surelyAbove(f.adjudicated?.miss_rate ?? NOT_KNOWN, limit)
  if (rule === 'fell') return judgedBy(f.change.difference, isFall(f.change, limit), f.change.low !== null)
  if (rule === 'manufacturer') return manufacturerRule(f.manufacturers, limit)
  if (rule === 'failures') return surelyAbove(f.failure_rate, limit)
  return surelyBelow(f.seen_first, limit)
}

/** Stop where a rule says so, else watch where one does, else keep; with every rule and what it was held against. */
export function verdictOf(facts: VerdictFacts): { proposal: Proposal; rules: RuleOutcome[] } {
  const rules = RULES.map(({ rule, proposal, limit }) => ({ rule, proposal, limit, ...judgedRule(rule, limit, facts) }))
  const met = rules.filter(({ state }) => state === 'met').map(({ proposal }) => proposal)
  return { proposal: met.includes('stop') ? 'stop' : met.includes('watch') ? 'watch' : 'keep', rules }
}
