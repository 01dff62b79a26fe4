import {
  DEVIATION_REASONS,
  DEVIATION_STATES,
  type AuditItem,
  type DeviationReason,
  type DeviationState,
} from '#queries/compliance/audit-types.ts'
import { parameterUnit } from '#queries/compliance/parameter-units.ts'
import { Link, useLocation } from '@remix-run/react'
import { ListFiles, tickColumn } from '../cases/case-card.tsx'
import { useChanged } from '../cases/case-filters.tsx'
import { caseValue } from '../cases/case-input.ts'
import { CaseMarking } from '../cases/case-marking.tsx'
import { CaseSaid } from '../cases/case-said.tsx'
import { ExamLink } from '../components/exam-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { SeverityTag } from './compliance-tables.tsx'

type Page = Exclude<PageAnswers['audit'], { snapshot_id: null }>

const TONES = { open: 'plain', accepted: 'accent', training: 'warn', fixed: 'accent' } as const

/** State and reason of all that are ticked. */
function Marking({ people }: { people: string[] }) {
  const { code } = useI18n()
  return (
    <CaseMarking
      states={DEVIATION_STATES.map((state) => ({ value: state, label: code('deviation_state', state) }))}
      chosen="accepted"
      reasons={DEVIATION_REASONS.map((reason) => ({ value: reason, label: code('deviation_reason', reason) }))}
      people={people}
    />
  )
}

function Said({ item }: { item: AuditItem }) {
  const { code } = useI18n()
  return (
    <CaseSaid
      item={item}
      state={item.state}
      tone={TONES[item.state]}
      stateName={(state) => code('deviation_state', state as DeviationState)}
      reasonName={(reason) => code('deviation_reason', reason as DeviationReason)}
    />
  )
}

/** The work list, the oldest first; who may set states ticks several and sets them at once. */
export function AuditList({ page }: { page: Page }) {
  const { t, format, code } = useI18n()
  const { search } = useLocation()
  const changed = useChanged()
  const { items, may_mark } = page
  const ticks = tickColumn<AuditItem>('deviation', (item) => [item.accession_no, item.step, item.parameter].join(' '))
  const list = new URLSearchParams([...new URLSearchParams(search), ['list', 'audit']])
  return (
    <Card panel="items" title={t('audit.title')} note={<ListFiles path="/compliance/audit" />}>
      <form method="post" action={`/compliance/audit${search}`}>
        {may_mark && <Marking people={page.people} />}
        {/* Its rows are one page of a list, and a form in a form is none. */}
        <DataTable
          isPaged
          caption={t('audit.title')}
          rows={items.rows}
          rowKey={(item) => `${caseValue('deviation', item)} ${item.kind}`}
          empty={t('table.empty')}
          columns={[
            ...(may_mark ? [ticks] : []),
            {
              key: 'exam',
              label: t('exams.accession_no'),
              cell: (item) => <ExamLink exam={item} list={list.toString()} />,
            },
            { key: 'center', label: t('filter.center'), cell: (item) => item.center_code },
            { key: 'day', label: t('table.day'), cell: (item) => format.day(item.day) },
            { key: 'age', numeric: true, label: t('cases.age'), cell: (item) => format.count(item.age_days) },
            {
              key: 'protocol',
              label: t('table.protocol'),
              cell: (item) => (
                <Link to={changed({ protocol: item.protocol_code })} className="link">
                  {item.protocol_code}
                </Link>
              ),
            },
            {
              key: 'what',
              label: t('deviation.what'),
              cell: (item) => (
                <Link to={changed({ step: item.step, parameter: item.parameter || null })} className="link">
                  {[item.step, item.parameter].filter(Boolean).join(' · ')}
                </Link>
              ),
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
            { key: 'state', label: t('cases.state'), cell: (item) => <Said item={item} /> },
          ]}
        />
      </form>
      <Pager total={items.total} page={items.page} pageSize={items.page_size} parameter="page" hash="#items" />
    </Card>
  )
}
