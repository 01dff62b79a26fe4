import { figureTile, valuesShown, valuesText } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { BY_CENTER } from './centers.ts'
import { HEADLINE } from './throughput-figures.ts'
import { throughputMetrics as m } from './throughput-metrics.ts'
import type { ModalityFigures, ThroughputPage } from './throughput-types.ts'

/** What the table by modality shows. */
const BY_MODALITY = [
  m.exams_performed,
  m.utilization_rate,
  m.no_show_rate,
  m.wait_minutes_median,
  m.turnaround_minutes_median,
  m.turnaround_minutes_p90,
  m.unreported,
  m.out_of_hours_rate,
]

const MODALITIES = 'throughput.modalities'

/** Headline figures without a tile: they stand in tables. */
const IN_TABLES = new Set<string>([m.out_of_hours_exams.id, m.wait_minutes_p90.id])

/** Headline figures of exams, rooms and waits; on several pages. */
export function throughputTiles<Page>(): Panel<Page>[] {
  return HEADLINE.filter(({ id }) => !IN_TABLES.has(id)).map((metric) =>
    metric.kind === 'count'
      ? figureTile<Page>(metric, 'throughput.together')
      : figureTile<Page>(metric, MODALITIES, ['modality']),
  )
}

/** Headline figures by modality. */
export function modalityPanel<Page>(id: string, rows: (page: Page) => ModalityFigures[]): Panel<Page> {
  return {
    id,
    from: { q: MODALITIES },
    select: `SELECT modality, ${valuesText(BY_MODALITY)} FROM q WHERE is_current ORDER BY modality`,
    shows: (page) => rows(page).map((row) => ({ modality: row.modality, ...valuesShown(row.figures, BY_MODALITY) })),
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
  return {
    id,
    from: { q: 'throughput.scanners' },
    select: `SELECT ${SCANNER.join(', ')} FROM q ORDER BY utilization_rate DESC NULLS LAST, scanner_id`,
    shows: (page) => page.scanners.map((row) => pick(row, SCANNER)),
  }
}

const centersPanel: Panel<ThroughputPage> = {
  id: 'centers',
  from: { q: 'throughput.centers' },
  select: `SELECT center_code, modality, ${valuesText(BY_CENTER)} FROM q ORDER BY center_code, modality`,
  shows: (page) => page.centers.map((row) => pick(row, ['center_code', 'modality', ...BY_CENTER.map(({ id }) => id)])),
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
