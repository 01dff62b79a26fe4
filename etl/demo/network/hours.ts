import { DAY_SECONDS, dayNumber, isoDay, isoWeekday } from '../clock.ts'
import { kindOfDay } from '../holidays.ts'
import type { Window } from '../rhythm.ts'
import type { Center, Scanner } from '../types.ts'

/** Weekday hours by length; a scanner gets the shortest that its demand needs. */
const LADDER: readonly { hours: number; weekdays: string; saturday: string; sunday: string }[] = [
  { hours: 4, weekdays: '08:00-12:00', saturday: '08:00-12:00', sunday: '' },
  { hours: 6, weekdays: '08:00-12:00;14:00-16:00', saturday: '08:00-12:00', sunday: '' },
  { hours: 7.5, weekdays: '08:00-12:00;13:30-17:00', saturday: '08:00-12:00', sunday: '08:30-11:30' },
  { hours: 9, weekdays: '08:00-17:00', saturday: '08:00-12:00;13:00-16:00', sunday: '08:30-12:00' },
  { hours: 10.5, weekdays: '07:30-18:00', saturday: '08:00-16:00', sunday: '08:00-14:00' },
  { hours: 12, weekdays: '08:00-20:00', saturday: '08:00-17:00', sunday: '08:00-14:30' },
  { hours: 14.5, weekdays: '07:30-22:00', saturday: '07:30-19:00', sunday: '08:00-16:00' },
]
export const ROUND_THE_CLOCK = '1-7 00:00-24:00'
const HOLIDAY_HOURS = '08:30-12:00'
const WORKDAY_HOURS = '08:00-12:00;13:30-17:30'

/** The shortest weekly hours whose weekday holds that many hours; the longest where none does. */
export function weeklyHours(hoursNeeded: number): string {
  const row = LADDER.find((r) => r.hours >= hoursNeeded) ?? LADDER.at(-1)!
  const days: [string, string][] = [
    ['1-5', row.weekdays],
    ['6', row.saturday],
    ['7', row.sunday],
  ]
  return days
    .flatMap(([day, windows]) => (windows === '' ? [] : windows.split(';').map((w) => `${day} ${w}`)))
    .join(';')
}

/** Hours of an ordinary weekday under weekly hours. */
export function weekdayHours(staffedHours: string): number {
  return weekly(staffedHours, 5).reduce((sum, [from, to]) => sum + (to - from) / 3600, 0)
}

export interface CalendarRow {
  centerCode: string
  scannerId: string
  date: string
  hours: string
}

/**
 * Exceptions from the weekly hours between two days: closed on the first two days of Spring Festival, mornings on other
 * holidays, weekday hours on weekend days that are worked; scanners that run round the clock keep running.
 */
export function calendarRows(centers: readonly Center[], first: number, last: number): CalendarRow[] {
  const rows: CalendarRow[] = []
  const always = centers.flatMap((c) => c.scanners.filter((s) => s.staffedHours === ROUND_THE_CLOCK))
  for (let day = first; day <= last; day++) {
    const hours = networkHours(day)
    if (hours === null) continue
    const date = isoDay(day)
    rows.push({ centerCode: '', scannerId: '', date, hours })
    for (const s of always) rows.push({ centerCode: s.centerCode, scannerId: s.scannerId, date, hours: '00:00-24:00' })
  }
  return rows
}

function networkHours(day: number): string | null {
  const kind = kindOfDay(day)
  if (kind === 'ordinary') return null
  if (kind === 'workday') return WORKDAY_HOURS
  if (kind === 'holiday') return HOLIDAY_HOURS
  const firstTwoDays = kindOfDay(day - 2) !== 'festival'
  return firstTwoDays ? 'closed' : HOLIDAY_HOURS
}

const parsed = new Map<string, readonly Window[]>()

/** Staffed windows of a scanner on a day, as the reference files say; none before it was installed. */
export function windowsOn(scanner: Scanner, day: number): readonly Window[] {
  if (day < dayNumber(scanner.installedOn)) return []
  if (scanner.staffedHours === ROUND_THE_CLOCK) return [[0, DAY_SECONDS]]
  const exception = networkHours(day)
  if (exception === 'closed') return []
  const change = scanner.staffingChange
  const hours = change && day >= change.from ? change.staffedHours : scanner.staffedHours
  const key = exception ?? `${isoWeekday(day)} ${hours}`
  let windows = parsed.get(key)
  if (!windows) {
    windows = exception ? exception.split(';').map(toWindow) : weekly(hours, isoWeekday(day))
    parsed.set(key, windows)
  }
  return windows
}

function weekly(staffedHours: string, weekday: number): Window[] {
  return staffedHours.split(';').flatMap((part) => {
    const [days, window] = part.split(' ') as [string, string]
    const [from, to = from] = days.split('-').map(Number) as [number, number?]
    return weekday >= from && weekday <= to ? [toWindow(window)] : []
  })
}

function toWindow(text: string): Window {
  const [from, to] = text.split('-').map((t) => Number(t.slice(0, 2)) * 3600 + Number(t.slice(3, 5)) * 60)
  return [from!, to!]
}
