import type { DayExam, ScannerDay, ScannerInfo } from '#queries/scanner/scanner-types.ts'
import { Link } from '@remix-run/react'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { examPath, useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

interface Props {
  day: ScannerDay
  scanner: ScannerInfo
}

function ExamsTable({ day, scanner }: Props) {
  const { t, format, code } = useI18n()
  const link = useFilterLink()
  const at = (time: string | null) => format.time(time, scanner.time_zone)
  const address = ({ accession_no }: DayExam) => link(examPath({ ...scanner, accession_no }))
  const elsewhere = ({ scanner_id, scheduled_scanner_id }: DayExam) =>
    [scanner_id, scheduled_scanner_id].find((id) => id !== null && id !== scanner.scanner_id)
  return (
    <Card panel="exams" title={t('scanner_day.exams')} note={t('scanner_day.exams_note', { zone: scanner.time_zone })}>
      <DataTable
        caption={t('scanner_day.exams')}
        rows={day.exams}
        rowKey={(row) => row.accession_no}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          {
            key: 'accession_no',
            label: t('exams.accession_no'),
            cell: (row) => (
              <Link to={address(row)} className="link">
                {row.accession_no}
              </Link>
            ),
          },
          { key: 'status', label: t('scanner_day.status'), cell: (row) => code('exam_status', row.status) },
          {
            key: 'slot',
            label: t('scanner_day.slot'),
            cell: (row) => `${at(row.scheduled_at)} – ${at(row.slot_ends_at)}`,
          },
          { key: 'arrived', label: t('scanner_day.arrived'), cell: (row) => at(row.arrived_at) },
          { key: 'table', label: t('exam.times'), cell: (row) => `${at(row.started_at)} – ${at(row.completed_at)}` },
          { key: 'protocol', label: t('table.protocol'), cell: (row) => row.protocol_code ?? '–' },
          { key: 'series', numeric: true, label: t('scanner_day.series'), cell: (row) => format.count(row.series) },
          {
            key: 'other',
            label: t('scanner_day.other_scanner'),
            cell: (row) => {
              const other = elsewhere(row)
              return other ? <ScannerLink scanner_id={other} day={day.day} /> : ''
            },
          },
        ]}
      />
    </Card>
  )
}

/** The time line as tables, for those who do not see it. */
export function DayTables({ day, scanner }: Props) {
  const { t, format, code } = useI18n()
  const at = (time: string | null) => format.time(time, scanner.time_zone)
  const time = <Row extends { started_at: string; ended_at: string | null }>() => [
    { key: 'from', label: t('scanner_day.from'), cell: (row: Row) => at(row.started_at) },
    { key: 'to', label: t('scanner_day.to'), cell: (row: Row) => at(row.ended_at) },
  ]
  return (
    <>
      <ExamsTable day={day} scanner={scanner} />
      <div className="grid gap-4 xl:grid-cols-3">
        <Card panel="faults" title={t('scanner_day.faults')}>
          <DataTable
            caption={t('scanner_day.faults')}
            rows={day.faults}
            rowKey={(row) => `${row.at} ${row.code}`}
            empty={t('fault.none')}
            columns={[
              { key: 'at', label: t('scanner_day.at'), cell: (row) => at(row.at) },
              { key: 'code', label: t('fault.code'), cell: (row) => row.code },
              { key: 'severity', label: t('deviation.severity'), cell: (row) => code('fault_severity', row.severity) },
            ]}
          />
          <h3 className="mt-4 font-medium">{t('scanner_day.staffed')}</h3>
          <p>
            {day.windows === null
              ? t('scanner_day.hours_unknown')
              : day.windows.map((w) => `${at(w.started_at)} – ${at(w.ended_at)}`).join(t('list.separator')) ||
                t('scanner_day.not_staffed')}
          </p>
        </Card>
        <Card id="state_table">
          <PartHeading title={t('scanner_day.states')} panel="states" />
          <DataTable
            caption={t('scanner_day.states')}
            rows={day.states}
            rowKey={(row) => row.started_at}
            empty={t('table.empty')}
            maxHeight={320}
            columns={[
              ...time<ScannerDay['states'][number]>(),
              { key: 'state', label: t('scanner_day.state'), cell: (row) => code('scanner_state', row.state) },
            ]}
          />
        </Card>
        <Card id="series_table">
          <PartHeading title={t('scanner_day.series')} panel="series" />
          <DataTable
            caption={t('scanner_day.series')}
            rows={day.series}
            rowKey={(row) => `${row.accession_no} ${row.started_at} ${row.step}`}
            empty={t('table.empty')}
            maxHeight={320}
            columns={[
              ...time<ScannerDay['series'][number]>(),
              { key: 'step', label: t('exam.step'), cell: (row) => row.step },
              { key: 'exam', label: t('exams.accession_no'), cell: (row) => row.accession_no },
            ]}
          />
        </Card>
      </div>
    </>
  )
}
