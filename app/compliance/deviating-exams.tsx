import type { DeviatingExam, DeviatingExamQuery, ListedDeviation } from '#queries/compliance/compliance-types.ts'
import type { Paged } from '#queries/page/page-types.ts'
import { Form, Link, useSearchParams } from '@remix-run/react'
import { CENTER_FILTERS, filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ExamLink } from '../components/exam-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'

const NARROWING = ['protocol', 'step', 'parameter', 'kind'] as const
const FILTERS = ['from', 'to', ...CENTER_FILTERS, 'modality', 'scanner'] as const

/** How the list is narrowed, each with a way back, and a search by accession number. */
function Narrowing({ query }: { query: DeviatingExamQuery }) {
  const { t, code } = useI18n()
  const [search] = useSearchParams()
  const scanner = search.getAll('scanner')
  const kept = Object.fromEntries(NARROWING.map((name) => [name, query[name] ?? null]))
  return (
    <Form method="get" action="/compliance#exams" className="mb-2 flex flex-wrap items-center gap-2">
      {FILTERS.flatMap((name) =>
        search.getAll(name).map((value) => <input key={name + value} type="hidden" name={name} value={value} />),
      )}
      {NARROWING.flatMap((name) =>
        query[name] ? [<input key={name} type="hidden" name={name} value={query[name]} />] : [],
      )}
      <input
        name="search"
        aria-label={t('exams.search')}
        placeholder={t('exams.search')}
        defaultValue={query.search ?? ''}
        className="field w-56"
      />
      <button className="button">{t('exams.find')}</button>
      {NARROWING.filter((name) => query[name]).map((name) => {
        const label =
          name === 'kind' ? code('deviation', query.kind ?? null) : `${code('narrow', name)}: ${query[name]}`
        return (
          <Link
            key={name}
            to={`${filterLink('/compliance', search, { ...kept, scanner, [name]: null })}#exams`}
            aria-label={t('filter.remove', { label })}
            className="inline-flex h-6 items-center gap-1 rounded bg-accent-soft px-2 text-xs hover:underline"
          >
            {label} <span aria-hidden>×</span>
          </Link>
        )
      })}
    </Form>
  )
}

/** So many deviations of an exam are named; the rest are counted. */
const NAMED = 2

/** Where an exam deviates, and what was expected of what was found, in its unit. */
function Deviations({ rows }: { rows: ListedDeviation[] }) {
  const { t, format, code } = useI18n()
  const words = ({ step, parameter, kind, observed, expected, unit }: ListedDeviation) => {
    const where = [step, parameter].filter(Boolean).join(' · ')
    const found = observed ?? code('deviation', kind)
    return `${where}: ${expected ? t('exams.against', { observed: found, expected, unit: unit ?? '' }) : found}`.trim()
  }
  return (
    <>
      {rows.slice(0, NAMED).map((row) => (
        <div key={`${row.step} ${row.parameter} ${row.kind}`}>{words(row)}</div>
      ))}
      {rows.length > NAMED && (
        <div className="text-muted">{t('filter.more', { n: format.count(rows.length - NAMED) })}</div>
      )}
    </>
  )
}

/** Exams that deviate, newest first; each opens with every step and parameter. */
export function DeviatingExams({ exams, query }: { exams: Paged<DeviatingExam>; query: DeviatingExamQuery }) {
  const { t, format } = useI18n()
  const { metric } = useI18n()
  const [search] = useSearchParams()
  const list = new URLSearchParams([...search, ['list', 'exams']])
  const count = (
    key: 'missing_steps' | 'deviating_parameters' | 'missing_parameters' | 'missing_tags' | 'critical_deviations',
    label: string,
  ) => ({
    key,
    numeric: true,
    label,
    cell: (row: DeviatingExam) => format.count(row[key]),
  })
  return (
    <Card panel="exams" title={t('exams.title')} note={t('exams.note')} id="exams">
      <Narrowing query={query} />
      <DataTable
        isPaged
        caption={t('exams.title')}
        rows={exams.rows}
        rowKey={(row) => `${row.center_code} ${row.accession_no}`}
        empty={t('table.empty')}
        maxHeight={560}
        columns={[
          {
            key: 'accession_no',
            label: t('exams.accession_no'),
            cell: (row) => <ExamLink exam={row} list={list.toString()} />,
          },
          { key: 'center', label: t('filter.center'), cell: (row) => row.center_code },
          { key: 'day', label: t('table.day'), cell: (row) => format.day(row.day) },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          { key: 'scanner', label: t('filter.scanner'), cell: (row) => row.scanner_id ?? '–' },
          {
            key: 'protocol',
            label: t('table.protocol'),
            cell: (row) => `${row.protocol_code} v${row.protocol_version ?? '–'}`,
          },
          {
            key: 'what',
            label: t('deviation.what'),
            cell: (row) => <Deviations rows={row.deviations} />,
          },
          count('missing_steps', t('deviation.missing_step')),
          count('deviating_parameters', t('deviation.out_of_tolerance')),
          count('missing_parameters', t('deviation.missing_parameter')),
          count('missing_tags', t('deviation.missing_tag')),
          count('critical_deviations', metric('critical_deviations').label),
        ]}
      />
      <Pager total={exams.total} page={exams.page} pageSize={exams.page_size} parameter="page" hash="#exams" />
    </Card>
  )
}
