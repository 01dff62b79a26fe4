import { useLocation } from '@remix-run/react'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'

export default function Mapping({ page }: { page: PageAnswers['mapping'] }) {
  const { t, format, code } = useI18n()
  const { search } = useLocation()
  if (page.snapshot_id === null) return <NoData title={t('tab.mapping')} missing={page.missing} />
  const isProposed = page.names.some(({ suggestion }) => suggestion !== null)
  return (
    <PageFrame
      title={t('tab.mapping')}
      note={t('mapping.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'mapping', snapshot: page.snapshot_id }}
    >
      <Card
        panel="names"
        title={t('mapping.title')}
        note={
          <>
            {t('mapping.table_note')}{' '}
            {isProposed && (
              <a href={`/compliance/mapping/step_aliases.csv${search}`} className="link no-print" download>
                {t('mapping.download')}
              </a>
            )}
          </>
        }
      >
        <DataTable
          caption={t('mapping.title')}
          rows={page.names}
          rowKey={(row) => `${row.kind} ${row.center_code} ${row.name}`}
          empty={t('mapping.none')}
          columns={[
            { key: 'kind', label: t('mapping.kind'), cell: (row) => code('name_kind', row.kind) },
            { key: 'name', label: t('mapping.name'), cell: (row) => row.name },
            { key: 'center', label: t('filter.center'), cell: (row) => row.center_code },
            { key: 'exams', numeric: true, label: t('table.exams'), cell: (row) => format.count(row.exams) },
            { key: 'gain', numeric: true, label: t('mapping.gain'), cell: (row) => format.count(row.gain) },
            { key: 'first', label: t('mapping.first'), cell: (row) => format.day(row.first_day) },
            { key: 'suggestion', label: t('mapping.suggestion'), cell: (row) => row.suggestion ?? '–' },
          ]}
        />
      </Card>
    </PageFrame>
  )
}
