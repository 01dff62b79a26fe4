import { quantileOfText } from '../db/aggregates.ts'
import { pick, type Panel, type Shown } from '../panel/panel.ts'
import { FEWEST_EXAMS, STRETCHES, TURNAROUND, type Stretch } from './flow-metrics.ts'
import type { FlowPage, PathRow, Step, Strip } from './flow-types.ts'

const QUANTILES = ['p10', 'p25', 'p50', 'p75', 'p90'] as const

/** A stretch's rows: its name, the keys, n and quantiles. */
function stretchText(name: string, { n, strip }: Stretch, keys: string): string {
  const quantiles = QUANTILES.map(
    (q, place) => `CASE WHEN ${n.name} >= ${FEWEST_EXAMS} THEN ${quantileOfText(strip.name, place + 1)} END AS ${q}`,
  )
  return `SELECT '${name}' AS stretch, ${keys}, ${n.name} AS n, ${quantiles.join(', ')} FROM q`
}

const stripShown = (row: Strip): Shown => pick(row, ['n', ...QUANTILES])

const strips: Panel<FlowPage> = {
  id: 'strips',
  from: { q: 'throughput.strips' },
  select: `${stretchText('wait', STRETCHES.wait, 'modality, priority')} UNION ALL
    ${stretchText('turnaround', TURNAROUND, 'modality, priority')} ORDER BY stretch, modality, priority`,
  shows: (page) =>
    page.strips.map((row) => ({
      stretch: row.metric,
      ...pick(row, ['modality', 'priority']),
      ...stripShown(row),
    })),
  exact: true,
}

const within: Panel<FlowPage> = {
  id: 'within',
  from: { q: 'throughput.within_target' },
  select: 'SELECT *, within / nullif(n, 0) AS within_share FROM q ORDER BY metric, modality, priority',
  shows: (page) =>
    page.strips
      .filter((row) => row.within_share !== null)
      .map((row) => ({
        metric: `${row.metric}_minutes_median`,
        ...pick(row, ['modality', 'priority', 'target', 'within', 'within_share']),
      })),
}

const pathShown = (rows: PathRow[]) =>
  rows.map((row) => ({ stretch: row.step, modality: row.modality, ...stripShown(row) }))

const path: Panel<FlowPage> = {
  id: 'path',
  from: { q: 'throughput.path' },
  select: `${(Object.keys(STRETCHES) as Step[])
    .map((step) => stretchText(step, STRETCHES[step], 'modality'))
    .join(' UNION ALL ')} ORDER BY modality, stretch`,
  shows: (page) => pathShown(page.path),
  exact: true,
}

/** The same in staffed hours; only where they are asked for. */
const staffedPath: Panel<FlowPage> = {
  ...path,
  id: 'staffed_path',
  from: { q: 'throughput.staffed_path' },
  shows: (page) => pathShown(page.staffed_path ?? []),
}

const unreported: Panel<FlowPage> = {
  id: 'unreported',
  from: { q: 'throughput.unreported_by_age' },
  select: 'SELECT * FROM q ORDER BY modality',
  shows: (page) =>
    page.unreported.map((row) =>
      pick(row, ['modality', 'under_4_hours', 'under_24_hours', 'under_3_days', 'over_3_days']),
    ),
  exact: true,
}

const unreportedList: Panel<FlowPage> = {
  id: 'unreported_exams',
  from: { q: 'throughput.unreported_exams' },
  select: 'SELECT * FROM q ORDER BY age_minutes DESC, center_code, accession_no',
  shows: (page) =>
    (page.unreported_exams?.rows ?? []).map((row) =>
      pick(row, ['center_code', 'accession_no', 'modality', 'completed_at', 'age_minutes']),
    ),
  exact: true,
}

const kept: Panel<FlowPage> = {
  id: 'kept',
  from: { q: 'throughput.kept_bookings' },
  select: `SELECT *, CASE WHEN bookings_due >= 10 THEN no_shows_due / bookings_due END AS no_show_rate,
      CASE WHEN bookings_due + cancellations >= 10 THEN cancellations / (bookings_due + cancellations) END AS cancellation_rate
    FROM q WHERE kept_by <> 'far_center'`,
  shows: (page) =>
    page.kept.map((row) =>
      pick(row, [
        ...(['kept_by', 'value', 'bookings_due', 'no_shows_due', 'no_show_rate'] as const),
        ...(['cancellations', 'cancellation_rate'] as const),
      ]),
    ),
  exact: true,
}

/** All centers; the page names those that stand out. */
const farAhead: Panel<FlowPage> = {
  id: 'far_ahead',
  from: { q: 'throughput.kept_bookings' },
  select: `SELECT value AS center_code, bookings_due, no_shows_due,
      CASE WHEN bookings_due >= 10 THEN no_shows_due / bookings_due END AS no_show_rate
    FROM q WHERE kept_by = 'far_center' AND value IS NOT NULL ORDER BY no_show_rate DESC NULLS LAST, center_code`,
  shows: (page) =>
    page.far_ahead.map((row) => pick(row, ['center_code', 'bookings_due', 'no_shows_due', 'no_show_rate'])),
}

const firstCases: Panel<FlowPage> = {
  id: 'first_cases',
  from: { q: 'throughput.first_cases' },
  select: `SELECT *, CASE WHEN days >= 10 THEN on_time_days / days END AS on_time_rate
    FROM q ORDER BY delay_minutes_median DESC NULLS LAST, scanner_id`,
  shows: (page) =>
    page.first_cases.map((row) =>
      pick(row, [
        ...(['scanner_id', 'center_code', 'modality', 'days', 'on_time_days', 'on_time_rate'] as const),
        'delay_minutes_median',
      ]),
    ),
  exact: true,
}

const protocols: Panel<FlowPage> = {
  id: 'protocols',
  from: { q: 'throughput.durations', network: 'network.throughput.durations' },
  select: `SELECT q.protocol_code, q.exam_minutes_median, q.exam_minutes_median_n AS n,
      network.exam_minutes_median AS network_exam_minutes_median, network.exam_minutes_median_n AS network_n
    FROM q LEFT JOIN network ON network.protocol_code = q.protocol_code ORDER BY q.protocol_code`,
  alone: {
    from: { q: 'throughput.durations' },
    select: 'SELECT protocol_code, exam_minutes_median, exam_minutes_median_n AS n FROM q ORDER BY protocol_code',
  },
  shows: (page) =>
    page.protocols.map((row) =>
      pick(row, ['protocol_code', 'n', 'exam_minutes_median', 'network_n', 'network_exam_minutes_median']),
    ),
  exact: true,
}

export const flowPanels: Panel<FlowPage>[] = [
  strips,
  within,
  path,
  staffedPath,
  unreported,
  unreportedList,
  kept,
  farAhead,
  firstCases,
  protocols,
]
