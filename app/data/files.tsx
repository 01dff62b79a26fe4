import { Form, Link, useSearchParams } from '@remix-run/react'
import type { DataQuery, FileDetail, FileRow } from '#queries/data/data-types.ts'
import type { Paged } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { RejectRows } from './rejects.tsx'

const STATUSES = ['loaded', 'rejected', 'duplicate'] as const
const FIGURES = [
  ['rows_read', 'data.rows_read'],
  ['rows_loaded', 'data.rows_loaded'],
  ['rows_superseded', 'data.rows_superseded'],
  ['rows_rejected', 'data.rows_rejected'],
] as const

function Status({ status }: { status: string }) {
  const { code } = useI18n()
  return <Tag tone={status === 'rejected' ? 'bad' : 'plain'}>{code('file_status', status)}</Tag>
}

function Search({ query, feeds }: { query: DataQuery; feeds: string[] }) {
  const { t } = useI18n()
  return (
    <Form method="get" action="/data#files" className="mb-2 flex flex-wrap items-center gap-2">
      {query.run && <input type="hidden" name="run" value={query.run} />}
      <TextField name="search" label={t('file.any')} value={query.search} className="w-72 max-w-full" />
      <TextField name="center" label={t('filter.center')} value={query.center} className="w-32" />
      <ChoiceField
        name="feed"
        label={t('data.feed')}
        all={t('file.all_feeds')}
        prefix="feed"
        values={feeds}
        value={query.feed}
      />
      <ChoiceField
        name="status"
        label={t('run.status')}
        all={t('file.all_statuses')}
        prefix="file_status"
        values={STATUSES}
        value={query.status}
      />
      <button className="button">{t('exams.find')}</button>
    </Form>
  )
}

export function FileList({ files, query, feeds }: { files: Paged<FileRow>; query: DataQuery; feeds: string[] }) {
  const { t, format, code } = useI18n()
  const [search] = useSearchParams()
  const to = (file: FileRow) => {
    const next = new URLSearchParams(search)
    next.set('file', file.file_id)
    return `/data?${next}#file`
  }
  return (
    <Card title={t('file.title')} id="files" panel="files">
      <Search query={query} feeds={feeds} />
      <DataTable
        isPaged
        caption={t('file.title')}
        rows={files.rows}
        rowKey={(row) => `${row.file_id} ${row.path} ${row.run_id}`}
        empty={t('table.empty')}
        maxHeight={560}
        columns={[
          {
            key: 'path',
            label: t('data.path'),
            cell: (row) => (
              <Link to={to(row)} className="link">
                {row.path}
              </Link>
            ),
          },
          { key: 'feed', label: t('data.feed'), cell: (row) => code('feed', row.feed) },
          { key: 'status', label: t('run.status'), cell: (row) => <Status status={row.status} /> },
          { key: 'bytes', numeric: true, label: t('file.bytes'), cell: (row) => format.count(row.bytes) },
          { key: 'encoding', label: t('file.encoding'), cell: (row) => row.encoding ?? '–' },
          ...FIGURES.map(([key, label]) => ({
            ...{ key, numeric: true, label: t(label) },
            cell: (row: FileRow) => format.count(row[key]),
          })),
          { key: 'run', label: t('run.id'), cell: (row) => row.run_id },
        ]}
      />
      <Pager total={files.total} page={files.page} pageSize={files.page_size} parameter="files_page" hash="#files" />
    </Card>
  )
}

/** One file: its figures, what was rejected in it line by line, and where else the same content lies. */
export function FileDetailCard({ file }: { file: FileDetail | null }) {
  const { t, format, code } = useI18n()
  if (!file) return <Card id="file">{t('file.unknown')}</Card>
  const facts: [string, string][] = [
    [t('data.feed'), code('feed', file.feed)],
    [t('file.bytes'), format.count(file.bytes)],
    [t('file.encoding'), file.encoding ?? '–'],
    [t('file.modified'), format.instant(file.modified_at)],
    ...FIGURES.map(([key, label]): [string, string] => [t(label), format.count(file[key])]),
    [t('run.id'), file.run_id],
    [t('file.sha256'), file.sha256],
  ]
  return (
    <Card title={<span className="break-all">{t('file.one', { path: file.path })}</span>} id="file" panel="file">
      <Status status={file.status} />
      <dl className="my-2 flex flex-wrap gap-x-6 gap-y-1">
        {facts.map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-muted">{label}</dt>
            <dd className="break-all tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <PartHeading title={t('file.same')} panel="same_content" />
      {file.same_content.length === 0 ? (
        <p className="text-muted">{t('file.only_place')}</p>
      ) : (
        <ul>
          {file.same_content.map((other) => (
            <li key={`${other.path} ${other.run_id}`} className="break-all">
              {other.path} <Status status={other.status} /> <span className="text-muted">{other.run_id}</span>
            </li>
          ))}
        </ul>
      )}
      <PartHeading title={t('file.rejects')} panel="file_rejects" />
      {file.rejects.length < file.rejects_total && (
        <p className="text-muted">
          {t('file.first_of', { n: format.count(file.rejects.length), total: format.count(file.rejects_total) })}
        </p>
      )}
      <RejectRows rows={file.rejects} />
    </Card>
  )
}
