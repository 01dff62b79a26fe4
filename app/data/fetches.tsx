import type { SourceFetch } from '#queries/data/data-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'

const TONE = { failed: 'bad', partial: 'warn' } as const

/** The last fetch of each HTTP source; nothing where none is declared. */
export function FetchTable({ rows }: { rows: SourceFetch[] }) {
  const { t, format, code } = useI18n()
  if (rows.length === 0) return null
  return (
    <Card title={t('fetch.title')} id="sources" panel="source_fetches">
      <DataTable
        caption={t('fetch.title')}
        rows={rows}
        rowKey={(row) => `${row.source_id} ${row.feed}`}
        empty={t('table.empty')}
        maxHeight={360}
        columns={[
          { key: 'source', label: t('fetch.source'), cell: (row) => row.source_id },
          { key: 'feed', label: t('data.feed'), cell: (row) => (row.feed ? code('feed', row.feed) : '–') },
          { key: 'center', label: t('filter.center'), cell: (row) => row.center_code ?? '–' },
          {
            key: 'status',
            label: t('run.status'),
            cell: (row) => (
              <Tag tone={TONE[row.status as keyof typeof TONE] ?? 'plain'}>{code('fetch_status', row.status)}</Tag>
            ),
          },
          { key: 'started', label: t('run.started'), cell: (row) => format.instant(row.started_at) },
          { key: 'pages', numeric: true, label: t('fetch.pages'), cell: (row) => format.count(row.pages) },
          { key: 'records', numeric: true, label: t('fetch.records'), cell: (row) => format.count(row.records) },
          { key: 'watermark', label: t('fetch.watermark'), cell: (row) => format.instant(row.watermark_to) },
          {
            key: 'message',
            label: t('run.message'),
            cell: (row) => (
              <span className="block min-w-48 max-w-xl whitespace-normal">{row.error_message ?? '–'}</span>
            ),
          },
        ]}
      />
    </Card>
  )
}
