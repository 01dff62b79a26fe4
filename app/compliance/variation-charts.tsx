import type { CompliancePage } from '#queries/compliance/compliance-types.ts'
import { ControlChart } from '../components/charts/control-chart.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** The charts by which the tiles are called usual, better or worse; nothing where there is none. */
export function VariationCharts({ figures }: { figures: CompliancePage['variation'] }) {
  const { t, code, metric } = useI18n()
  if (figures.length === 0) return null
  return (
    <Card panel="variation" title={t('compliance.variation')} note={t('compliance.variation_note')}>
      <div className="grid gap-4 md:grid-cols-2">
        {figures.map(({ metric: id, verdict, chart }) => (
          <ControlChart
            key={id}
            title={t('compliance.variation_chart', {
              label: metric(id).label,
              verdict: verdict === null ? t('variation.judged') : code('verdict', verdict),
            })}
            metric={id}
            chart={chart}
            height={150}
          />
        ))}
      </div>
    </Card>
  )
}
