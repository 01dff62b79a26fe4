import { metrics, type Metric } from '#queries/metrics.ts'
import { oncePerLocale } from './once-per-locale.ts'

/** What a tile says about its figure, in one language. */
export interface MetricText extends Pick<Metric, 'unit' | 'better' | 'minimumCount'> {
  label: string
  short: string
}

export type MetricTexts = Record<string, MetricText>

export const metricTextsFor = oncePerLocale((locale): MetricTexts => {
  const language = locale === 'zh-CN' ? 'zh' : 'en'
  return Object.fromEntries(
    metrics.map(({ id, label, short, unit, better, minimumCount }) => [
      id,
      { label: label[language], short: short[language], unit, better, minimumCount },
    ]),
  )
})
