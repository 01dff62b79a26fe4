const DAY = 86_400_000
const time = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const add = (day: string, days: number) => dayOf(time(day) + days * DAY)

/** The last day of a half-open period, as people name it. */
export const lastDayOf = (to: string) => add(to, -1)

/** The end of the address's half-open period whose last day is `day`; null where that is no day. */
export function endAfter(day: string): string | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? time(day) : NaN
  return Number.isFinite(at) && dayOf(at) === day ? add(day, 1) : null
}

function monthStart(day: string, months = 0): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.toISOString().slice(0, 10)
}

/** Monday of the day's week. */
const monday = (day: string) => add(day, -((new Date(time(day)).getUTCDay() + 6) % 7))
const quarterStart = (day: string) => monthStart(day, -((Number(day.slice(5, 7)) - 1) % 3))

/** Those that stand open, and those behind a menu. */
export const PRESETS = ['yesterday', 'days_7', 'days_28', 'this_month', 'last_month'] as const
export const MORE_PRESETS = ['this_week', 'last_week', 'days_90', 'quarter', 'year_to_date', 'months_12'] as const
export type Preset = (typeof PRESETS)[number] | (typeof MORE_PRESETS)[number]

export interface Period {
  from: string
  to: string
}

/**
 * Half-open range of local days, counted back from the last day that has data, which a night's load makes yesterday: a
 * clock that runs ahead of it shows nothing.
 */
export function presetPeriod(preset: Preset, lastDay: string): Period {
  const to = add(lastDay, 1)
  switch (preset) {
    case 'yesterday':
      return { from: lastDay, to }
    case 'days_7':
      return { from: add(to, -7), to }
    case 'days_28':
      return { from: add(to, -28), to }
    case 'days_90':
      return { from: add(to, -90), to }
    case 'this_week':
      return { from: monday(lastDay), to }
    case 'last_week':
      return { from: add(monday(lastDay), -7), to: monday(lastDay) }
    case 'this_month':
      return { from: monthStart(lastDay), to }
    case 'last_month':
      return { from: monthStart(lastDay, -1), to: monthStart(lastDay) }
    case 'quarter':
      return { from: quarterStart(lastDay), to }
    case 'year_to_date':
      return { from: `${lastDay.slice(0, 4)}-01-01`, to }
    case 'months_12':
      return { from: yearBefore(to), to }
  }
}

/** The same day of the year before; of 29 February, the day after the 28th. */
function yearBefore(day: string): string {
  return dayOf(time(`${Number(day.slice(0, 4)) - 1}${day.slice(4, 8)}01`) + (Number(day.slice(8)) - 1) * DAY)
}
