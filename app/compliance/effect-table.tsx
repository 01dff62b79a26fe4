import type { Effect, InterventionsPage } from '#queries/compliance/interventions-types.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const TONES = { effect: 'accent', none: 'plain', not_alike: 'warn', not_judged: 'plain' } as const

/** A figure in its own unit, and a difference of two in points, as a share or with its sign. */
function useOutcome() {
  const { format, t } = useI18n()
  const isRate = ({ outcome }: Effect) => outcome.endsWith('_rate')
  const isMinutes = ({ outcome }: Effect) => outcome.endsWith('_minutes')
  const write = (effect: Effect, value: number) =>
    isRate(effect) ? format.rate(value) : isMinutes(effect) ? format.minutes(value) : format.coefficient(value)
  const change = (effect: Effect, value: number) => {
    if (isRate(effect)) return t('figure.points', { points: format.signedDecimal(value * 100) })
    if (effect.is_relative) return format.signedShare(value)
    return isMinutes(effect) ? format.signedMinutes(value) : format.signedCoefficient(value)
  }
  return { write, change }
}

/** A difference with its interval. */
function Moved({ effect, of }: { effect: Effect; of: Effect['placebo'] }) {
  const { change } = useOutcome()
  if (of.difference === null) return <>–</>
  const interval = of.low !== null && of.high !== null
  return (
    <span className="whitespace-nowrap">
      {change(effect, of.difference)}
      {interval && ` (${change(effect, of.low!)} … ${change(effect, of.high!)})`}
    </span>
  )
}

interface EffectsProps {
  panel: string
  title: string
  spans: NonNullable<InterventionsPage['chosen']>['spans']
  effects: Effect[]
  /** What the others are, and what is said where there is none. */
  others: string
  empty: string
}

/** What a change did, figure by figure; observational, and said so. */
export function EffectTable({ panel, title, spans: { before, after }, effects, others, empty }: EffectsProps) {
  const { t, format, code } = useI18n()
  const { write } = useOutcome()
  const span = ({ from, to }: { from: string; to: string }) =>
    t('attention.span', { from: format.day(from), to: format.day(to) })
  const spans = t('interventions.spans', {
    before: span(before),
    after: span(after),
    placebo: format.day(before.from),
  })
  return (
    <Card panel={panel} title={title} note={spans}>
      <DataTable
        caption={title}
        rows={effects}
        rowKey={(row) => `${row.modality} ${row.outcome}`}
        empty={empty}
        columns={[
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          { key: 'outcome', label: t('interventions.outcome'), cell: (row) => code('outcome', row.outcome) },
          {
            key: 'verdict',
            label: t('interventions.verdict'),
            cell: (row) => <Tag tone={TONES[row.verdict]}>{code('effect_verdict', row.verdict)}</Tag>,
          },
          {
            key: 'effect',
            numeric: true,
            label: t('interventions.effect'),
            cell: (row) => <Moved effect={row} of={row} />,
          },
          {
            key: 'placebo',
            numeric: true,
            label: t('interventions.placebo'),
            cell: (row) => <Moved effect={row} of={row.placebo} />,
          },
          {
            key: 'before',
            numeric: true,
            label: t('interventions.before'),
            cell: (row) => write(row, row.before),
          },
          { key: 'after', numeric: true, label: t('interventions.after'), cell: (row) => write(row, row.after) },
          {
            key: 'others',
            numeric: true,
            label: others,
            cell: (row) =>
              `${write(row, row.others_before)} → ${write(row, row.others_after)} (${format.count(row.others)})`,
          },
          {
            key: 'n',
            numeric: true,
            label: t('interventions.scanners'),
            cell: (row) => `${format.count(row.scanners)} (${format.count(row.exams)})`,
          },
        ]}
      />
    </Card>
  )
}
