import type { DayExam, ScannerDay } from '#queries/scanner/scanner-types.ts'
import type { Connector, Lane, Mark } from '../components/charts/time-line.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

const time = (at: string) => Date.parse(at)
const HOUR = 3_600_000
/** An exam that begins so long before or after its slot was moved. */
const MOVED = 10 * 60_000

const STATE_LOOK: Record<string, string> = {
  scanning: 'bg-series-1',
  ready: 'bg-heat-2',
  standby: 'bg-line',
  off: 'bg-raised',
  service: 'bg-series-4',
  down: 'bg-bad',
}

/** The hours to draw: those in which the scanner was staffed or anything happened, whole hours. */
export function hoursOf(day: ScannerDay): { starts: number; ends: number; ticks: { at: number; label: string }[] } {
  const [first, last] = [time(day.starts_at), time(day.ends_at)]
  const instants = [
    ...(day.windows ?? []).flatMap((w) => [w.started_at, w.ended_at]),
    ...day.exams.flatMap((e) => [e.scheduled_at, e.started_at, e.completed_at]),
    ...day.series.flatMap((s) => [s.started_at, s.ended_at]),
    ...day.faults.map((f) => f.at),
  ]
    .filter((at) => at !== null)
    .map(time)
  const known = instants.filter((at) => at >= first && at <= last)
  const least = known.length > 0 ? Math.min(...known) : first
  const most = known.length > 0 ? Math.max(...known) : last
  const starts = first + Math.floor((least - first) / HOUR) * HOUR
  const ends = Math.min(last, first + Math.ceil((most - first) / HOUR + 0.01) * HOUR)
  const step = ends - starts > 12 * HOUR ? 2 : 1
  const count = Math.floor((ends - starts) / (step * HOUR)) + 1
  const ticks = Array.from({ length: count }, (_, i) => {
    const at = starts + i * step * HOUR
    return { at, label: `${Math.round((at - first) / HOUR)}:00` }
  })
  return { starts, ends, ticks }
}

/** Slots that became an exam some other time, or on another scanner. */
export function movedExams(exams: DayExam[], scanner_id: string): Connector[] {
  return exams
    .filter((e) => e.started_at !== null && e.scanner_id === scanner_id)
    .map((e) => ({ key: e.accession_no, from: time(e.scheduled_at), to: time(e.started_at!) }))
    .filter(({ from, to }) => Math.abs(from - to) >= MOVED)
}

const SLOT_LOOK: Record<string, string> = { no_show: 'bg-series-2', cancelled: 'bg-line opacity-60' }

/** Everything of the day as lanes of marks. */
export function useLanes(
  day: ScannerDay,
  scanner: { scanner_id: string; center_code: string; time_zone: string },
): Lane[] {
  const { t, format, code } = useI18n()
  const link = useFilterLink()
  const clock = (at: string | null) => (at ? format.time(at, scanner.time_zone) : '…')
  const span = (from: string, to: string | null, what: string) => `${clock(from)}–${clock(to)} ${what}`
  const ends = time(day.ends_at)
  const staffed: Mark[] = (day.windows ?? []).map((w) => ({
    key: w.started_at,
    from: time(w.started_at),
    to: time(w.ended_at),
    title: span(w.started_at, w.ended_at, t('scanner_day.staffed')),
    className: 'bg-series-3',
  }))
  const slots: Mark[] = day.exams
    .filter((e) => (e.scheduled_scanner_id ?? e.scanner_id) === scanner.scanner_id)
    .map((e) => ({
      key: e.accession_no,
      from: time(e.scheduled_at),
      to: e.slot_ends_at ? time(e.slot_ends_at) : null,
      title: span(e.scheduled_at, e.slot_ends_at, `${e.accession_no} · ${code('exam_status', e.status)}`),
      className: `border-l border-surface ${SLOT_LOOK[e.status] ?? 'bg-heat-3'}`,
    }))
  const exams: Mark[] = day.exams
    .filter((e) => e.started_at !== null && e.scanner_id === scanner.scanner_id)
    .map((e) => ({
      key: e.accession_no,
      from: time(e.started_at!),
      to: e.completed_at ? time(e.completed_at) : ends,
      title: span(e.started_at!, e.completed_at, `${e.accession_no} · ${e.protocol_code ?? ''}`),
      className: `border-l border-surface text-surface ${e.status === 'aborted' ? 'bg-bad' : 'bg-series-1'}`,
      href: link(`/compliance/exams/${encodeURIComponent(scanner.center_code)}/${encodeURIComponent(e.accession_no)}`),
    }))
  const series: Mark[] = day.series.map((s, place) => ({
    key: `${s.accession_no} ${place}`,
    from: time(s.started_at),
    to: s.ended_at ? time(s.ended_at) : null,
    title: span(s.started_at, s.ended_at, `${s.step} · ${s.accession_no}`),
    className: 'bg-ink opacity-70',
  }))
  const states: Mark[] = day.states.map((s) => ({
    key: s.started_at,
    from: time(s.started_at),
    to: s.ended_at ? time(s.ended_at) : ends,
    title: span(s.started_at, s.ended_at, code('scanner_state', s.state)),
    className: STATE_LOOK[s.state] ?? 'bg-line',
  }))
  const faults: Mark[] = day.faults.map((f, place) => ({
    key: `${f.at} ${place}`,
    from: time(f.at),
    to: null,
    title: `${clock(f.at)} ${f.code} · ${code('fault_severity', f.severity)}`,
    className: 'bg-bad',
  }))
  const lane = (key: 'staffed' | 'slots' | 'exams' | 'series' | 'states' | 'faults', marks: Mark[]): Lane => ({
    key,
    label: t(`scanner_day.${key}`),
    marks,
  })
  return [
    lane('staffed', staffed),
    lane('slots', slots),
    lane('exams', exams),
    lane('series', series),
    lane('states', states),
    lane('faults', faults),
  ]
}
