const DAY = 86_400_000
const time = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const add = (day: string, days: number) => dayOf(time(day) + days * DAY)

function monthStart(day: string, months = 0): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.toISOString().slice(0, 10)
}

export const PRESETS = ['days_7', 'days_28', 'days_90', 'this_month', 'last_month', 'year'] as const
export type Preset = (typeof PRESETS)[number]

/** Half-open range of local days, counted back from the last day that has data: a clock that runs ahead of it shows nothing. */
export function presetPeriod(preset: Preset, lastDay: string): { from: string; to: string } {
  const to = add(lastDay, 1)
  switch (preset) {
    case 'days_7':
      return { from: add(to, -7), to }
    case 'days_28':
      return { from: add(to, -28), to }
    case 'days_90':
      return { from: add(to, -90), to }
    case 'this_month':
      return { from: monthStart(lastDay), to }
    case 'last_month':
      return { from: monthStart(lastDay, -1), to: monthStart(lastDay) }
    case 'year':
      return { from: add(to, -365), to }
  }
}
