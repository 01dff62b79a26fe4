import {
  EFFECTS,
  type CenterChange,
  type ModalityMoved,
  type Moved,
  type PayerMoved,
} from '#queries/profitability/change-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'

/** Each center's change and what moved it. */
export function CenterChanges({ rows }: { rows: Folded<CenterChange> }) {
  const { t, format, code } = useI18n()
  return (
    <Card panel="centers" title={t('change.centers')} note={t('change.centers_note')}>
      <DataTable
        caption={t('change.centers')}
        rows={rows}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={560}
        csv="centers"
        order={t('change.most_moved')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'before', numeric: true, label: t('change.before'), cell: (row) => format.money(row.before) },
          { key: 'after', numeric: true, label: t('change.after'), cell: (row) => format.money(row.after) },
          {
            key: 'change',
            numeric: true,
            label: t('change.change'),
            cell: (row) => <strong>{format.signedMoney(row.change)}</strong>,
          },
          ...EFFECTS.map((name) => ({
            key: name,
            numeric: true,
            label: <span title={code('effect_note', name)}>{code('effect', name)}</span>,
            cell: (row: CenterChange) => format.signedMoney(row[name]),
          })),
        ]}
      />
    </Card>
  )
}

const perLine = (paid: number, lines: number) => (lines > 0 ? paid / lines : null)

/** Pairs of figures, before and after. */
function useMoved<Row extends Moved>(): Column<Row>[] {
  const { t, format } = useI18n()
  const pair = (before: string, after: string) => `${before} → ${after}`
  return [
    {
      key: 'lines_after',
      numeric: true,
      label: t('change.lines'),
      cell: (row) => pair(format.count(row.lines_before), format.count(row.lines_after)),
    },
    {
      key: 'paid_after',
      numeric: true,
      label: t('change.paid'),
      cell: (row) => pair(format.money(row.paid_before), format.money(row.paid_after)),
    },
    {
      key: 'per_line',
      numeric: true,
      label: t('change.per_line'),
      cell: (row) =>
        pair(
          format.money(perLine(row.paid_before, row.lines_before)),
          format.money(perLine(row.paid_after, row.lines_after)),
        ),
    },
    {
      key: 'denied_share_after',
      numeric: true,
      label: t('change.denied'),
      cell: (row) => pair(format.rate(row.denied_share_before), format.rate(row.denied_share_after)),
    },
  ]
}

export function ModalitiesMoved({ rows }: { rows: ModalityMoved[] }) {
  const { t, format, metric } = useI18n()
  const moved = useMoved<ModalityMoved>()
  return (
    <Card panel="modalities" title={t('change.modalities')} note={t('change.sides_note')}>
      <DataTable
        caption={t('change.modalities')}
        rows={rows}
        rowKey={(row) => row.modality}
        empty={t('table.empty')}
        columns={[
          {
            key: 'modality',
            label: t('filter.modality'),
            cell: (row) => row.modality || t('change.no_modality'),
          },
          {
            key: 'exams_after',
            numeric: true,
            label: metric('exams_performed').label,
            cell: (row) => `${format.count(row.exams_before)} → ${format.count(row.exams_after)}`,
          },
          ...moved,
        ]}
      />
    </Card>
  )
}

export function PayersMoved({ rows }: { rows: PayerMoved[] }) {
  const { t, code } = useI18n()
  const moved = useMoved<PayerMoved>()
  return (
    <Card panel="payers" title={t('change.payers')} note={t('change.sides_note')}>
      <DataTable
        caption={t('change.payers')}
        rows={rows}
        rowKey={(row) => row.payer_class}
        empty={t('table.empty')}
        columns={[
          { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          ...moved,
        ]}
      />
    </Card>
  )
}
