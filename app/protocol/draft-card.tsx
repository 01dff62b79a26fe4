import type { ProtocolPage } from '#queries/protocol/protocol-types.ts'
import { useLocation } from '@remix-run/react'
import { SeverityTag } from '../compliance/compliance-tables.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** What the next version would say if the book followed the fleet, to be taken away as `protocols.json` has it. */
export function DraftCard({ page }: { page: ProtocolPage }) {
  const { t, format } = useI18n()
  const { search } = useLocation()
  const file = `/protocols/${encodeURIComponent(page.protocol_code)}/draft.json${search}`
  return (
    <Card
      title={t('draft.title', { version: page.draft.version })}
      note={
        <>
          {t('draft.note', { from: format.day(page.draft.effective_from) })}{' '}
          <a href={file} className="link no-print" download>
            {t('draft.download')}
          </a>
        </>
      }
    >
      <DataTable
        caption={t('draft.title', { version: page.draft.version })}
        rows={page.draft_changes}
        rowKey={(row) => `${row.step} ${row.parameter} ${row.rule_order}`}
        empty={t('draft.none')}
        columns={[
          { key: 'what', label: t('deviation.what'), cell: (row) => `${row.step} · ${row.parameter}` },
          { key: 'severity', label: t('deviation.severity'), cell: (row) => <SeverityTag severity={row.severity} /> },
          { key: 'from', label: t('draft.from'), cell: (row) => row.from },
          { key: 'to', label: t('draft.to'), cell: (row) => row.to },
          { key: 'exams', numeric: true, label: t('table.exams'), cell: (row) => format.count(row.exams) },
        ]}
      />
    </Card>
  )
}
