import type { Kysely } from 'kysely'
import { measure } from '../metric/measure.ts'
import { centerDay } from '../metric/sources.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics as m } from './throughput-metrics.ts'
import type { CenterThroughputRow } from './throughput-types.ts'

/** What the table by center shows, in the order of its columns. */
export const BY_CENTER = [
  m.exams_performed,
  m.utilization_rate,
  m.no_show_rate,
  m.wait_minutes_median,
  m.turnaround_minutes_median,
  m.turnaround_minutes_p90,
  m.unreported,
  m.out_of_hours_exams,
  m.repeats,
  m.cancellations,
  m.no_shows,
]

/** One row per center and modality, by center; centers are compared elsewhere in funnels, not ranked here. */
export async function centerThroughput(db: Kysely<Database>, filters: Filters): Promise<CenterThroughputRow[]> {
  const [rows, nameOf] = await Promise.all([
    measure(db, {
      name: 'throughput.centers',
      metrics: BY_CENTER,
      by: ['center_code', 'modality'],
      filters,
      periods: 'current',
      beside: [centerDay.sum('bookings_due'), centerDay.sum('no_shows_due')],
    }),
    centerNames(db),
  ])
  return rows
    .filter(({ row }) => row['center_code'] !== null)
    .map(({ row, figures }) => {
      const center_code = row['center_code'] as string
      const value = (id: keyof typeof figures) => figures[id].value
      return {
        center_code,
        ...nameOf(center_code),
        modality: row['modality'] as string,
        exams_performed: value('exams_performed') ?? 0,
        repeats: value('repeats') ?? 0,
        unreported: value('unreported') ?? 0,
        no_shows: value('no_shows'),
        cancellations: value('cancellations'),
        out_of_hours_exams: value('out_of_hours_exams'),
        bookings_due: (row['bookings_due'] as number | undefined) ?? null,
        no_shows_due: (row['no_shows_due'] as number | undefined) ?? null,
        no_show_rate: value('no_show_rate'),
        utilization_rate: value('utilization_rate'),
        wait_minutes_median: value('wait_minutes_median'),
        turnaround_minutes_median: value('turnaround_minutes_median'),
        turnaround_minutes_p90: value('turnaround_minutes_p90'),
      }
    })
}
