import type { Paged } from '#queries/page/page-types.ts'
import type { DurationRow, FirstCaseRow, UnreportedExam, UnreportedRow } from '#queries/throughput/flow-types.ts'
import { Link } from '@remix-run/react'
import { CenterLink } from '../components/center-link.tsx'
import { useIsBesideOthers } from '../components/panels/panel-context.ts'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { examPath, useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { useDuration } from './use-duration.ts'

export function FirstCaseTable({ rows }: { rows: FirstCaseRow[] }) {
  const { t, format } = useI18n()
  return (
    <Card panel="first_cases" title={t('flow.first_cases')} note={t('flow.first_cases_note')}>
      <DataTable
        caption={t('flow.first_cases')}
        rows={rows}
        rowKey={(row) => row.scanner_id}
        empty={t('table.empty')}
        maxHeight={520}
        columns={[
          { key: 'scanner', label: t('filter.scanner'), cell: (row) => <ScannerLink scanner_id={row.scanner_id} /> },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          {
            key: 'delay',
            numeric: true,
            label: t('flow.delay'),
            cell: (row) => format.minutes(row.delay_minutes_median),
          },
          {
            key: 'on_time',
            numeric: true,
            label: t('flow.on_time'),
            cell: (row) => (
              <span title={`${format.rate(row.low)} … ${format.rate(row.high)}`}>{format.rate(row.on_time_rate)}</span>
            ),
          },
          { key: 'days', numeric: true, label: t('flow.days'), cell: (row) => format.count(row.days) },
        ]}
      />
    </Card>
  )
}

const AGES = ['under_4_hours', 'under_24_hours', 'under_3_days', 'over_3_days'] as const

export function UnreportedCard({ rows, exams }: { rows: UnreportedRow[]; exams: Paged<UnreportedExam> | null }) {
  const { t, format } = useI18n()
  return (
    <Card panel="unreported" title={t('flow.unreported')} note={t('flow.unreported_note')}>
      <DataTable
        caption={t('flow.unreported')}
        rows={rows}
        rowKey={(row) => row.modality}
        empty={t('table.empty')}
        columns={[
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          ...AGES.map((age) => ({
            key: age,
            numeric: true,
            label: t(`flow.${age}`),
            cell: (row: UnreportedRow) => format.count(row[age]),
          })),
        ]}
      />
      {exams && <UnreportedList exams={exams} />}
    </Card>
  )
}

function UnreportedList({ exams }: { exams: Paged<UnreportedExam> }) {
  const { t, format, code } = useI18n()
  const write = useDuration()
  const link = useFilterLink()
  return (
    <div id="unreported_exams" className="scroll-mt-4">
      <PartHeading title={t('flow.oldest')} panel="unreported_exams" />
      <DataTable
        caption={t('flow.oldest')}
        rows={exams.rows}
        isPaged
        rowKey={(row) => `${row.center_code} ${row.accession_no}`}
        empty={t('table.empty')}
        maxHeight={360}
        columns={[
          {
            key: 'accession_no',
            label: t('exams.accession_no'),
            cell: (row) => (
              <Link to={link(examPath(row))} className="link">
                {row.accession_no}
              </Link>
            ),
          },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          { key: 'priority', label: t('flow.priority'), cell: (row) => code('priority', row.priority) },
          {
            key: 'completed',
            label: t('flow.completed'),
            cell: (row) => format.instant(row.completed_at, row.time_zone),
          },
          { key: 'age', numeric: true, label: t('flow.age'), cell: (row) => write(row.age_minutes) },
        ]}
      />
      <Pager
        total={exams.total}
        page={exams.page}
        pageSize={exams.page_size}
        parameter="page"
        hash="#unreported_exams"
      />
    </div>
  )
}

export function DurationTable({ rows }: { rows: DurationRow[] }) {
  const { t, format, name, metric } = useI18n()
  const isBesideOthers = useIsBesideOthers()
  const difference = (row: DurationRow) =>
    row.exam_minutes_median === null || row.target_minutes === null
      ? null
      : row.exam_minutes_median - row.target_minutes
  return (
    <Card
      panel="protocols"
      title={t('flow.durations')}
      note={t(isBesideOthers ? 'flow.durations_others' : 'flow.durations_note')}
    >
      <DataTable
        caption={t('flow.durations')}
        rows={rows}
        rowKey={(row) => row.protocol_code}
        empty={t('table.empty')}
        maxHeight={520}
        columns={[
          { key: 'protocol', label: t('table.protocol'), cell: (row) => `${name(row)} ${row.protocol_code}` },
          {
            key: 'median',
            numeric: true,
            label: metric('exam_minutes_median').label,
            cell: (row) => format.minutes(row.exam_minutes_median),
          },
          {
            key: 'network',
            numeric: true,
            label: t(isBesideOthers ? 'center.others' : 'flow.network'),
            cell: (row) => format.minutes(row.network_exam_minutes_median),
          },
          {
            key: 'planned',
            numeric: true,
            label: t('flow.planned'),
            cell: (row) => format.minutes(row.target_minutes),
          },
          {
            key: 'difference',
            numeric: true,
            label: t('flow.difference'),
            cell: (row) => format.signedMinutes(difference(row)),
          },
          { key: 'n', numeric: true, label: 'n', cell: (row) => format.count(row.n) },
        ]}
      />
    </Card>
  )
}
