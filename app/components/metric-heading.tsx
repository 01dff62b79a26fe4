import { useI18n } from '../i18n/use-i18n.ts'

type MetricId = Parameters<ReturnType<typeof useI18n>['metric']>[0]

/** A column's heading from the registry: the metric's label, its unit where a number does not carry it. */
export function MetricHeading({ id }: { id: MetricId }) {
  const { metric, t } = useI18n()
  const { label, short, unit } = metric(id)
  return <span title={short}>{unit === 'minutes' ? t('unit.in_minutes', { label }) : label}</span>
}
