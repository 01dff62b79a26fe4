import type { ReactNode } from 'react'
import type {
  BridgeRow,
  CenterMoneyRow,
  ExamMoneyMetric,
  ExamMoneyRow,
  LowestExam,
  ModalityMoneyRow,
  PayerMoneyRow,
  ProtocolMoneyRow,
} from '#queries/profitability/exams-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Value } from '../components/figures.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { ExamLink } from '../components/exam-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { useMoneyColumn } from './money-column.tsx'

const PER_EXAM: ExamMoneyMetric[] = ['exam_revenue', 'exam_contribution', 'exam_margin']
const PER_MINUTE: ExamMoneyMetric[] = ['minute_revenue', 'minute_contribution', 'minute_margin']

/** How many exams, what they brought, and what one of them and a minute of it leaves. */
function useExamColumns<Row extends ExamMoneyRow>() {
  const { t, format, metric, code } = useI18n()
  const money = useMoneyColumn<Row>()
  const per = (id: ExamMoneyMetric): Column<Row> => ({
    key: id,
    numeric: true,
    label: <span title={metric(id).short}>{code('econ_head', id)}</span>,
    // Plain: what they are made of stands exactly beside them.
    cell: ({ figures }) => format.moneyCompact(figures[id].value),
  })
  return (): Column<Row>[] => [
    { key: 'exams', numeric: true, label: t('econ.exams'), cell: (row) => format.count(row.exams) },
    money('net_revenue'),
    money('contribution'),
    ...[...PER_EXAM, ...PER_MINUTE].map(per),
  ]
}

interface Of<Row> {
  panel: string
  title: string
  rows: Row[] | Folded<Row>
  rowKey: (row: Row) => string
  first: Column<Row>[]
  note?: ReactNode
  csv?: string
}

function MoneyTable<Row extends ExamMoneyRow>({ panel, title, rows, rowKey, first, note, csv }: Of<Row>) {
  const { t } = useI18n()
  const columns = useExamColumns<Row>()
  return (
    <Card panel={panel} title={title} note={note}>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={rowKey}
        empty={t('table.empty')}
        maxHeight={480}
        csv={csv}
        order={csv && t('econ.most_contribution')}
        columns={[...first, ...columns()]}
      />
    </Card>
  )
}

export function ModalityMoneyTable({ rows }: { rows: ModalityMoneyRow[] }) {
  const { t } = useI18n()
  const first = [{ key: 'modality', label: t('filter.modality'), cell: (row: ModalityMoneyRow) => row.modality }]
  return (
    <MoneyTable {...{ panel: 'modalities', title: t('econ.modalities'), rows, first }} rowKey={(row) => row.modality} />
  )
}

export function ProtocolMoneyTable({ rows }: { rows: Folded<ProtocolMoneyRow> }) {
  const { t, name } = useI18n()
  const first: Column<ProtocolMoneyRow>[] = [
    {
      key: 'protocol_code',
      label: t('econ.protocol'),
      cell: (row) =>
        row.protocol_code === null ? t('econ.no_protocol') : <span title={name(row)}>{row.protocol_code}</span>,
    },
    { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
  ]
  return (
    <MoneyTable
      {...{ panel: 'protocols', title: t('econ.protocols'), rows, first, csv: 'protocols' }}
      rowKey={(row) => `${row.modality} ${row.protocol_code ?? ''}`}
    />
  )
}

export function CenterMoneyTable({ rows }: { rows: Folded<CenterMoneyRow> }) {
  const { t } = useI18n()
  const first: Column<CenterMoneyRow>[] = [
    { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
  ]
  return (
    <MoneyTable
      {...{ panel: 'centers', title: t('econ.centers'), rows, first, csv: 'centers' }}
      rowKey={(row) => row.center_code}
    />
  )
}

export function PayerMoneyTable({ rows }: { rows: PayerMoneyRow[] }) {
  const { t, code } = useI18n()
  const nameOf = ({ payer_class: payer }: PayerMoneyRow) =>
    payer === null ? t('econ.no_lines') : payer === 'several' ? t('econ.several') : code('payer', payer)
  const first = [{ key: 'payer_class', label: t('payer.payer'), cell: nameOf }]
  return (
    <MoneyTable
      {...{ panel: 'payers', title: t('econ.payers'), note: t('econ.payers_note'), rows, first }}
      rowKey={(row) => row.payer_class ?? ''}
    />
  )
}

/** From the sum over exams to the profit and loss. */
export function BridgeTable({ rows }: { rows: BridgeRow[] }) {
  const { t, format, code } = useI18n()
  const money = useMoneyColumn<BridgeRow>()
  return (
    <Card panel="bridge" title={t('econ.bridge')} note={t('econ.bridge_note')}>
      <DataTable
        caption={t('econ.bridge')}
        rows={rows}
        rowKey={(row) => row.line}
        empty={t('table.empty')}
        columns={[
          { key: 'line', label: t('econ.line'), cell: (row) => code('bridge', row.line) },
          {
            key: 'charge_lines',
            numeric: true,
            label: t('payer.lines'),
            cell: (row) => format.count(row.charge_lines),
          },
          money('gross_charges'),
          money('allowed'),
          money('net_revenue'),
          money('variable_cost'),
          money('fixed_cost'),
        ]}
      />
    </Card>
  )
}

/** The exams that left least, for who may see single exams. */
export function LowestTable({ rows }: { rows: LowestExam[] }) {
  const { t, format } = useI18n()
  const amount = (key: 'net_revenue' | 'variable_cost' | 'capacity_cost' | 'margin'): Column<LowestExam> => ({
    key,
    numeric: true,
    label: t(`econ.${key}`),
    cell: (row) => <Value metric={key} value={row[key]} text={format.money(row[key])} />,
  })
  return (
    <Card panel="lowest" title={t('econ.lowest')} note={t('econ.lowest_note')}>
      <DataTable
        caption={t('econ.lowest')}
        rows={rows}
        rowKey={(row) => `${row.center_code} ${row.accession_no}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          {
            key: 'accession_no',
            label: t('exams.accession_no'),
            cell: (row) => <ExamLink exam={row} />,
          },
          { key: 'center_code', label: t('filter.center'), cell: (row) => row.center_code },
          { key: 'day', label: t('table.day'), cell: (row) => format.day(row.day) },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          {
            key: 'scanner_id',
            label: t('filter.scanner'),
            cell: (row) => (row.scanner_id ? <ScannerLink scanner_id={row.scanner_id} day={row.day} /> : '–'),
          },
          { key: 'protocol_code', label: t('econ.protocol'), cell: (row) => row.protocol_code ?? '–' },
          amount('net_revenue'),
          amount('variable_cost'),
          amount('capacity_cost'),
          amount('margin'),
        ]}
      />
    </Card>
  )
}
