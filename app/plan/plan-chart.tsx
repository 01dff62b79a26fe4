import type { PlanResult } from '#queries/plan/plan-types.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { Waterfall } from '../components/charts/waterfall.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

type Result = Omit<PlanResult, 'centers'>

/** What a plan comes to, in words: the exams that would make up for it, and whether scanners have the minutes. */
function useSentences() {
  const { t, format } = useI18n()
  return (result: Result): string[] => {
    const { operating_profit, operating_profit_after, change, effects, exams_needed, unreachable } = result
    if (effects.length === 0) return [t('plan.no_lever', { profit: format.money(operating_profit) })]
    return [
      t('plan.summary', {
        ...{ before: format.money(operating_profit), after: format.money(operating_profit_after) },
        change: format.signedMoney(change),
      }),
      ...(exams_needed ? [t('plan.needed', { n: format.count(exams_needed) })] : []),
      ...(unreachable > 0 ? [t('plan.unreachable', { n: format.count(unreachable) })] : []),
      result.not_fitting > 0 ? t('plan.not_fitting', { n: format.count(result.not_fitting) }) : t('plan.fitting'),
      ...(result.unknown > 0 ? [t('plan.unknown', { n: format.count(result.unknown) })] : []),
    ]
  }
}

/** From the profit of the closed months to that of the plan, a lever a bar. */
export function PlanChart({ title, result, panel }: { title: string; result: Result; panel?: string }) {
  const { t, format, code } = useI18n()
  const sentences = useSentences()
  const bars = [
    { key: 'before', label: t('plan.before'), kind: 'total' as const, amount: result.operating_profit },
    ...result.effects.map(({ lever, amount }) => ({
      ...{ key: lever, label: code('lever', lever), kind: 'change' as const, amount },
    })),
    { key: 'after', label: t('plan.after'), kind: 'total' as const, amount: result.operating_profit_after },
  ]
  const text = ({ kind, amount }: (typeof bars)[number]) =>
    kind === 'change' ? format.signedMoney(amount) : format.money(amount)
  return (
    <Card panel={panel}>
      <ChartFigure
        title={title}
        summary={sentences(result).join(' ')}
        table={{
          columns: [{ label: t('plan.lever') }, { label: t('money.amount'), numeric: true }],
          rows: bars.map((bar) => [bar.label, text(bar)]),
        }}
      >
        <Waterfall
          label={title}
          bars={bars.map((bar) => ({
            ...bar,
            title: `${bar.label}: ${text(bar)}`,
            text: (
              <data value={bar.amount} data-plan={bar.key}>
                {text(bar)}
              </data>
            ),
          }))}
        />
      </ChartFigure>
    </Card>
  )
}
