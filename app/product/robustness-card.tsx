import type { Robustness } from '#queries/product/summary-types.ts'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** Agreement on scans that follow the protocol against scans that deviate, mix of findings held alike. */
export function RobustnessCard({ robustness }: { robustness: Robustness | null }) {
  const { t, format } = useI18n()
  const rate = ({ agree, n }: Robustness['compliant']) => format.rate(n > 0 ? agree / n : null)
  const points = (value: number | null) => format.signedDecimal(value === null ? null : value * 100)
  return (
    <Card panel="robustness" title={t('robustness.title')} note={t('robustness.note')}>
      {robustness === null ? (
        <p className="text-muted">{t('robustness.none')}</p>
      ) : (
        <dl className="grid grid-cols-[minmax(8rem,max-content)_1fr] gap-x-4 gap-y-1 tabular-nums">
          <dt className="text-muted">{t('robustness.crude')}</dt>
          <dd>
            {t('robustness.crude_value', {
              compliant: rate(robustness.compliant),
              n: format.count(robustness.compliant.n),
              deviating: rate(robustness.deviating),
              m: format.count(robustness.deviating.n),
            })}
          </dd>
          <dt className="text-muted">{t('robustness.common')}</dt>
          <dd data-robustness={robustness.difference ?? ''}>
            {robustness.low === null
              ? t('contrast.too_few')
              : t('robustness.common_value', {
                  difference: points(robustness.difference),
                  low: points(robustness.low),
                  high: points(robustness.high),
                  strata: format.count(robustness.strata),
                })}
          </dd>
          {robustness.odds_ratio && (
            <>
              <dt className="text-muted">{t('robustness.odds')}</dt>
              <dd>
                {`${format.decimal(robustness.odds_ratio.value)} (${format.decimal(robustness.odds_ratio.low)} … ${format.decimal(robustness.odds_ratio.high)})`}
              </dd>
            </>
          )}
          <dt className="text-muted">{t('robustness.avoidable')}</dt>
          <dd>
            {t('robustness.avoidable_value', {
              value: format.count(robustness.avoidable_a_year.value),
              low: format.count(robustness.avoidable_a_year.low),
              high: format.count(robustness.avoidable_a_year.high),
            })}
          </dd>
        </dl>
      )}
    </Card>
  )
}
