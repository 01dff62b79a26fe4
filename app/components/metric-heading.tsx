import { isValidElement, type ReactNode } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'

type MetricId = Parameters<ReturnType<typeof useI18n>['metric']>[0]

function useHeadingWords() {
  const { metric, t } = useI18n()
  return (id: MetricId) => {
    const { label, unit } = metric(id)
    return unit === 'minutes' ? t('unit.in_minutes', { label }) : label
  }
}

/** A column's heading from the registry: the metric's label, its unit where a number does not carry it. */
export function MetricHeading({ id }: { id: MetricId }) {
  const { metric } = useI18n()
  const words = useHeadingWords()
  return <span title={metric(id).short}>{words(id)}</span>
}

/** The words of a column's heading, whatever it is drawn by; '' where they are several parts. */
export function useColumnWords() {
  const words = useHeadingWords()
  return (label: ReactNode): string => {
    if (typeof label === 'string') return label
    if (!isValidElement<{ id?: MetricId; children?: ReactNode }>(label)) return ''
    const { id, children } = label.props
    if (label.type === MetricHeading && id) return words(id)
    return typeof children === 'string' ? children : ''
  }
}
