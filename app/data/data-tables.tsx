import type { DataPage, FreshnessRow, RejectGroup } from '#queries/data/data-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { rejectGroupKey, useRejectColumns } from './reject-columns.tsx'

export function RejectGroupTable({ rows }: { rows: RejectGroup[] }) {
  const { t, code } = useI18n()
  const { feed, rest } = useRejectColumns()
  return (
    <Card panel="rejects" title={t('reject.groups')} note={t('reject.note')}>
      <DataTable
        caption={t('reject.groups')}
        rows={rows}
        rowKey={rejectGroupKey}
        empty={t('reject.none')}
        maxHeight={360}
        columns={[
          feed,
          { key: 'reason', label: t('reject.reason'), cell: (row) => code('reason', row.reason) },
          ...rest,
        ]}
      />
    </Card>
  )
}

export function CenterFreshnessTable({ rows }: { rows: FreshnessRow[] }) {
  const { t, format, code } = useI18n()
  const staleFirst = [...rows].sort((a, b) => Number(b.stale) - Number(a.stale))
  return (
    <Card panel="freshness" title={t('freshness.by_center')}>
      <DataTable
        caption={t('freshness.by_center')}
        rows={staleFirst}
        rowKey={(row) => `${row.feed} ${row.center_code}`}
        empty={t('table.empty')}
        maxHeight={360}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => row.center_code },
          { key: 'feed', label: t('data.feed'), cell: (row) => code('feed', row.feed) },
          {
            key: 'newest',
            label: t('freshness.newest'),
            cell: (row) => (row.newest_at ? format.instant(row.newest_at) : t('freshness.never')),
          },
          { key: 'rows', numeric: true, label: t('reject.rows'), cell: (row) => format.count(row.rows) },
          {
            key: 'stale',
            label: t('freshness.state'),
            cell: (row) => (row.stale ? <Tag tone="warn">{t('freshness.is_stale')}</Tag> : t('freshness.is_fresh')),
          },
        ]}
      />
    </Card>
  )
}

export function DroppedTable({ rows }: { rows: DataPage['dropped_parameters'] }) {
  const { t, format } = useI18n()
  return (
    <Card panel="dropped" title={t('dropped.title')} note={t('dropped.note')}>
      <DataTable
        caption={t('dropped.title')}
        rows={rows}
        rowKey={(row) => row.keyword}
        empty={t('table.empty')}
        maxHeight={260}
        columns={[
          { key: 'keyword', label: t('dropped.keyword'), cell: (row) => row.keyword },
          { key: 'series', numeric: true, label: t('dropped.series'), cell: (row) => format.count(row.series) },
        ]}
      />
    </Card>
  )
}
