/** Minutes after local midnight, half-open; 1440 is the end of the day. */
export interface Minutes {
  from: number
  to: number
}

const minutes = (clock: string) => {
  const [hours = 0, rest = 0] = clock.split(':').map(Number)
  return hours * 60 + rest
}

function windowsOf(texts: string[]): Minutes[] {
  const windows = texts.map((text) => text.match(/(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*$/)).filter((m) => m !== null)
  return windows
    .map(([, from, to]) => ({ from: minutes(from!), to: minutes(to!) }))
    .sort((a, b) => a.from - b.from || a.to - b.to)
}

const parts = (text: string) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)

function holdsWeekday(part: string, weekday: number): boolean {
  const days = part.slice(0, part.search(/\s+\d{1,2}:/))
  return days.split(',').some((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return weekday >= first && weekday <= last
  })
}

/** Windows of a weekday (1 = Monday) in weekly hours as they were landed and checked: `1-5 08:00-20:00;6 08:00-12:00`. */
export function weeklyWindows(hours: string, weekday: number): Minutes[] {
  return windowsOf(parts(hours).filter((part) => holdsWeekday(part, weekday)))
}

/** Windows of one date: `closed` or `08:00-12:00;13:00-17:00`. */
export const dateWindows = (hours: string): Minutes[] => windowsOf(parts(hours))

/** Hours as the reference data says them for one scanner and day. */
export interface HoursOfDay {
  /** The day's own, most particular first: scanner, center, network; null where none is said. */
  calendar: string | null
  /** Weekly hours in force; null = unknown. */
  weekly: string | null
  in_service: boolean
  iso_weekday: number
}

/** Staffed windows of the day; null where its hours are unknown. */
export function windowsOn({ calendar, weekly, in_service, iso_weekday }: HoursOfDay): Minutes[] | null {
  if (!in_service) return []
  if (calendar !== null) return dateWindows(calendar)
  return weekly === null ? null : weeklyWindows(weekly, iso_weekday)
}
