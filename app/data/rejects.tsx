import { Form, Link, useSearchParams } from '@remix-run/react'
import type { DataPage, DataQuery, RejectGroup, RejectRow, RejectTrend } from '#queries/data/data-types.ts'
import type { Paged } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { rejectGroupKey, useRejectColumns } from './reject-columns.tsx'

function Filters({ query, feeds }: { query: DataQuery; feeds: string[] }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const download = new URLSearchParams(search)
  for (const name of ['files_page', 'rejects_page', 'runs_page', 'find_center', 'file']) download.delete(name)
  return (
    <Form method="get" action="/data#rejects" className="mb-2 flex flex-wrap items-center gap-2">
      {query.run && <input type="hidden" name="run" value={query.run} />}
      <TextField name="reason" label={t('reject.reason')} value={query.reason} />
      <TextField name="center" label={t('filter.center')} value={query.center} className="w-32" />
      <ChoiceField
        name="feed"
        label={t('data.feed')}
        all={t('file.all_feeds')}
        prefix="feed"
        values={feeds}
        value={query.feed}
      />
      <button className="button">{t('exams.find')}</button>
      <Link to="/data#rejects" className="link">
        {t('reject.all')}
      </Link>
      <a href={`/data/rejects.csv?${download}`} download className="button">
        {t('reject.download')}
      </a>
    </Form>
  )
}

function Reason({ reason }: { reason: string }) {
  const { code } = useI18n()
  return <span data-reason={reason}>{code('reason', reason)}</span>
}

function Groups({ rows }: { rows: RejectGroup[] }) {
  const { t } = useI18n()
  const { feed, rest } = useRejectColumns()
  return (
    <DataTable
      isPaged
      caption={t('reject.groups')}
      rows={rows}
      rowKey={rejectGroupKey}
      empty={t('reject.none')}
      maxHeight={360}
      columns={[
        {
          key: 'reason',
          label: t('reject.reason'),
          cell: (row) => (
            <Link
              className="link"
              to={`/data?${new URLSearchParams({ reason: row.reason, feed: row.feed, ...(row.center_code ? { center: row.center_code } : {}) })}#rejects`}
            >
              <Reason reason={row.reason} />
            </Link>
          ),
        },
        feed,
        ...rest,
        {
          key: 'examples',
          label: t('reject.examples'),
          cell: (row) => (row.examples?.length ? row.examples.map((value) => `“${value}”`).join(' ') : '–'),
        },
      ]}
    />
  )
}

function Trend({ rows }: { rows: RejectTrend[] }) {
  const { t, format } = useI18n()
  const total = rows.reduce((sum, row) => sum + row.rows, 0)
  if (rows.length === 0) return null
  return (
    <ChartFigure
      className="mt-4"
      panel="reject_trend"
      title={t('reject.trend')}
      summary={t('reject.trend_summary', { n: format.count(total), runs: format.count(rows.length) })}
      table={{
        columns: [
          { label: t('run.id') },
          { label: t('reject.rows'), numeric: true },
          { label: t('data.files'), numeric: true },
        ],
        rows: rows.map((row) => [row.run_id, format.count(row.rows), format.count(row.files)]),
      }}
    >
      <div className="relative max-h-72 overflow-auto" role="region" aria-label={t('reject.trend')} tabIndex={0}>
        <RowChart
          label={t('reject.trend')}
          kind="bar"
          write={format.count}
          textWidth="5rem"
          domain={[0, Math.max(1, ...rows.map((row) => row.rows))]}
          rows={[...rows].reverse().map((row) => ({
            ...{ key: row.run_id, label: row.run_id.slice(0, 13), value: row.rows, text: format.count(row.rows) },
            title: row.run_id,
          }))}
        />
      </div>
    </ChartFigure>
  )
}

export function RejectRows({ rows }: { rows: RejectRow[] }) {
  const { t, code } = useI18n()
  return (
    <DataTable
      isPaged
      caption={t('reject.title')}
      rows={rows}
      rowKey={(row) => `${row.path} ${row.line} ${row.column_name} ${row.reason} ${row.run_id}`}
      empty={t('reject.none')}
      maxHeight={560}
      columns={[
        {
          key: 'reason',
          label: t('reject.reason'),
          cell: (row) => (
            <>
              <Reason reason={row.reason} /> {row.resolved && <Tag tone="accent">{t('reject.resolved')}</Tag>}
            </>
          ),
        },
        { key: 'feed', label: t('data.feed'), cell: (row) => code('feed', row.feed) },
        { key: 'path', label: t('data.path'), cell: (row) => <code>{row.path}</code> },
        { key: 'line', numeric: true, label: t('reject.line'), cell: (row) => row.line ?? '–' },
        {
          key: 'column',
          label: t('reject.column'),
          cell: (row) => (row.column_name ? <code>{row.column_name}</code> : '–'),
        },
        {
          key: 'value',
          label: t('reject.value'),
          cell: (row) => (row.value === null ? '–' : <code>{row.value}</code>),
        },
        { key: 'center', label: t('filter.center'), cell: (row) => row.center_code ?? '–' },
        { key: 'run', label: t('run.id'), cell: (row) => row.run_id },
      ]}
    />
  )
}

interface Props {
  page: Pick<DataPage, 'reject_groups' | 'reject_trend' | 'query' | 'feeds'> & { rejects: Paged<RejectRow> }
}

/** What was rejected and why: by reason and center, by run, and row by row with file and line, so that senders can mend it. */
export function RejectCards({ page }: Props) {
  const { t, format } = useI18n()
  const { rejects } = page
  return (
    <Card title={t('reject.groups')} note={t('reject.note')} id="rejects" panel="reject_groups">
      <Filters query={page.query} feeds={page.feeds.map((feed) => feed.feed)} />
      <p className="text-muted">{t('reject.total', { n: format.count(rejects.total) })}</p>
      <Groups rows={page.reject_groups} />
      <Trend rows={page.reject_trend} />
      <PartHeading title={t('reject.title')} panel="rejects" />
      <RejectRows rows={rejects.rows} />
      <Pager
        total={rejects.total}
        page={rejects.page}
        pageSize={rejects.page_size}
        parameter="rejects_page"
        hash="#rejects"
      />
    </Card>
  )
}
