import type { DeclaredChange, Effect, InterventionsPage } from '#queries/compliance/interventions-types.ts'
import { Link } from '@remix-run/react'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'

const TONES = { effect: 'accent', none: 'plain', not_alike: 'warn', not_judged: 'plain' } as const

/** A figure in its own unit, and a difference of two in points or with its sign. */
function useOutcome() {
  const { format, t } = useI18n()
  const isRate = ({ outcome }: Effect) => outcome.endsWith('_rate')
  const isMinutes = ({ outcome }: Effect) => outcome.endsWith('_minutes')
  const write = (effect: Effect, value: number) =>
    isRate(effect) ? format.rate(value) : isMinutes(effect) ? format.minutes(value) : format.coefficient(value)
  const change = (effect: Effect, value: number) =>
    isRate(effect)
      ? t('figure.points', { points: format.signedDecimal(value * 100) })
      : isMinutes(effect)
        ? format.signedMinutes(value)
        : format.signedCoefficient(value)
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

type Chosen = InterventionsPage & { chosen: NonNullable<InterventionsPage['chosen']> }

function EffectTable({ page }: { page: Chosen }) {
  const { t, format, name, code } = useI18n()
  const { write } = useOutcome()
  const { chosen, effects } = page
  const { before, after } = chosen.spans
  const span = ({ from, to }: { from: string; to: string }) =>
    t('attention.span', { from: format.day(from), to: format.day(to) })
  const spans = t('interventions.spans', {
    before: span(before),
    after: span(after),
    placebo: format.day(before.from),
  })
  const title = `${name(chosen)}: ${format.day(chosen.from_date)}`
  return (
    <Card panel="effects" title={title} note={spans}>
      <DataTable
        caption={title}
        rows={effects}
        rowKey={(row) => `${row.modality} ${row.outcome}`}
        empty={t('interventions.alone')}
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
            label: t('interventions.others_head'),
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

function Place({ change }: { change: DeclaredChange }) {
  const { t } = useI18n()
  if (change.scanner_id) return <ScannerLink scanner_id={change.scanner_id} />
  return <>{change.center_code ?? t('interventions.network')}</>
}

function DeclaredTable({ rows }: { rows: DeclaredChange[] }) {
  const { t, format, name, code } = useI18n()
  const link = useFilterLink()
  return (
    <Card panel="declared" title={t('interventions.declared')}>
      <DataTable
        caption={t('interventions.declared')}
        rows={rows}
        rowKey={(row) => row.name_en}
        empty={t('interventions.none')}
        maxHeight={420}
        columns={[
          {
            key: 'name',
            label: t('interventions.name'),
            cell: (row) => (
              <Link to={link('/compliance/interventions', { change: row.name_en })} className="link">
                {name(row)}
              </Link>
            ),
          },
          { key: 'where', label: t('interventions.where'), cell: (row) => <Place change={row} /> },
          {
            key: 'kind',
            label: t('interventions.kind'),
            cell: (row) => row.kind && code('intervention_kind', row.kind),
          },
          { key: 'from', label: t('interventions.since'), cell: (row) => format.day(row.from_date) },
          { key: 'to', label: t('version.to'), cell: (row) => format.day(row.to_date) },
        ]}
      />
    </Card>
  )
}

const hasChosen = (page: InterventionsPage): page is Chosen => page.chosen !== null

export default function Interventions({ page }: { page: PageAnswers['interventions'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('interventions.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('interventions.title_short')}
      note={t('interventions.note')}
      missing={page.missing}
      panels={{ page: 'interventions', snapshot: page.snapshot_id }}
    >
      {hasChosen(page) && <EffectTable page={page} />}
      <DeclaredTable rows={page.declared} />
    </PageFrame>
  )
}
