import { Link } from '@remix-run/react'
import type { CheckFinding } from '#queries/data/data-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { PartHeading } from '../components/panels/part-heading.tsx'
import type { Folded } from '../served/fold.ts'
import { DataTable } from '../components/ui/data-table.tsx'

/** Where the failed checks failed. */
export function FindingTable({ rows }: { rows: Folded<CheckFinding> }) {
  const { t, format, code } = useI18n()
  if (rows.total === 0) return null
  return (
    <>
      <PartHeading title={t('finding.title')} panel="check_findings" />
      <DataTable
        caption={t('finding.title')}
        rows={rows}
        rowKey={(row) => JSON.stringify(row)}
        empty={t('table.empty')}
        maxHeight={360}
        columns={[
          { key: 'check', label: t('check.name'), cell: (row) => code('check', row.check_name) },
          {
            key: 'center',
            label: t('filter.center'),
            cell: (row) =>
              row.center_code ? (
                <Link to={`/centers/${encodeURIComponent(row.center_code)}`} className="link">
                  {row.center_code}
                </Link>
              ) : (
                '–'
              ),
          },
          { key: 'feed', label: t('data.feed'), cell: (row) => (row.feed ? code('feed', row.feed) : '–') },
          { key: 'subject', label: t('finding.subject'), cell: (row) => row.subject ?? '–' },
          { key: 'measured', numeric: true, label: t('check.measured'), cell: (row) => format.decimal(row.measured) },
          { key: 'expected', numeric: true, label: t('check.expected'), cell: (row) => format.decimal(row.expected) },
          { key: 'detail', label: t('check.detail'), cell: (row) => <span data-detail>{row.detail ?? '–'}</span> },
        ]}
      />
    </>
  )
}
