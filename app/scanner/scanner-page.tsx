import type { ScannerInfo, ScannerPage } from '#queries/scanner/scanner-types.ts'
import { DEFINITION_METRIC, DEFINITIONS } from '#queries/throughput/ledger-names.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Rate } from '../components/figures.tsx'
import { MetricHeading } from '../components/metric-heading.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { CardMenu } from '../components/panels/card-menu.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { partsOf, useLedgerParts } from '../throughput/ledger-parts.ts'
import { LedgerView } from '../throughput/ledger-view.tsx'
import { LedgerByDay, LedgerByWeekday } from '../throughput/minutes-tables.tsx'
import { ScannerDayView } from './scanner-day-view.tsx'

function ScannerFacts({ scanner }: { scanner: ScannerInfo }) {
  const { t, format } = useI18n()
  const facts = [
    scanner.modality,
    [scanner.manufacturer, scanner.model].filter(Boolean).join(' '),
    scanner.field_strength_t === null ? null : `${format.decimal(scanner.field_strength_t)} T`,
    scanner.installed_on && t('center.opened', { day: format.day(scanner.installed_on) }),
    scanner.retired_on && t('center.closed', { day: format.day(scanner.retired_on) }),
    scanner.staffed_hours ?? t('scanner_day.hours_unknown'),
  ]
  return (
    <>
      <CenterLink center={scanner} /> · {facts.filter(Boolean).join(' · ')}
    </>
  )
}

/** The days of the period; each leads to its time line. */
function DaysTable({ page }: { page: ScannerPage }) {
  const { t, format } = useI18n()
  const parts = useLedgerParts('html')
  return (
    <Card id="day_list" title={t('scanner_day.days')} note={t('scanner_day.days_note')}>
      <CardMenu id="days" of={t('scanner_day.days')} className="float-right ml-2" />
      <DataTable
        caption={t('scanner_day.days')}
        rows={page.days}
        rowKey={(row) => row.day}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          {
            key: 'day',
            label: t('table.day'),
            cell: (row) => (
              <ScannerLink scanner_id={page.scanner.scanner_id} day={row.day} text={format.day(row.day)} />
            ),
          },
          ...parts.map((part, place) => ({
            key: part.key,
            numeric: true,
            label: part.label,
            cell: (row: ScannerPage['days'][number]) => format.count(partsOf(row)[place]),
          })),
        ]}
      />
    </Card>
  )
}

function DefinitionsCard({ page }: { page: ScannerPage }) {
  const { t } = useI18n()
  return (
    <Card panel="definitions" title={t('minutes.definitions')}>
      <DataTable
        caption={t('minutes.definitions')}
        rows={page.definitions}
        rowKey={(row) => row.modality}
        empty={t('minutes.no_losses')}
        columns={DEFINITIONS.map((name) => ({
          key: name,
          numeric: true,
          label: <MetricHeading id={DEFINITION_METRIC[name]} />,
          cell: (row: ScannerPage['definitions'][number]) => (
            <Rate metric={DEFINITION_METRIC[name]} estimate={row.figures[name]} />
          ),
        }))}
      />
    </Card>
  )
}

export default function Scanner({ page }: { page: PageAnswers['scanner'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('scanner.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={page.scanner.scanner_id}
      note={<ScannerFacts scanner={page.scanner} />}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'scanner', snapshot: page.snapshot_id }}
    >
      {page.on_day && <ScannerDayView day={page.on_day} scanner={page.scanner} />}
      <Card panel="ledger" title={t('minutes.title_short')}>
        <LedgerView label={t('minutes.together')} ledger={page.ledger} />
      </Card>
      <DefinitionsCard page={page} />
      <div className="grid gap-4 xl:grid-cols-2">
        <LedgerByDay days={page.days} />
        <LedgerByWeekday weekdays={page.weekdays} />
      </div>
      <DaysTable page={page} />
    </PageFrame>
  )
}
