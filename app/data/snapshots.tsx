import type { KeptSnapshot } from '../operation.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'

export function SnapshotTable({ rows }: { rows: KeptSnapshot[] }) {
  const { t, format } = useI18n()
  return (
    <Card title={t('snapshots.title')} note={t('snapshots.note')}>
      <DataTable
        caption={t('snapshots.title')}
        rows={rows}
        rowKey={(row) => row.snapshot_id}
        empty={t('table.empty')}
        maxHeight={260}
        columns={[
          {
            key: 'id',
            label: t('run.snapshot'),
            cell: (row) => (
              <>
                {row.snapshot_id} {row.current && <Tag tone="accent">{t('snapshots.current')}</Tag>}
              </>
            ),
          },
          { key: 'written', label: t('snapshots.written'), cell: (row) => format.instant(row.written_at) },
          { key: 'size', numeric: true, label: t('snapshots.size'), cell: (row) => format.decimalOne(row.bytes / 1e6) },
        ]}
      />
    </Card>
  )
}
