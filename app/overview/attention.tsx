import type { Attention, MoneySignalKind, ProductSignal, Signal, SignalKind } from '#queries/overview/overview-types.ts'
import { Link } from '@remix-run/react'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { FoldedNote } from '../served/folded-note.tsx'
import { CenterLink } from '../components/center-link.tsx'
import { Card } from '../components/ui/card.tsx'

const PAGE: Record<SignalKind | MoneySignalKind, string> = {
  compliance_funnel: '/compliance',
  compliance_slipping: '/compliance',
  no_show_funnel: '/throughput',
  down_time: '/throughput',
  reporting_backlog: '/throughput',
  data_stale: '/data',
  loss_at_high_use: '/profitability',
  denial_funnel: '/profitability',
}

type AnySignal = Signal<SignalKind> | Signal<MoneySignalKind>

/** One reason, with the figure and what it is measured against; leads to the view that shows it, for this center. */
export function SignalItem({ center, signal }: { center: string; signal: AnySignal }) {
  const { t, format, metric, code } = useI18n()
  const link = useFilterLink()
  const what = [signal.modality, signal.scanner_id, signal.product_code].filter(Boolean).join(' · ')
  const value = format.value(signal.value, metric(signal.metric).unit)
  const against = metric(signal.reference_metric)
  const reference = format.value(signal.reference, against.unit)
  const isOfAnother = signal.reference_metric !== signal.metric
  const compared = isOfAnother
    ? t('signal.figures_with', { value, label: against.label, reference })
    : t('signal.figures', { value, reference })
  const figures = signal.value === null ? null : signal.reference === null ? value : compared
  const change = { center, ...(signal.modality ? { modality: signal.modality } : {}) }
  return (
    <li>
      <Link to={link(PAGE[signal.kind], change)} className="link">
        {code('signal', signal.kind)}
      </Link>
      {what && ` · ${what}`}
      {figures && <span className="text-muted tabular-nums"> · {figures}</span>}
      {/* Down time rests on staffed minutes, which are no number of observations. */}
      {signal.n !== null && signal.kind !== 'down_time' && (
        <span className="text-muted tabular-nums"> · {t('figure.n', { n: format.count(signal.n) })}</span>
      )}
    </li>
  )
}

function AttentionCard({
  panel,
  title,
  note,
  rows,
}: {
  panel: string
  title: string
  note: string
  rows: Folded<Attention<SignalKind | MoneySignalKind>>
}) {
  const { t } = useI18n()
  return (
    <Card panel={panel} title={title} note={note}>
      {rows.total === 0 ? (
        <p className="text-muted">{t('attention.none')}</p>
      ) : (
        <ul className="max-h-[34rem] divide-y divide-line overflow-auto" tabIndex={0} aria-label={title}>
          {rows.rows.map((row) => (
            <li key={row.center_code} className="py-1.5" data-attention={row.center_code}>
              <CenterLink center={row} />
              <ul className="pl-4">
                {row.signals.map((signal, place) => (
                  <SignalItem key={`${signal.kind} ${place}`} center={row.center_code} signal={signal as AnySignal} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      <FoldedNote shown={rows.rows.length} total={rows.total} csv={panel} order={t('table.most_signals')} />
    </Card>
  )
}

/** Centers that need somebody to look, and why; in no order of merit. */
export function AttentionList({ rows }: { rows: Folded<Attention> }) {
  const { t } = useI18n()
  return <AttentionCard panel="attention" title={t('attention.title')} note={t('attention.note')} rows={rows} />
}

export function MoneyAttentionList({ rows }: { rows: Folded<Attention<MoneySignalKind>> }) {
  const { t } = useI18n()
  return (
    <AttentionCard
      panel="money_attention"
      title={t('attention.money_title')}
      note={t('attention.money_note')}
      rows={rows}
    />
  )
}

/** AI products that agree with radiologists less than before, beyond chance. */
export function ProductAttention({ rows }: { rows: ProductSignal[] }) {
  const { t, format, metric, name } = useI18n()
  const link = useFilterLink()
  if (rows.length === 0) return null
  return (
    <Card panel="product_attention" title={t('attention.products_title')} note={t('attention.products_note')}>
      <ul>
        {rows.map((row) => (
          <li key={`${row.product_code} ${row.finding_code} ${row.metric}`}>
            <Link to={link('/concordance')} className="link">
              {name(row.product)} · {name(row.finding)}
            </Link>
            <span className="text-muted tabular-nums">
              {' '}
              · {metric(row.metric).label} {format.rate(row.previous)} → {format.rate(row.value)} (
              {t('figure.points', { points: format.signedDecimal(row.difference * 100) })}) ·{' '}
              {t('figure.n', { n: format.count(row.n) })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
