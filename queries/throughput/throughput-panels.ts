import type { ModalityFigures, ThroughputPage } from './throughput-types.ts'
import { STALE_BOOKINGS_SHARE } from './throughput-figures.ts'
import { pick, quantileSql, rateSql, ratioSql, valuesOf } from '../panel/expressions.ts'
import type { Panel } from '../panel/panel.ts'
import { byModality, countTile, quantileTile, rateSelect, ratioByModalityTile } from '../panel/tiles.ts'

const COUNTS = 'throughput.counts'
const MINUTES = 'throughput.minutes'

const sum = (column: string) => `coalesce(sum(q.${column}), 0)`

/** Due bookings without an outcome hide no-shows: with too many of them there is no rate. */
const noShowRate = (of = '') =>
  `CASE WHEN ${of}stale_bookings > ${STALE_BOOKINGS_SHARE} * ${of}bookings_due THEN NULL
   ELSE ${rateSql('no_show_rate', `${of}no_shows_due`, `${of}bookings_due`)} END`

function rateByModality<Page>(id: string, k: string, n: string): Panel<Page> {
  const sums = `SELECT is_current, modality, ${k} AS k, ${n} AS n FROM q`
  const select = rateSelect(id, sums, ['is_current', 'modality'])
  return { id: `tile.${id}`, from: { q: COUNTS }, select, shows: byModality(id) }
}

/** Headline figures of exams, rooms and waits; on several pages. */
export function throughputTiles<Page>(): Panel<Page>[] {
  const counts = ['exams_performed', 'exams_scheduled', 'no_shows', 'cancellations', 'repeats', 'unreported']
  return [
    ...counts.map((id) => countTile<Page>(id, COUNTS, sum(id))),
    ratioByModalityTile('utilization_rate', 'throughput.rooms', 'occupied_in_hours_minutes', 'available_minutes'),
    {
      id: 'tile.no_show_rate',
      from: { q: COUNTS },
      select: `SELECT ${noShowRate()} AS no_show_rate, modality, no_shows_due AS numerator, bookings_due AS n,
        stale_bookings, is_current FROM q ORDER BY is_current DESC, modality`,
      shows: byModality('no_show_rate'),
    },
    quantileTile('wait_minutes_median', MINUTES, 'wait[1]', 'waits'),
    quantileTile('turnaround_minutes_median', MINUTES, 'turnaround[1]', 'turnarounds'),
    quantileTile('turnaround_minutes_p90', MINUTES, 'turnaround[2]', 'turnarounds'),
    quantileTile('exam_minutes_median', MINUTES, 'exam_time[1]', 'exam_times'),
    rateByModality('out_of_hours_rate', 'out_of_hours_exams', 'exams_performed'),
    rateByModality('repeat_rate', 'repeats', 'exams_performed'),
  ]
}

const BY_MODALITY = [
  'exams_performed',
  'utilization_rate',
  'no_show_rate',
  'wait_minutes_median',
  'turnaround_minutes_median',
  'turnaround_minutes_p90',
  'unreported',
  'out_of_hours_rate',
] as const

/** Headline figures by modality. */
export function modalityPanel<Page>(id: string, rows: (page: Page) => ModalityFigures[]): Panel<Page> {
  return {
    id,
    from: { c: COUNTS, r: 'throughput.rooms', m: MINUTES },
    select: `SELECT keys.modality, coalesce(c.exams_performed, 0) AS exams_performed,
        ${ratioSql('utilization_rate', 'r.occupied_in_hours_minutes', 'r.available_minutes')} AS utilization_rate,
        ${noShowRate('c.')} AS no_show_rate,
        ${quantileSql('wait_minutes_median', 'm.wait[1]', 'm.waits')} AS wait_minutes_median,
        ${quantileSql('turnaround_minutes_median', 'm.turnaround[1]', 'm.turnarounds')} AS turnaround_minutes_median,
        ${quantileSql('turnaround_minutes_p90', 'm.turnaround[2]', 'm.turnarounds')} AS turnaround_minutes_p90,
        coalesce(c.unreported, 0) AS unreported,
        ${rateSql('out_of_hours_rate', 'c.out_of_hours_exams', 'c.exams_performed')} AS out_of_hours_rate
      FROM (SELECT modality FROM c UNION SELECT modality FROM r UNION SELECT modality FROM m) AS keys
      LEFT JOIN c ON c.modality = keys.modality AND c.is_current
      LEFT JOIN r ON r.modality = keys.modality AND r.is_current
      LEFT JOIN m ON m.modality = keys.modality AND m.is_current
      ORDER BY keys.modality`,
    shows: (page) => rows(page).map((row) => ({ modality: row.modality, ...valuesOf(row.figures, BY_MODALITY) })),
    exact: true,
  }
}

type WithDays = Pick<ThroughputPage, 'exams_per_day' | 'filters'>

/** Days without exams have no row. */
export function daysPanel<Page extends WithDays>(): Panel<Page> {
  return {
    id: 'exams_per_day',
    from: { q: 'throughput.days' },
    select: 'SELECT modality, day, exams_performed FROM q WHERE exams_performed > 0 ORDER BY modality, day',
    shows: (page) =>
      page.exams_per_day.flatMap(({ modality, days }) =>
        days
          .flatMap((d) => [
            { modality, day: d.previous_day, exams_performed: d.previous_exams_performed },
            { modality, day: d.day, exams_performed: d.exams_performed },
          ])
          .filter((row) => row.exams_performed > 0),
      ),
    exact: true,
  }
}

export function hoursPanel<Page extends Pick<ThroughputPage, 'heat_map'>>(): Panel<Page> {
  return {
    id: 'hours_of_week',
    from: { q: 'throughput.hours_of_week' },
    select: `SELECT modality, CAST(floor(place / 24) AS INTEGER) + 1 AS iso_weekday, place % 24 AS hour, exams
      FROM q ORDER BY modality, place`,
    shows: (page) =>
      page.heat_map.flatMap(({ modality, exams_started }) =>
        exams_started.flatMap((exams, place) =>
          exams === 0 ? [] : [{ modality, iso_weekday: Math.floor(place / 24) + 1, hour: place % 24, exams }],
        ),
      ),
    exact: true,
  }
}

const SCANNER = [
  'scanner_id',
  'center_code',
  'modality',
  'exams_performed',
  'staffed_minutes',
  'down_minutes',
  'available_minutes',
  'occupied_minutes',
  'occupied_in_hours_minutes',
  'scanning_minutes',
  'utilization_rate',
] as const

export function scannersPanel<Page extends Pick<ThroughputPage, 'scanners'>>(id: string): Panel<Page> {
  const utilization = ratioSql('utilization_rate', 'occupied_in_hours_minutes', 'available_minutes')
  return {
    id,
    from: { q: 'throughput.scanners' },
    select: `SELECT q.*, ${utilization} AS utilization_rate FROM q ORDER BY utilization_rate DESC NULLS LAST, scanner_id`,
    shows: (page) => page.scanners.map((row) => pick(row, SCANNER)),
  }
}

const CENTER = [
  'center_code',
  'modality',
  'exams_performed',
  'repeats',
  'unreported',
  'utilization_rate',
  'wait_minutes_median',
  'turnaround_minutes_median',
  'turnaround_minutes_p90',
] as const
const BOOKED = ['cancellations', 'no_shows', 'out_of_hours_exams', 'no_show_rate'] as const

const centersPanel: Panel<ThroughputPage> = {
  id: 'centers',
  from: {
    c: 'throughput.counts_by_center',
    r: 'throughput.rooms_by_center',
    m: 'throughput.minutes_by_center',
  },
  select: `SELECT c.center_code, c.modality, c.exams_performed,
      ${ratioSql('utilization_rate', 'r.occupied_in_hours_minutes', 'r.available_minutes')} AS utilization_rate,
      ${noShowRate('c.')} AS no_show_rate,
      ${quantileSql('wait_minutes_median', 'm.wait[1]', 'm.waits')} AS wait_minutes_median,
      ${quantileSql('turnaround_minutes_median', 'm.turnaround[1]', 'm.turnarounds')} AS turnaround_minutes_median,
      ${quantileSql('turnaround_minutes_p90', 'm.turnaround[2]', 'm.turnarounds')} AS turnaround_minutes_p90,
      c.unreported, c.out_of_hours_exams, c.repeats, c.cancellations, c.no_shows
    FROM c LEFT JOIN r ON r.center_code = c.center_code AND r.modality = c.modality
    LEFT JOIN m ON m.center_code = c.center_code AND m.modality = c.modality
    ORDER BY c.center_code, c.modality`,
  // Bookings name no scanner: under a scanner filter the page leaves these columns empty.
  shows: (page) =>
    page.centers.map((row) => pick(row, page.filters.scanner.length > 0 ? CENTER : [...CENTER, ...BOOKED])),
  exact: true,
}

export const throughputPanels: Panel<ThroughputPage>[] = [
  ...throughputTiles<ThroughputPage>(),
  modalityPanel('modality', (page) => page.by_modality),
  daysPanel(),
  scannersPanel('scanner_use'),
  hoursPanel(),
  centersPanel,
  scannersPanel('scanners'),
]
