import type { MetricWords as Metric } from '#queries/metrics.ts'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { ProductRules } from '../product/product-rules.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'

function useRows(metric: Metric) {
  const { t, locale, code } = useI18n()
  const language = locale === 'zh-CN' ? 'zh' : 'en'
  return [
    [t('methods.grain'), metric.grain[language]],
    [t('methods.unit'), code('unit_name', metric.unit)],
    [
      t('methods.formula'),
      <code key="f" className="whitespace-pre-wrap break-words text-xs">
        {metric.formula}
      </code>,
    ],
    [t('methods.source'), metric.source.join(', ')],
    [t('methods.exclusions'), metric.exclusions.map((text) => text[language]).join(t('list.separator')) || '–'],
    [t('methods.better'), code('better', metric.better ?? 'neither')],
    [t('methods.minimum'), metric.minimumCount > 0 ? String(metric.minimumCount) : '–'],
  ] as const
}

function Definition({ metric }: { metric: Metric }) {
  const { locale } = useI18n()
  const language = locale === 'zh-CN' ? 'zh' : 'en'
  const rows = useRows(metric)
  return (
    <Card title={metric.label[language]} id={metric.id} className="scroll-mt-20 target:ring-2 target:ring-accent">
      <p>{metric.definition[language]}</p>
      <dl className="mt-2 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-0.5">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

/** Every figure of the dashboard, as the registry defines it. */
export default function Methods({ page }: { page: PageAnswers['methods'] }) {
  const { t, locale } = useI18n()
  const language = locale === 'zh-CN' ? 'zh' : 'en'
  return (
    <PageFrame title={t('nav.methods')} note={t('methods.note', { n: page.metrics.length })}>
      <nav aria-label={t('methods.contents')}>
        <ul className="flex flex-wrap gap-x-3">
          {page.metrics.map((metric) => (
            <li key={metric.id}>
              <a href={`#${metric.id}`} className="link">
                {metric.label[language]}
              </a>
            </li>
          ))}
          <li>
            <a href="#product_rules" className="link">
              {t('verdict.rules')}
            </a>
          </li>
        </ul>
      </nav>
      <div className="grid gap-4 lg:grid-cols-2">
        {page.metrics.map((metric) => (
          <Definition key={metric.id} metric={metric} />
        ))}
        <ProductRules />
      </div>
    </PageFrame>
  )
}
