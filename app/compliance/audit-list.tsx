import {
  DEVIATION_REASONS,
  DEVIATION_STATES,
  type AuditItem,
  type DeviationMark,
} from '#queries/compliance/audit-types.ts'
import { parameterUnit } from '#queries/compliance/parameter-units.ts'
import { Link, useLocation } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { examPath } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { SeverityTag } from './compliance-tables.tsx'

type Page = Exclude<PageAnswers['audit'], { snapshot_id: null }>

const keyOf = (item: AuditItem) => JSON.stringify([item.center_code, item.accession_no, item.step, item.parameter])

const TONES = { open: 'plain', accepted: 'accent', training: 'warn', fixed: 'accent' } as const

/** State, reason and comment for all that are ticked. */
function Marking() {
  const { t, code } = useI18n()
  return (
    <div className="mb-2 flex flex-wrap items-end gap-2">
      <label className="text-xs text-muted">
        {t('audit.state')}
        <select name="state" className="field form-select block pr-8" defaultValue="accepted">
          {DEVIATION_STATES.map((state) => (
            <option key={state} value={state}>
              {code('deviation_state', state)}
            </option>
          ))}
        </select>
      </label>
      <label className="text-xs text-muted">
        {t('audit.reason')}
        <select name="reason" className="field form-select block pr-8" defaultValue="">
          <option value="">–</option>
          {DEVIATION_REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {code('deviation_reason', reason)}
            </option>
          ))}
        </select>
      </label>
      <label className="text-xs text-muted">
        {t('audit.comment')}
        <input name="comment" maxLength={500} className="field block w-64" />
      </label>
      <button className="button">{t('audit.set')}</button>
    </div>
  )
}

function useSaid() {
  const { format, code } = useI18n()
  return ({ reason, comment, user_name, at }: DeviationMark) =>
    [reason && code('deviation_reason', reason), comment, user_name, format.instant(at)].filter(Boolean).join(' · ')
}

/** The state, who said so when and why, and what was said before. */
function Said({ item }: { item: AuditItem }) {
  const { t, code } = useI18n()
  const said = useSaid()
  const { mark, history } = item
  return (
    <>
      <Tag tone={TONES[item.state]}>{code('deviation_state', item.state)}</Tag>
      {mark && <span className="text-xs text-muted"> {said(mark)}</span>}
      {history.length > 0 && (
        <details className="text-xs text-muted">
          <summary className="w-fit cursor-pointer">{t('audit.before', { n: history.length })}</summary>
          {history.map((before) => (
            <p key={before.at}>
              {code('deviation_state', before.state)} · {said(before)}
            </p>
          ))}
        </details>
      )}
    </>
  )
}

/** The work list, the oldest first; who may set states ticks several and sets them at once. */
export function AuditList({ page }: { page: Page }) {
  const { t, format, code } = useI18n()
  const { search } = useLocation()
  const { items, may_mark } = page
  const list = new URLSearchParams([...new URLSearchParams(search), ['list', 'audit']])
  const ticks = {
    key: 'tick',
    label: '',
    cell: (item: AuditItem) => (
      <input
        type="checkbox"
        name="deviation"
        value={keyOf(item)}
        aria-label={[item.accession_no, item.step, item.parameter].join(' ')}
      />
    ),
  }
  return (
    <Card
      panel="items"
      title={t('audit.title')}
      note={
        <span className="no-print flex gap-x-3">
          {(['csv', 'xlsx'] as const).map((format) => (
            <a key={format} href={`/compliance/audit/list.${format}${search}`} className="link" download>
              {t('audit.download', { format: format.toUpperCase() })}
            </a>
          ))}
        </span>
      }
    >
      <form method="post" action={`/compliance/audit${search}`}>
        {may_mark && <Marking />}
        {/* Its rows are one page of a list, and a form in a form is none. */}
        <DataTable
          isPaged
          caption={t('audit.title')}
          rows={items.rows}
          rowKey={(item) => `${keyOf(item)} ${item.kind}`}
          empty={t('table.empty')}
          columns={[
            ...(may_mark ? [ticks] : []),
            {
              key: 'exam',
              label: t('exams.accession_no'),
              cell: (item) => (
                <Link to={`${examPath(item)}?${list}`} className="link">
                  {item.accession_no}
                </Link>
              ),
            },
            { key: 'center', label: t('filter.center'), cell: (item) => item.center_code },
            { key: 'day', label: t('table.day'), cell: (item) => format.day(item.day) },
            { key: 'age', numeric: true, label: t('audit.age'), cell: (item) => format.count(item.age_days) },
            { key: 'protocol', label: t('table.protocol'), cell: (item) => item.protocol_code },
            {
              key: 'what',
              label: t('deviation.what'),
              cell: (item) => [item.step, item.parameter].filter(Boolean).join(' · '),
            },
            { key: 'kind', label: t('deviation.kind'), cell: (item) => code('deviation', item.kind) },
            {
              key: 'severity',
              label: t('deviation.severity'),
              cell: (item) => <SeverityTag severity={item.severity} />,
            },
            { key: 'observed', label: t('exam.observed'), cell: (item) => item.observed ?? '–' },
            { key: 'expected', label: t('exam.expected'), cell: (item) => item.expected ?? '–' },
            { key: 'unit', label: t('export.unit'), cell: (item) => parameterUnit(item.parameter) ?? '' },
            { key: 'state', label: t('audit.state'), cell: (item) => <Said item={item} /> },
          ]}
        />
      </form>
      <Pager total={items.total} page={items.page} pageSize={items.page_size} parameter="page" hash="#items" />
    </Card>
  )
}
