import { EFFECTS, type ChangeBar, type ChangePage, type ProfitChange } from '#queries/profitability/change-types.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { Waterfall } from '../components/charts/waterfall.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

type Page = Pick<ChangePage, 'beside' | 'bars'> & { together: ProfitChange }

/** The effects that weigh most, in words. */
function useMost() {
  const { t, format, code } = useI18n()
  return (together: ProfitChange) =>
    [...EFFECTS]
      .filter((name) => together[name] !== 0)
      .sort((a, b) => Math.abs(together[b]) - Math.abs(together[a]))
      .slice(0, 3)
      .map((name) => `${code('effect', name)} ${format.signedMoney(together[name])}`)
      .join(t('list.separator'))
}

/** From the profit before to the profit after, an effect a bar, in the order in which the method takes them. */
export function WhyChart({ page: { together, bars, beside } }: { page: Page }) {
  const { t, format, code } = useI18n()
  const most = useMost()
  const title = t(`change.why_${beside}`)
  const label = ({ step }: ChangeBar) =>
    step === 'before' || step === 'after' ? t(`change.${beside}_${step}`) : code('effect', step)
  const text = ({ kind, amount }: ChangeBar) => (kind === 'change' ? format.signedMoney(amount) : format.money(amount))
  return (
    <Card panel="why">
      <ChartFigure
        title={title}
        summary={t('change.summary', {
          before: format.money(together.before),
          after: format.money(together.after),
          change: format.signedMoney(together.change),
          most: most(together) || '–',
        })}
        table={{
          columns: [{ label: t('change.effect') }, { label: t('money.amount'), numeric: true }],
          rows: bars.map((bar) => [label(bar), text(bar)]),
        }}
      >
        <Waterfall
          label={title}
          bars={bars.map((bar) => ({
            ...{ key: bar.step, kind: bar.kind, amount: bar.amount },
            title: `${label(bar)}: ${text(bar)}`,
            label: <span title={bar.kind === 'change' ? code('effect_note', bar.step) : undefined}>{label(bar)}</span>,
            text: (
              <data value={bar.amount} data-step={bar.step}>
                {text(bar)}
              </data>
            ),
          }))}
        />
      </ChartFigure>
      <details className="mt-2 text-xs text-muted">
        <summary className="w-fit cursor-pointer hover:text-ink">{t('change.method')}</summary>
        <p className="mt-1">{t('change.method_note')}</p>
        <ol className="mt-1 list-decimal pl-5">
          {EFFECTS.map((name) => (
            <li key={name}>
              {code('effect', name)}: {code('effect_note', name)}
            </li>
          ))}
        </ol>
      </details>
    </Card>
  )
}
