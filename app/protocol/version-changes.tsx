import type { Figure } from '#queries/page/page-types.ts'
import type { Version, VersionChange } from '#queries/protocol/protocol-types.ts'
import { Change } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const intervalOf = ({ change_low, change_high }: Figure) => change_low !== null && change_high !== null

/** The 95 % interval of a difference, in the metric's own unit. */
function Interval({ figure }: { figure: Figure }) {
  const { format, metric } = useI18n()
  if (!intervalOf(figure)) return <>–</>
  const { unit } = metric(figure.metric)
  const write = (value: number | null) =>
    unit === 'rate' ? format.signedDecimal((value ?? 0) * 100) : format.change(value ?? 0, unit)
  return (
    <>
      {write(figure.change_low)} … {write(figure.change_high)}
    </>
  )
}

/** Before and after each new version; observational, and said so. */
export function VersionChanges({ changes }: { changes: VersionChange[] }) {
  const { t, format, metric } = useI18n()
  const span = ({ from, to }: { from: string; to: string }) =>
    t('attention.span', { from: format.day(from), to: format.day(to) })
  const value = (figure: Figure, of: { value: number | null; n: number | null } | null) =>
    `${format.value(of?.value ?? null, metric(figure.metric).unit)} (n ${format.count(of?.n ?? null)})`
  return (
    <>
      {changes.map((change) => (
        <Card
          key={change.version}
          panel="changes"
          id={`version_${change.version}`}
          title={t('version.change', { version: change.version, day: format.day(change.after.from) })}
          note={t('version.note', { before: span(change.before), after: span(change.after) })}
        >
          <DataTable
            caption={t('version.change', { version: change.version, day: format.day(change.after.from) })}
            rows={Object.values(change.figures)}
            rowKey={(figure) => figure.metric}
            empty={t('table.empty')}
            columns={[
              { key: 'metric', label: t('version.figure'), cell: (figure) => metric(figure.metric).label },
              {
                key: 'before',
                numeric: true,
                label: t('drift.before'),
                cell: (figure) => value(figure, figure.previous),
              },
              {
                key: 'after',
                numeric: true,
                label: t('version.after'),
                cell: (figure) => value(figure, figure.compared ?? figure),
              },
              { key: 'difference', label: t('drift.difference'), cell: (figure) => <Change figure={figure} /> },
              {
                key: 'interval',
                numeric: true,
                label: t('table.interval'),
                cell: (figure) => <Interval figure={figure} />,
              },
            ]}
          />
        </Card>
      ))}
    </>
  )
}

/** The versions of the book, newest first. */
export function VersionTable({ versions }: { versions: Version[] }) {
  const { t, format } = useI18n()
  return (
    <Card panel="versions" title={t('version.title')}>
      <DataTable
        caption={t('version.title')}
        rows={versions}
        rowKey={(row) => String(row.version)}
        empty={t('table.empty')}
        columns={[
          { key: 'version', numeric: true, label: t('table.version'), cell: (row) => row.version },
          { key: 'from', label: t('version.from'), cell: (row) => format.day(row.effective_from) },
          { key: 'to', label: t('version.to'), cell: (row) => format.day(row.effective_to) },
          {
            key: 'target',
            numeric: true,
            label: t('version.target'),
            cell: (row) => format.minutes(row.target_minutes),
          },
          {
            key: 'ctdi',
            numeric: true,
            label: t('dose.ctdi_reference'),
            cell: (row) => format.decimal(row.ctdi_vol_reference),
          },
          {
            key: 'dlp',
            numeric: true,
            label: t('dose.dlp_reference'),
            cell: (row) => format.decimal(row.dlp_reference),
          },
        ]}
      />
    </Card>
  )
}
