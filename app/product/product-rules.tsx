import { RULES } from '#queries/product/verdict.ts'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { ProposalTag, useRuleWords } from './proposal.tsx'

/** The rules by which a product's proposal is made, as the methods page tells them. */
export function ProductRules() {
  const { t } = useI18n()
  const { rule } = useRuleWords()
  return (
    <Card title={t('verdict.rules')} id="product_rules" className="scroll-mt-20">
      <p>{t('verdict.rules_note')}</p>
      <ul className="mt-2 space-y-1">
        {RULES.map((one) => (
          <li key={one.rule}>
            <ProposalTag proposal={one.proposal} /> {rule(one)}
          </li>
        ))}
      </ul>
    </Card>
  )
}
