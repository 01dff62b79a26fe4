import { useState } from 'react'
import type { MessageKey } from '../../i18n/en.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import { Card } from '../../components/ui/card.tsx'
import { DataTable } from '../../components/ui/data-table.tsx'
import { downloadProblems } from './download.ts'
import type { FileReport } from './messages.ts'

const STEP = 200

/** Whether the file can be sent, in one sentence. */
export function Verdict({ report }: { report: FileReport }) {
  const { t, format } = useI18n()
  const isWhole = report.problems.some((p) => p.line === null)
  const [key, tone]: [MessageKey, string] = isWhole
    ? ['check_file.verdict.whole', 'bg-bad-soft text-bad']
    : report.rowsRead === 0
      ? ['check_file.verdict.empty', 'bg-warn-soft text-warn']
      : report.rowsRejected > 0
        ? ['check_file.verdict.rows', 'bg-warn-soft text-warn']
        : ['check_file.verdict.ready', 'bg-accent-soft text-ink']
  const values = { rejected: format.count(report.rowsRejected), read: format.count(report.rowsRead) }
  return (
    <p data-verdict={key.split('.').at(-1)} className={`rounded px-3 py-2 font-medium ${tone}`}>
      {t(key, values)}
    </p>
  )
}

function Figures({ report }: { report: FileReport }) {
  const { t, code, format } = useI18n()
  const list = Object.entries(report.leftOut)
    .map(
      ([kind, n]) => `${format.count(n)} × ${code('check_file.left_out', kind).replace(/^check_file\.left_out\./, '')}`,
    )
    .join(t('list.separator'))
  const figures = [
    ['rows_read', report.rowsRead],
    ['rows_good', report.rowsGood],
    ['rows_rejected', report.rowsRejected],
  ] as const
  return (
    <>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
        {figures.map(([name, n]) => (
          <div key={name}>
            <dt className="text-muted">{t(`check_file.${name}`)}</dt>
            <dd data-figure={name} className="text-lg font-semibold tabular-nums">
              {format.count(n)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-muted">
        {report.encoding && t('check_file.encoding', { encoding: report.encoding })}{' '}
        {list && t('check_file.left_out', { list })} {t('check_file.not_judged')}
      </p>
    </>
  )
}

function Hints({ report }: { report: FileReport }) {
  const { t } = useI18n()
  if (report.hints.length === 0) return null
  return (
    <div className="mt-3">
      <h3 className="font-semibold">{t('check_file.hints')}</h3>
      <ul className="list-disc pl-5">
        {report.hints.map((hint, i) => (
          <li key={i}>{t(`check_file.hint.${hint.code}` as MessageKey, hint.values)}</li>
        ))}
      </ul>
    </div>
  )
}

function Problems({ report, name }: { report: FileReport; name: string }) {
  const { t, code, format } = useI18n()
  const [shown, setShown] = useState(STEP)
  const total = Math.max(report.problems.length, report.rowsRejected)
  const rows = report.problems.slice(0, shown).map((problem, i) => ({ ...problem, i }))
  return (
    <Card title={t('check_file.list')}>
      <p className="mb-2 flex flex-wrap items-center gap-3 text-muted">
        {t('check_file.list_note', { shown: format.count(rows.length), total: format.count(total) })}
        <button type="button" className="button" onClick={() => downloadProblems(report, name, { t, code })}>
          {t('check_file.download')}
        </button>
      </p>
      <DataTable
        isPaged
        caption={t('check_file.list')}
        rows={rows}
        rowKey={(row) => String(row.i)}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          {
            key: 'line',
            numeric: true,
            label: t('check_file.line'),
            cell: (row) => (row.line === null ? t('check_file.whole_file') : format.count(row.line)),
          },
          { key: 'column', label: t('check_file.column'), cell: (row) => row.column ?? '–' },
          { key: 'value', label: t('check_file.value'), cell: (row) => <code>{row.value ?? '–'}</code> },
          { key: 'reason', label: t('check_file.reason'), cell: (row) => code('check_file.reason', row.reason) },
          { key: 'do', label: t('check_file.do'), cell: (row) => code('check_file.do', row.reason) },
        ]}
      />
      {shown < report.problems.length && (
        <button type="button" className="button mt-2" onClick={() => setShown(shown + STEP)}>
          {t('check_file.more')}
        </button>
      )}
    </Card>
  )
}

/** Everything that a check told of one file. */
export function ReportView({ report, name }: { report: FileReport; name: string }) {
  const { t, code, format } = useI18n()
  return (
    <>
      <Card title={name}>
        <Verdict report={report} />
        <Figures report={report} />
        <Hints report={report} />
      </Card>
      {report.reasons.length > 0 && (
        <Card title={t('check_file.summary')}>
          <DataTable
            isPaged
            caption={t('check_file.summary')}
            rows={report.reasons}
            rowKey={(row) => `${row.reason} ${row.column}`}
            empty={t('table.empty')}
            columns={[
              { key: 'reason', label: t('check_file.reason'), cell: (row) => code('check_file.reason', row.reason) },
              { key: 'column', label: t('check_file.column'), cell: (row) => row.column ?? '–' },
              { key: 'rows', numeric: true, label: t('check_file.rows'), cell: (row) => format.count(row.rows) },
              { key: 'do', label: t('check_file.do'), cell: (row) => code('check_file.do', row.reason) },
            ]}
          />
        </Card>
      )}
      {report.problems.length > 0 && <Problems report={report} name={name} />}
    </>
  )
}
