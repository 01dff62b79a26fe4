import type { Signal } from '#queries/overview/overview-types.ts'
import { Link } from '@remix-run/react'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { FoldedNote } from '../served/folded-note.tsx'
import { useLookBack } from '../components/look-back.ts'
import { CenterLink } from '../components/center-link.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import type { AttentionModel } from './overview-model.ts'

/** Whom or what it is about, by name. */
function Subject({ signal }: { signal: Signal }) {
  const { name, place, code } = useI18n()
  const { center, product, finding, manufacturer, protocol, province, payer_class, scanner_id, modality } = signal
  const parts = [
    product && name(product),
    finding && name(finding),
    manufacturer,
    protocol && `${name(protocol)} (${protocol.protocol_code})`,
    province && place(province),
    payer_class && code('payer', payer_class),
    scanner_id,
    // A scanner's or product's modality says nothing new.
    scanner_id === null && product === null ? modality : null,
  ].filter(Boolean)
  return (
    <>
      {center && <CenterLink center={center} />}
      {center && parts.length > 0 && ' · '}
      {parts.join(' · ')}
    </>
  )
}

/** The value against what it is measured by, with n. */
function useFigures(signal: Signal): string[] {
  const { t, format, metric, code } = useI18n()
  const { label } = metric(signal.metric)
  const value = format.value(signal.value, signal.unit)
  const reference = format.value(signal.reference, signal.unit)
  const text = signal.reference === null ? value : t('signal.figures', { value, reference })
  return [
    ...(signal.value === null
      ? []
      : [
          signal.kind === 'price_step'
            ? text
            : `${label === signal.metric ? code('signal_figure', signal.metric) : label} ${text}`,
        ]),
    ...(signal.n === null ? [] : [t('figure.n', { n: format.count(signal.n) })]),
    ...(signal.since === null ? [] : [t('signal.since', { day: format.day(signal.since) })]),
  ]
}

/** One reason to act: what, by how much, what hangs on it, and what to do; its link lands on the panel that shows it. */
export function SignalItem({ signal, of = true }: { signal: Signal; of?: boolean }) {
  const { t, format, code } = useI18n()
  const link = useFilterLink()
  const figures = useFigures(signal)
  const { path, filters, panel } = signal.link
  const address = link(path, { center: null, modality: null, ...filters })
  const stake =
    signal.stake_unit === 'cny'
      ? t('stake.cny', { amount: format.money(signal.stake) })
      : t('stake.patients', { n: format.count(Math.round(signal.stake)) })
  return (
    <li className="py-1.5" data-signal={signal.kind} data-attention={signal.center?.center_code ?? ''}>
      <Link to={`${address}#${panel}`} className="link font-medium">
        {code('signal', signal.kind)}
      </Link>
      {of && (
        <>
          {' · '}
          <Subject signal={signal} />
        </>
      )}
      {figures.length > 0 && <span className="text-muted tabular-nums"> · {figures.join(' · ')}</span>}
      <span className="tabular-nums"> · {stake}</span>
      <p className="text-muted">{code('next', signal.kind)}</p>
    </li>
  )
}

/** All that deserves a person's morning, most at stake first. */
export function AttentionList({ list, money }: { list: AttentionModel; money: boolean }) {
  const { t, format } = useI18n()
  const lookBack = useLookBack()
  const notes = [
    t('attention.note'),
    t('attention.expected', { n: format.decimal(list.expected_false), of: format.count(list.comparisons) }),
    lookBack(list.changed),
    list.cny_per_patient === null ? '' : t('attention.weight', { amount: format.money(list.cny_per_patient) }),
  ]
  return (
    <Card panel="attention" title={t('attention.title')} note={notes.filter(Boolean).join(' ')}>
      {list.signals.length === 0 ? (
        <p className="text-muted">{t('attention.none')}</p>
      ) : (
        <ol className="max-h-[34rem] divide-y divide-line overflow-auto" tabIndex={0} aria-label={t('attention.title')}>
          {list.signals.map((signal, place) => (
            <SignalItem key={`${signal.kind} ${place}`} signal={signal} />
          ))}
        </ol>
      )}
      <FoldedNote shown={list.signals.length} total={list.total} csv="attention" order={t('table.most_at_stake')} />
      {money && <PartHeading title={t('attention.money_basis')} panel="money_attention" />}
    </Card>
  )
}
