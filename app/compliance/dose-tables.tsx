import type { CenterDose, DosePage, DoseQuantity } from '#queries/compliance/dose-types.ts'
import type { Estimate } from '#queries/page/page-types.ts'
import { Link } from '@remix-run/react'
import { CenterLink } from '../components/center-link.tsx'
import { CardMenu } from '../components/panels/card-menu.tsx'
import { useIsBesideOthers } from '../components/panels/panel-context.ts'
import { ExamLink } from '../components/exam-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { FoldedNote } from '../served/folded-note.tsx'
import type { Folded } from '../served/fold.ts'

const TONES = { over: 'bad', high: 'warn', usual: 'plain', low: 'warn' } as const

const QUANTITIES = [
  ['ctdi_vol', 'CTDIvol', 'mGy'],
  ['dlp', 'DLP', 'mGy·cm'],
] as const

function useQuantityColumns(): Column<CenterDose>[] {
  const { t, format, code } = useI18n()
  const isBesideOthers = useIsBesideOthers()
  const median = ({ median, n }: DoseQuantity) => `${format.decimalOne(median)} (${format.count(n)})`
  return QUANTITIES.flatMap(([key, quantity, unit]): Column<CenterDose>[] => [
    {
      key: `${key}.median`,
      numeric: true,
      label: `${t('dose.median_of', { quantity })}, ${unit}`,
      cell: (row) => median(row[key]),
    },
    {
      key: `${key}.place`,
      label: '',
      cell: ({ [key]: { place } }) =>
        place && place !== 'usual' ? <Tag tone={TONES[place]}>{code('dose_place', place)}</Tag> : null,
    },
    {
      key: `${key}.network`,
      numeric: true,
      label: t(isBesideOthers ? 'dose.others' : 'dose.network'),
      cell: ({ [key]: q }) =>
        q.network_p25 === null ? '–' : `${format.decimalOne(q.network_p25)} … ${format.decimalOne(q.network_p75)}`,
    },
    {
      key: `${key}.reference`,
      numeric: true,
      label: t('dose.reference'),
      cell: ({ [key]: q }) => format.decimal(q.reference),
    },
  ])
}

interface CenterDoseProps {
  rows: Folded<CenterDose>
  placed: { over: number; low: number }
  rate: Estimate
}

/** Medians by protocol and center, what stands out first. */
export function CenterDoseTable({ rows, placed, rate }: CenterDoseProps) {
  const { t, format, name, metric } = useI18n()
  const link = useFilterLink()
  const quantities = useQuantityColumns()
  const counts = { over: format.count(placed.over), low: format.count(placed.low) }
  return (
    <Card
      panel="centers"
      title={t('dose.by_center')}
      note={`${t('dose.over_rate', { rate: format.rate(rate.value), n: format.count(rate.n) })} ${t('dose.by_center_note', counts)}`}
    >
      <CardMenu id="rate" of={metric('dose_over_reference_rate').label} className="float-right ml-2" />
      <DataTable
        caption={t('dose.by_center')}
        rows={rows}
        rowKey={(row) => `${row.center_code} ${row.protocol_code} ${row.protocol_version}`}
        empty={t('table.empty')}
        maxHeight={560}
        columns={[
          {
            key: 'protocol',
            label: t('table.protocol'),
            cell: (row) => (
              <Link to={link(`/protocols/${encodeURIComponent(row.protocol_code)}`)} className="link">
                {name(row.protocol)} v{row.protocol_version}
              </Link>
            ),
          },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          ...quantities,
        ]}
      />
    </Card>
  )
}

export function ExamsOver({ rows, total }: { rows: DosePage['over']; total: number }) {
  const { t, format } = useI18n()
  return (
    <Card panel="over" title={t('dose.over_title')} note={t('dose.over_note', { n: format.count(total) })}>
      <DataTable
        caption={t('dose.over_title')}
        rows={rows}
        rowKey={(row) => `${row.center_code} ${row.accession_no} ${row.parameter}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          {
            key: 'accession_no',
            label: t('exams.accession_no'),
            cell: (row) => <ExamLink exam={row} />,
          },
          { key: 'center', label: t('filter.center'), cell: (row) => row.center_code },
          { key: 'day', label: t('table.day'), cell: (row) => format.day(row.day) },
          { key: 'scanner', label: t('filter.scanner'), cell: (row) => row.scanner_id ?? '–' },
          {
            key: 'protocol',
            label: t('table.protocol'),
            cell: (row) => `${row.protocol_code} v${row.protocol_version}`,
          },
          { key: 'quantity', label: t('dose.quantity'), cell: (row) => row.parameter },
          { key: 'observed', numeric: true, label: t('dose.observed'), cell: (row) => format.decimal(row.observed) },
          { key: 'reference', numeric: true, label: t('dose.reference'), cell: (row) => format.decimal(row.reference) },
          { key: 'ratio', numeric: true, label: t('dose.ratio'), cell: (row) => format.decimal(row.ratio) },
        ]}
      />
      <FoldedNote shown={rows.length} total={total} />
    </Card>
  )
}

export function PatientDoses({ rows, period }: { rows: DosePage['patients']; period: DosePage['patients_period'] }) {
  const { t, format } = useI18n()
  return (
    <Card
      panel="patients"
      title={t('dose.patients')}
      note={t('dose.patients_note', { from: format.day(period.from), to: format.day(period.to) })}
    >
      <DataTable
        caption={t('dose.patients')}
        rows={rows.map((row, place) => ({ ...row, place: place + 1 }))}
        rowKey={(row) => String(row.place)}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'place', numeric: true, label: '#', cell: (row) => row.place },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'dlp', numeric: true, label: t('dose.patients_dlp'), cell: (row) => format.count(row.dlp) },
          { key: 'exams', numeric: true, label: t('dose.patients_exams'), cell: (row) => format.count(row.exams) },
          { key: 'last', label: t('dose.patients_last'), cell: (row) => format.day(row.last_day) },
        ]}
      />
    </Card>
  )
}
