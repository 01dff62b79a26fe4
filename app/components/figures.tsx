import type { Estimate, Figure } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** A figure in running text or a table cell, with its exact value for people and programs that read the page's source. */
export function Value({ metric, value, text }: { metric: string; value: number | null; text?: string }) {
  const i18n = useI18n()
  return (
    <data value={value ?? ''} data-metric={metric}>
      {text ?? i18n.format.value(value, i18n.metric(metric).unit)}
    </data>
  )
}

/** What stands behind a figure: its Wilson interval where it is a sample, and its n. Minutes and money are no samples. */
export function useBasis() {
  const { t, format, metric } = useI18n()
  return (id: string, estimate: Estimate): string[] => {
    if (estimate.n === null) return []
    const n = t('figure.n', { n: format.count(estimate.n) })
    if (estimate.low !== null && estimate.high !== null) {
      return [t('figure.interval', { low: format.decimalOne(estimate.low * 100), high: format.rate(estimate.high) }), n]
    }
    // A share of minutes or of money has no interval, and what it is a share of is no number of observations.
    return metric(id).unit === 'rate' && estimate.value !== null ? [] : [n]
  }
}

/** A rate in a table: value, and its interval and n for whoever points at it or listens. */
export function Rate({ metric, estimate }: { metric: string; estimate: Estimate }) {
  const { code } = useI18n()
  const basis = useBasis()
  const why = estimate.reason ? code('reason', estimate.reason) : null
  return (
    <span title={[why, ...basis(metric, estimate)].filter(Boolean).join(' · ')}>
      <Value metric={metric} value={estimate.value} />
    </span>
  )
}

const VERDICT = {
  better: { className: 'text-good', mark: '●' },
  worse: { className: 'text-bad', mark: '▲' },
  usual: { className: 'text-muted', mark: '' },
  unclear: { className: 'text-muted', mark: '' },
  neutral: { className: 'text-muted', mark: '' },
} as const

/** The change against the previous period: an arrow for the direction, a word and a colour for good or bad. */
export function Change({ figure, short = false }: { figure: Figure; short?: boolean }) {
  const { t, format, metric, code } = useI18n()
  const { unit } = metric(figure.metric)
  // Against nothing at all, as before the data begin, every change would look like a triumph.
  if (figure.change === null || (figure.previous?.value === 0 && figure.change !== 0 && unit !== 'rate')) {
    const why = figure.not_compared ? code('not_compared', figure.not_compared) : t('figure.no_comparison')
    return short ? null : <span className="text-muted">{why}</span>
  }
  const arrow = figure.change > 0 ? '↑' : figure.change < 0 ? '↓' : '→'
  const points = unit === 'rate' ? t('figure.points', { points: format.signedDecimal(figure.change * 100) }) : null
  const text =
    points ??
    (figure.change_share === null ? format.change(figure.change, unit) : format.signedShare(figure.change_share))
  const verdict = figure.verdict ?? 'neutral'
  const interval =
    figure.change_low === null || figure.change_high === null
      ? null
      : unit === 'rate'
        ? t('figure.change_interval', {
            low: format.signedDecimal(figure.change_low * 100),
            high: format.signedDecimal(figure.change_high * 100),
          })
        : t('figure.change_interval_unit', {
            low: format.change(figure.change_low, unit),
            high: format.change(figure.change_high, unit),
          })
  return (
    <span className={`${short ? 'whitespace-nowrap' : ''} ${VERDICT[verdict].className}`} title={interval ?? undefined}>
      <span aria-hidden>{arrow}</span> {text}
      {figure.compared !== null && !short && ` · ${t('figure.like_for_like')}`}
      {verdict !== 'neutral' && <span className={short ? 'sr-only' : ''}> · {code('verdict', verdict)}</span>}
    </span>
  )
}
