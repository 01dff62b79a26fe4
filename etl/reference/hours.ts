/** A staffed window in minutes after local midnight, half-open; 1440 is the end of the day. */
export interface Window {
  startMinute: number
  endMinute: number
}

/** A weekly window: ISO weekday, 1 = Monday. */
export interface WeeklyWindow extends Window {
  weekday: number
}

const WINDOW = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/
const WEEKDAYS = /^[1-7](\s*-\s*[1-7])?(\s*,\s*[1-7](\s*-\s*[1-7])?)*$/

/**
 * Weekly hours such as `1-5 08:00-20:00;6 08:00-12:00` as windows that do not overlap, by weekday and start.
 * Null when the text is not of that form. Days not named have no window.
 */
export function parseStaffedHours(text: string): WeeklyWindow[] | null {
  const windows: WeeklyWindow[] = []
  for (const part of parts(text)) {
    const space = part.search(/\s+\d{1,2}:/)
    const weekdays = space === -1 ? null : parseWeekdays(part.slice(0, space).trim())
    const window = space === -1 ? null : parseWindow(part.slice(space).trim())
    if (!weekdays || !window) return null
    windows.push(...weekdays.map((weekday) => ({ weekday, ...window })))
  }
  if (windows.length === 0) return null
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    union(windows.filter((w) => w.weekday === weekday)).map((w) => ({ weekday, ...w })),
  )
}

/** Hours of one date: `closed` (no window) or `08:00-12:00;13:00-17:00`. Null when the text is not of that form. */
export function parseDayHours(text: string): Window[] | null {
  if (text.trim().toLowerCase() === 'closed') return []
  const windows = parts(text).map(parseWindow)
  return windows.length > 0 && windows.every((w) => w !== null) ? union(windows) : null
}

/** Staffed minutes of a week; null where the hours are unknown. */
export function minutesPerWeek(staffedHours: string | null): number | null {
  const windows = staffedHours === null ? null : parseStaffedHours(staffedHours)
  return windows && windows.reduce((sum, w) => sum + w.endMinute - w.startMinute, 0)
}

const parts = (text: string) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')

function parseWeekdays(text: string): number[] | null {
  if (!WEEKDAYS.test(text)) return null
  const days: number[] = []
  for (const range of text.split(',')) {
    const [first, last = first] = range.split('-').map(Number) as [number, number?]
    if (last < first) return null
    for (let day = first; day <= last; day++) days.push(day)
  }
  return days
}

function parseWindow(text: string): Window | null {
  const match = WINDOW.exec(text)
  if (!match) return null
  const [startHour, startMinutes, endHour, endMinutes] = match.slice(1).map(Number) as [number, number, number, number]
  const startMinute = startHour * 60 + startMinutes
  const endMinute = endHour * 60 + endMinutes
  if (startMinutes > 59 || endMinutes > 59 || endMinute > 1440 || startMinute >= endMinute) return null
  return { startMinute, endMinute }
}

/** Windows that overlap or touch become one: minutes are counted once. */
function union(windows: Window[]): Window[] {
  const merged: Window[] = []
  for (const { startMinute, endMinute } of [...windows].sort((a, b) => a.startMinute - b.startMinute)) {
    const last = merged.at(-1)
    if (last && startMinute <= last.endMinute) last.endMinute = Math.max(last.endMinute, endMinute)
    else merged.push({ startMinute, endMinute })
  }
  return merged
}
