import type { Kysely } from 'kysely'
import { addDays, daysBetween } from '../filter/days.ts'
import { measure } from '../metric/measure.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics } from './throughput-metrics.ts'
import type { ExamsPerDay } from './throughput-types.ts'

/** Days with exams of the period and the one compared with. */
async function exams(db: Kysely<Database>, filters: Filters) {
  const rows = await measure(db, {
    name: 'throughput.days',
    metrics: [throughputMetrics.exams_performed],
    by: ['modality', 'day'],
    filters,
    periods: 'both',
  })
  return rows.map(({ row, is_current, figures }) => ({
    is_current,
    modality: row['modality'] as string,
    day: row['day'] as string,
    exams_performed: figures.exams_performed.value ?? 0,
  }))
}

/** Every day of the period, also those without exams: a day on which nothing was done is 0, a fact. */
export async function examsPerDay(db: Kysely<Database>, filters: Filters): Promise<ExamsPerDay[]> {
  const rows = await exams(db, filters)
  const length = daysBetween(filters.from, filters.to)
  const modalities = [...new Set(rows.filter((r) => r.exams_performed > 0).map((r) => r.modality))].sort()
  return modalities.map((modality) => {
    const counts = (current: boolean) =>
      new Map(
        rows.filter((r) => r.modality === modality && r.is_current === current).map((r) => [r.day, r.exams_performed]),
      )
    const [now, before] = [counts(true), counts(false)]
    const days = Array.from({ length }, (_, i) => {
      const [day, previous_day] = [addDays(filters.from, i), addDays(filters.previous.from, i)]
      return {
        day,
        exams_performed: now.get(day) ?? 0,
        previous_day,
        previous_exams_performed: before.get(previous_day) ?? 0,
      }
    })
    return { modality, days }
  })
}
