import type { TurnaroundEffect } from '#queries/product/product-types.ts'
import type { AdjudicatedRate } from '#queries/concordance/cases-types.ts'
import type { ProductJudged, ProductSummary } from '#queries/product/summary-types.ts'
import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { ProposalTag, useRuleWords } from './proposal.tsx'

/** What adjudicators found of the product's readings; a rate that is refused says why. */
function useJudgedText() {
  const { t, format, code } = useI18n()
  const rate = ({ value, low, high, refused }: AdjudicatedRate) =>
    refused === null
      ? t('verdict.interval', { value: format.rate(value), low: format.rate(low), high: format.rate(high) })
      : code('not_adjudicated', refused)
  return (judged: ProductJudged | null) =>
    judged === null
      ? t('verdict.adjudicated_none')
      : t('verdict.adjudicated_value', {
          n: format.count(judged.judged),
          m: format.count(judged.only_flagged_judged),
          confirmed: format.count(judged.only_flagged_confirmed),
          ppv: rate(judged.ppv),
          missed: rate(judged.miss_rate),
        })
}

/** What the product did, in a sentence each. */
function useFacts(summary: ProductSummary, turnaround: TurnaroundEffect | null): [label: string, value: ReactNode][] {
  const { t, format } = useI18n()
  const judgedText = useJudgedText()
  const { agreement, money } = summary
  const difference = turnaround?.difference
  return [
    [
      t('verdict.read'),
      t('verdict.read_value', { exams: format.count(summary.exams_read), n: format.count(summary.n) }),
    ],
    [
      t('verdict.agrees'),
      t('verdict.interval', {
        value: format.rate(agreement.value),
        low: format.rate(agreement.low),
        high: format.rate(agreement.high),
      }),
    ],
    [t('verdict.missed'), format.count(summary.missed)],
    [t('verdict.only_flagged'), format.count(summary.only_flagged)],
    [t('verdict.adjudicated'), judgedText(summary.adjudicated)],
    [
      t('verdict.turnaround'),
      turnaround === null || difference === undefined || difference.low === null
        ? t('verdict.turnaround_unknown')
        : t('verdict.turnaround_value', {
            minutes: turnaround.landmark_minutes,
            difference: format.change(difference.difference, 'minutes'),
            low: format.change(difference.low, 'minutes'),
            high: format.change(difference.high, 'minutes'),
            with: format.minutes(turnaround.in_time.median),
            without: format.minutes(turnaround.not_in_time.median),
            n: format.count(turnaround.in_time.n),
            m: format.count(turnaround.not_in_time.n),
          }),
    ],
    ...(money === null
      ? []
      : ([
          [
            t('verdict.money'),
            money.fee === null
              ? t('verdict.no_fee')
              : t('verdict.money_value', {
                  fee: format.money(money.fee),
                  revenue: format.money(money.revenue ?? 0),
                  net: format.signedMoney(money.net),
                }),
          ],
          ...(['net_per_exam', 'cost_per_only_flagged', 'cost_per_confirmed'] as const).flatMap((id) =>
            money[id] === null ? [] : [[t(`verdict.${id}`), format.decimal(money[id])] as const],
          ),
        ] as [string, string][])),
  ]
}

/** What is proposed by rule, the rules with what each was held against, and what the product did. */
export function VerdictCard({ summary, turnaround }: { summary: ProductSummary; turnaround: TurnaroundEffect | null }) {
  const { t } = useI18n()
  const facts = useFacts(summary, turnaround)
  const { rule, value, state } = useRuleWords()
  return (
    <Card
      panel="turnaround"
      title={t('verdict.title')}
      note={
        <>
          {t('verdict.note')}{' '}
          <Link to="/methods#product_rules" className="link no-print">
            {t('verdict.rules_link')}
          </Link>
        </>
      }
    >
      <p className="mb-3 text-base" data-proposal={summary.proposal}>
        <ProposalTag proposal={summary.proposal} /> {t(`proposal_means.${summary.proposal}`)}
      </p>
      <div className="grid gap-6 xl:grid-cols-2">
        <dl className="grid h-fit grid-cols-[8rem_1fr] sm:grid-cols-[11rem_1fr] gap-x-4 gap-y-1">
          {facts.map(([label, text]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="min-w-0 tabular-nums">{text}</dd>
            </div>
          ))}
        </dl>
        <table className="h-fit w-full text-left">
          <caption className="sr-only">{t('verdict.rules')}</caption>
          <thead className="text-xs text-muted">
            <tr>
              <th scope="col">{t('verdict.rules')}</th>
              <th scope="col" className="px-2 text-right">
                {t('verdict.found')}
              </th>
              <th scope="col">{t('verdict.state')}</th>
            </tr>
          </thead>
          <tbody>
            {summary.rules.map((row) => (
              <tr key={row.rule} className="border-t border-line align-top" data-rule={row.rule} data-state={row.state}>
                <td className="py-0.5">{rule(row)}</td>
                <td className="px-2 py-0.5 text-right tabular-nums">{value(row)}</td>
                <td className="whitespace-nowrap py-0.5">{state(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
