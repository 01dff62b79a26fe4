import type { ScannerDay, ScannerInfo } from '#queries/scanner/scanner-types.ts'
import { Link } from '@remix-run/react'
import { TimeLine } from '../components/charts/time-line.tsx'
import { Card } from '../components/ui/card.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { LedgerView } from '../throughput/ledger-view.tsx'
import { hoursOf, movedExams, useLanes } from './day-lanes.ts'
import { DayTables } from './scanner-day-tables.tsx'

interface Props {
  day: ScannerDay
  scanner: ScannerInfo
}

/** To the days before and after, and back to the period. */
function DaySteps({ day, scanner }: Props) {
  const { t, format } = useI18n()
  const link = useFilterLink()
  const path = `/scanners/${encodeURIComponent(scanner.scanner_id)}`
  return (
    <nav aria-label={t('scanner_day.steps')} className="no-print flex flex-wrap items-center gap-3">
      {day.previous && (
        <Link
          to={link(path, { day: day.previous })}
          data-step="previous"
          rel="prev"
          className="button"
          aria-keyshortcuts="ArrowLeft"
        >
          ← {format.dayShort(day.previous)}
        </Link>
      )}
      <strong>{format.day(day.day)}</strong>
      {day.next && (
        <Link
          to={link(path, { day: day.next })}
          data-step="next"
          rel="next"
          className="button"
          aria-keyshortcuts="ArrowRight"
        >
          {format.dayShort(day.next)} →
        </Link>
      )}
      <Link to={link(path)} className="link">
        {t('scanner_day.back')}
      </Link>
      <span className="text-xs text-muted">{t('scanner_day.keys')}</span>
    </nav>
  )
}

/** A day as a time line, its ledger, and the same as tables. */
export function ScannerDayView({ day, scanner }: Props) {
  const { t, format } = useI18n()
  const lanes = useLanes(day, scanner)
  const done = day.exams.filter((e) => e.started_at !== null && e.scanner_id === scanner.scanner_id).length
  const summary = t(day.windows === null ? 'scanner_day.summary_unknown' : 'scanner_day.summary', {
    exams: format.count(done),
    slots: format.count(lanes.find(({ key }) => key === 'slots')!.marks.length),
    faults: format.count(day.faults.length),
  })
  return (
    <div className="space-y-4" data-day={day.day}>
      <DaySteps day={day} scanner={scanner} />
      <Card id="time_line" title={t('scanner_day.time_line')} note={summary}>
        <TimeLine
          label={t('scanner_day.time_line')}
          lanes={lanes}
          connectors={{ after: 'slots', lines: movedExams(day.exams, scanner.scanner_id) }}
          {...hoursOf(day)}
        />
      </Card>
      <Card panel="day_ledger" title={t('scanner_day.ledger')}>
        {day.ledger ? (
          <LedgerView label={format.dayShort(day.day)} ledger={day.ledger} />
        ) : (
          <p className="text-muted">{t('scanner_day.no_ledger')}</p>
        )}
      </Card>
      <DayTables day={day} scanner={scanner} />
    </div>
  )
}
