import type { CheckFinding, CheckHistory, CheckRow } from '#queries/data/data-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import type { Folded } from '../served/fold.ts'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { FindingTable } from './findings.tsx'

/** The last runs of a check: shapes say what happened, colours repeat it. */
function Strip({ history }: { history: CheckHistory | undefined }) {
  const { t, format } = useI18n()
  if (!history) return <>–</>
  return (
    <span
      role="img"
      aria-label={t('check.strip', { failed: history.failed, runs: history.runs.length })}
      className="inline-flex whitespace-nowrap text-[0.7rem] leading-none"
    >
      {history.runs.map((run) => (
        <span
          key={run.run_id}
          className={run.passed ? 'text-muted' : 'text-bad'}
          title={t('check.point', {
            ...{ run: run.run_id, result: t(run.passed ? 'check.passed' : 'check.failed') },
            ...{ measured: format.decimal(run.measured), expected: format.decimal(run.expected) },
          })}
        >
          {run.passed ? '●' : '▲'}
        </span>
      ))}
    </span>
  )
}

export function CheckResults({ rows, history = [] }: { rows: CheckRow[]; history?: CheckHistory[] }) {
  const { t, format, code } = useI18n()
  const byName = new Map(history.map((check) => [check.check_name, check]))
  return (
    <DataTable
      caption={t('check.title')}
      rows={rows}
      rowKey={(row) => `${row.run_id} ${row.check_name} ${row.detail}`}
      empty={t('table.empty')}
      maxHeight={420}
      columns={[
        {
          key: 'passed',
          label: t('check.result'),
          cell: (row) => (
            <Tag tone={row.passed ? 'accent' : 'bad'}>{t(row.passed ? 'check.passed' : 'check.failed')}</Tag>
          ),
        },
        {
          key: 'name',
          label: t('check.name'),
          cell: (row) => <span data-check={row.check_name}>{code('check', row.check_name)}</span>,
        },
        { key: 'severity', label: t('deviation.severity'), cell: (row) => code('check_severity', row.severity) },
        { key: 'measured', numeric: true, label: t('check.measured'), cell: (row) => format.decimal(row.measured) },
        { key: 'expected', numeric: true, label: t('check.expected'), cell: (row) => format.decimal(row.expected) },
        ...(history.length > 0
          ? [
              {
                key: 'history',
                label: t('check.history'),
                cell: (row: CheckRow) => <Strip history={byName.get(row.check_name)} />,
              },
            ]
          : []),
        {
          key: 'detail',
          label: t('check.detail'),
          cell: (row) => (
            <span data-detail className="block min-w-48 max-w-2xl whitespace-normal">
              {row.detail ?? '–'}
            </span>
          ),
        },
      ]}
    />
  )
}

/** Checks of the newest run, those that failed first, each with its last runs. */
export function CheckCard(props: { rows: CheckRow[]; history: CheckHistory[]; findings: Folded<CheckFinding> }) {
  const { rows, history, findings } = props
  const { t } = useI18n()
  return (
    <Card title={t('check.title')} note={`${t('check.note')} ${t('check.history_note')}`} id="checks" panel="checks">
      <CheckResults rows={rows} history={history} />
      <FindingTable rows={findings} />
    </Card>
  )
}
