import type { Proposal, RuleId, RuleOutcome } from '#queries/product/summary-types.ts'
import { Tag } from '../components/ui/tag.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const TONES = { keep: 'accent', watch: 'warn', stop: 'bad' } as const

export function ProposalTag({ proposal }: { proposal: Proposal }) {
  const { t } = useI18n()
  return <Tag tone={TONES[proposal]}>{t(`proposal.${proposal}`)}</Tag>
}

type Unit = 'count' | 'rate' | 'coefficient' | 'points'

const UNITS: Record<RuleId, Unit> = {
  idle: 'count',
  too_few: 'count',
  misses: 'rate',
  false_alarms: 'rate',
  chance: 'coefficient',
  refuted: 'rate',
  overlooks: 'rate',
  fell: 'points',
  manufacturer: 'points',
  failures: 'rate',
  unopened: 'rate',
}

/** A rule in words with its limit, what was held against it, and whether it is met. */
export function useRuleWords() {
  const { t, format } = useI18n()
  const write = (rule: RuleId, value: number | null) => {
    if (UNITS[rule] === 'count') return format.count(value)
    if (UNITS[rule] === 'coefficient') return format.coefficient(value)
    return UNITS[rule] === 'rate' ? format.rate(value) : format.signedDecimal(value === null ? null : value * 100)
  }
  const limit = ({ rule, limit }: Pick<RuleOutcome, 'rule' | 'limit'>) =>
    UNITS[rule] === 'points' ? format.decimal(limit * 100) : write(rule, limit)
  return {
    rule: (row: Pick<RuleOutcome, 'rule' | 'limit'>) => t(`product_rule.${row.rule}`, { limit: limit(row) }),
    value: ({ rule, value }: RuleOutcome) => write(rule, value),
    state: ({ state, proposal }: RuleOutcome) =>
      state === 'met' ? <ProposalTag proposal={proposal} /> : t(`rule_state.${state}`),
  }
}
