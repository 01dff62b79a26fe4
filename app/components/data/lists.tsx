import type { DataQuery, FileRow, Paged, RejectRow } from '#queries/pages/types.ts'
import { Form } from '@remix-run/react'
import { useI18n } from '../../i18n/use-i18n.ts'
import { Card } from '../ui/card.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Pager } from '../ui/pager.tsx'
import { Tag } from '../ui/tag.tsx'

/** Rejected rows one by one, with file and line, so that the sender can mend them. */
export function RejectList({ rejects, query }: { rejects: Paged<RejectRow>; query: DataQuery }) {
  const { t, code } = useI18n()
  return (
    <Card title={t('reject.title')} id="rejects">
      <Form method="get" action="/data#rejects" className="mb-2 flex flex-wrap gap-2">
        <input
          name="reason"
          aria-label={t('reject.reason')}
          placeholder={t('reject.reason')}
          defaultValue={query.reason ?? ''}
          className="field"
        />
        <input
          name="center"
          aria-label={t('filter.center')}
          placeholder={t('filter.center')}
          defaultValue={query.center ?? ''}
          className="field w-32"
        />
        <input
          name="feed"
          aria-label={t('data.feed')}
          placeholder={t('data.feed')}
          defaultValue={query.feed ?? ''}
          className="field w-32"
        />
        <button className="button">{t('exams.find')}</button>
      </Form>
      <DataTable
        caption={t('reject.title')}
        rows={rejects.rows}
        rowKey={(row) => `${row.path} ${row.line} ${row.column_name} ${row.reason} ${row.run_id}`}
        empty={t('reject.none')}
        maxHeight={560}
        columns={[
          { key: 'feed', label: t('data.feed'), cell: (row) => code('feed', row.feed) },
          { key: 'path', label: t('data.path'), cell: (row) => row.path },
          { key: 'line', numeric: true, label: t('reject.line'), cell: (row) => row.line ?? '–' },
          { key: 'column', label: t('reject.column'), cell: (row) => row.column_name ?? '–' },
          { key: 'reason', label: t('reject.reason'), cell: (row) => code('reason', row.reason) },
          { key: 'value', label: t('reject.value'), cell: (row) => row.value ?? '–' },
        ]}
      />
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

export function FileList({ files, query, feeds }: { files: Paged<FileRow>; query: DataQuery; feeds: string[] }) {
  const { t, format, code } = useI18n()
  return (
    <Card title={t('file.title')} id="files">
      <Form method="get" action="/data#files" className="mb-2 flex flex-wrap gap-2">
        <input
          name="search"
          aria-label={t('file.search')}
          placeholder={t('file.search')}
          defaultValue={query.search ?? ''}
          className="field w-56"
        />
        <select
          name="feed"
          aria-label={t('data.feed')}
          defaultValue={query.feed ?? ''}
          className="field form-select pr-8"
        >
          <option value="">{t('file.all_feeds')}</option>
          {feeds.map((feed) => (
            <option key={feed} value={feed}>
              {code('feed', feed)}
            </option>
          ))}
        </select>
        <button className="button">{t('exams.find')}</button>
      </Form>
      <DataTable
        caption={t('file.title')}
        rows={files.rows}
        rowKey={(row) => `${row.file_id} ${row.path} ${row.run_id}`}
        empty={t('table.empty')}
        maxHeight={560}
        columns={[
          { key: 'path', label: t('data.path'), cell: (row) => row.path },
          { key: 'feed', label: t('data.feed'), cell: (row) => code('feed', row.feed) },
          {
            key: 'status',
            label: t('run.status'),
            cell: (row) => (
              <Tag tone={row.status === 'rejected' ? 'bad' : 'plain'}>{code('file_status', row.status)}</Tag>
            ),
          },
          { key: 'bytes', numeric: true, label: t('file.bytes'), cell: (row) => format.count(row.bytes) },
          { key: 'encoding', label: t('file.encoding'), cell: (row) => row.encoding ?? '–' },
          { key: 'read', numeric: true, label: t('data.rows_read'), cell: (row) => format.count(row.rows_read) },
          { key: 'loaded', numeric: true, label: t('data.rows_loaded'), cell: (row) => format.count(row.rows_loaded) },
          {
            key: 'superseded',
            numeric: true,
            label: t('data.rows_superseded'),
            cell: (row) => format.count(row.rows_superseded),
          },
          {
            key: 'rejected',
            numeric: true,
            label: t('data.rows_rejected'),
            cell: (row) => format.count(row.rows_rejected),
          },
          { key: 'run', label: t('run.id'), cell: (row) => row.run_id },
        ]}
      />
      <Pager total={files.total} page={files.page} pageSize={files.page_size} parameter="files_page" hash="#files" />
    </Card>
  )
}
