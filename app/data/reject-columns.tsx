import type { RejectGroup } from '#queries/data/data-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Column } from '../components/ui/data-table.tsx'

export const rejectGroupKey = (row: RejectGroup) => `${row.feed} ${row.reason} ${row.center_code} ${row.column_name}`

/** Columns that every table of rejected rows by reason has. */
export function useRejectColumns(): { feed: Column<RejectGroup>; rest: Column<RejectGroup>[] } {
  const { t, format, code } = useI18n()
  return {
    feed: { key: 'feed', label: t('data.feed'), cell: (row) => code('feed', row.feed) },
    rest: [
      {
        key: 'column',
        label: t('reject.column'),
        cell: (row) => (row.column_name ? <code>{row.column_name}</code> : '–'),
      },
      { key: 'center', label: t('filter.center'), cell: (row) => row.center_code ?? '–' },
      { key: 'rows', numeric: true, label: t('reject.rows'), cell: (row) => format.count(row.rows) },
      { key: 'files', numeric: true, label: t('data.files'), cell: (row) => format.count(row.files) },
    ],
  }
}
