import type { Paged } from '#queries/page/page-types.ts'
import {
  LEAK_KINDS,
  LOSS_KINDS,
  type CenterLeakRow,
  type CenterLossRow,
  type LeakItem,
  type LeakRow,
  type LossRow,
} from '#queries/profitability/exams-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Value } from '../components/figures.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { ExamLink } from '../components/exam-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'

/** Contribution that minutes did not bring: repeats, no-shows, what was given up. */
export function LossCard({ rows, centers }: { rows: LossRow[]; centers: Folded<CenterLossRow> }) {
  const { t, format, code } = useI18n()
  const amount = <Row extends object>(key: keyof Row & string, label: string): Column<Row> => ({
    key,
    numeric: true,
    label,
    cell: (row) => {
      const value = row[key] as number | null
      return <Value metric={key} value={value} text={format.money(value)} />
    },
  })
  return (
    <Card panel="losses" title={t('econ.losses')} note={t('econ.losses_note')}>
      <DataTable
        caption={t('econ.losses')}
        rows={rows}
        rowKey={(row) => row.kind}
        empty={t('econ.no_losses')}
        columns={[
          { key: 'kind', label: t('econ.loss'), cell: (row) => code('loss_kind', row.kind) },
          { key: 'items', numeric: true, label: t('econ.exams'), cell: (row) => format.count(row.items) },
          { key: 'minutes', numeric: true, label: t('econ.minutes'), cell: (row) => format.count(row.minutes) },
          amount<LossRow>('own_contribution', t('econ.own')),
          amount<LossRow>('lost_contribution', t('econ.lost')),
        ]}
      />
      <PartHeading title={t('econ.loss_centers')} panel="loss_centers" />
      <DataTable
        caption={t('econ.loss_centers')}
        rows={centers}
        rowKey={(row) => row.center_code}
        empty={t('econ.no_losses')}
        maxHeight={320}
        csv="loss_centers"
        order={t('econ.most_lost')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          amount<CenterLossRow>('lost_contribution', t('econ.lost')),
          // Plain: the exact parts of hundreds of centers are in the file.
          ...LOSS_KINDS.map((kind) => ({
            key: kind,
            numeric: true,
            label: code('loss_kind', kind),
            cell: (row: CenterLossRow) => format.money(row[kind]),
          })),
        ]}
      />
    </Card>
  )
}

function LeakItems({ items }: { items: Paged<LeakItem> }) {
  const { t, format, code } = useI18n()
  return (
    <>
      <PartHeading title={t('leak.items')} panel="leak_items" />
      <DataTable
        isPaged
        caption={t('leak.items')}
        rows={items.rows}
        rowKey={(row) => `${row.kind} ${row.center_code} ${row.accession_no} ${row.charge_id ?? ''}`}
        empty={t('leak.none')}
        maxHeight={420}
        columns={[
          { key: 'kind', label: t('leak.kind'), cell: (row) => code('leak_kind', row.kind) },
          { key: 'center_code', label: t('filter.center'), cell: (row) => row.center_code },
          {
            key: 'accession_no',
            label: t('exams.accession_no'),
            cell: (row) => (row.kind === 'charge_without_exam' ? row.accession_no : <ExamLink exam={row} />),
          },
          { key: 'charge_id', label: t('leak.charge'), cell: (row) => row.charge_id ?? '–' },
          { key: 'day', label: t('table.day'), cell: (row) => format.day(row.day) },
          { key: 'procedure_code', label: t('price.procedure'), cell: (row) => row.procedure_code ?? '–' },
          { key: 'lines', numeric: true, label: t('leak.lines'), cell: (row) => format.count(row.lines) },
          {
            key: 'amount',
            numeric: true,
            label: t('money.amount'),
            cell: (row) => <Value metric="amount" value={row.amount} text={format.money(row.amount)} />,
          },
        ]}
      />
      <Pager total={items.total} page={items.page} pageSize={items.page_size} parameter="page" hash="#leaks" />
    </>
  )
}

interface Leaks {
  rows: LeakRow[]
  centers: Folded<CenterLeakRow>
  items: Paged<LeakItem> | null
  until: string
}

/** What was done and not charged, and what was charged and not done. */
export function LeakCard({ rows, centers, items, until }: Leaks) {
  const { t, format, code } = useI18n()
  const total = centers.total
  return (
    <Card panel="leaks" title={t('leak.title')} note={t('leak.note', { day: format.day(until) })}>
      <DataTable
        caption={t('leak.title')}
        rows={rows}
        rowKey={(row) => row.kind}
        empty={t('leak.none')}
        columns={[
          { key: 'kind', label: t('leak.kind'), cell: (row) => code('leak_kind', row.kind) },
          { key: 'items', numeric: true, label: t('leak.count'), cell: (row) => format.count(row.items) },
          {
            key: 'amount',
            numeric: true,
            label: t('money.amount'),
            cell: (row) => <Value metric="amount" value={row.amount} text={format.money(row.amount)} />,
          },
          { key: 'means', label: t('leak.means'), cell: (row) => code('leak_amount', row.kind) },
        ]}
      />
      {total > 0 && (
        <>
          <PartHeading title={t('leak.centers')} panel="leak_centers" />
          <DataTable
            caption={t('leak.centers')}
            rows={centers}
            rowKey={(row) => row.center_code}
            empty={t('leak.none')}
            maxHeight={320}
            csv="leak_centers"
            order={t('leak.most')}
            columns={[
              { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
              ...LEAK_KINDS.map((kind) => ({
                key: kind,
                numeric: true,
                label: code('leak_kind', kind),
                cell: (row: CenterLeakRow) => format.count(row[kind]),
              })),
              {
                key: 'amount',
                numeric: true,
                label: t('money.amount'),
                cell: (row) => <Value metric="amount" value={row.amount} text={format.money(row.amount)} />,
              },
            ]}
          />
        </>
      )}
      {items && items.total > 0 && <LeakItems items={items} />}
    </Card>
  )
}
