import { addDays, daysBetween } from './filter/days.ts'

/**
 * First day of the lunar year (Spring Festival), 2015 to 2035.
 * @source Hong Kong Observatory, Gregorian-Lunar Calendar Conversion Table; rule of GB/T 33661-2017
 */
const SPRING_FESTIVAL = [
  '2015-02-19',
  '2016-02-08',
  '2017-01-28',
  '2018-02-16',
  '2019-02-05',
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
  '2031-01-23',
  '2032-02-11',
  '2033-01-31',
  '2034-02-19',
  '2035-02-08',
]

/** Half-open, local days. */
interface Days {
  from: string
  to: string
}

export type HolidayName = 'spring_festival' | 'national_day'

/** First day of the lunar year that begins in this year; null outside 2015 to 2035. */
export function springFestival(year: number): string | null {
  return SPRING_FESTIVAL.find((day) => Number(day.slice(0, 4)) === year) ?? null
}

/**
 * The two weeks in which the country stands still: from the eve of the lunar year to its seventh day, and 1 to 7
 * October. What the State Council adds around them, and the days worked in exchange, differ by year; whether a center was
 * open is in its own calendar.
 */
function holidayWeeks(year: number): { name: HolidayName; days: Days }[] {
  const festival = springFestival(year)
  const national = { name: 'national_day' as const, days: { from: `${year}-10-01`, to: `${year}-10-08` } }
  if (!festival) return [national]
  return [{ name: 'spring_festival', days: { from: addDays(festival, -1), to: addDays(festival, 7) } }, national]
}

function sharedDays(a: Days, b: Days): number {
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return Math.max(0, daysBetween(from, to))
}

/** Days of each holiday that a period holds. */
export function holidayDays(period: Days): Record<HolidayName, number> {
  const days: Record<HolidayName, number> = { spring_festival: 0, national_day: 0 }
  for (let year = Number(period.from.slice(0, 4)); year <= Number(period.to.slice(0, 4)); year += 1)
    for (const week of holidayWeeks(year)) days[week.name] += sharedDays(period, week.days)
  return days
}

/** The first day of each holiday that a period holds, or the period's own where it begins within one. */
export function holidaysIn(period: Days): { name: HolidayName; day: string }[] {
  const years = Number(period.to.slice(0, 4)) - Number(period.from.slice(0, 4)) + 1
  return Array.from({ length: years }, (_, i) => holidayWeeks(Number(period.from.slice(0, 4)) + i))
    .flat()
    .filter(({ days }) => sharedDays(period, days) > 0)
    .map(({ name, days }) => ({ name, day: days.from > period.from ? days.from : period.from }))
    .sort((a, b) => a.day.localeCompare(b.day))
}

/** Saturdays and Sundays of a period. */
export function weekendDays({ from, to }: Days): number {
  const length = Math.max(0, daysBetween(from, to))
  const first = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7
  const rest = Array.from({ length: length % 7 }, (_, i) => (first + i) % 7)
  return 2 * Math.floor(length / 7) + rest.filter((weekday) => weekday >= 5).length
}

/** Holidays of which two periods do not hold the same number of days: what the page says beside a comparison of counts. */
export function holidaysThatDiffer(
  current: Days,
  previous: Days,
): { name: HolidayName; current: number; previous: number }[] {
  const [now, then] = [holidayDays(current), holidayDays(previous)]
  return (Object.keys(now) as HolidayName[])
    .filter((name) => now[name] !== then[name])
    .map((name) => ({ name, current: now[name], previous: then[name] }))
}

/** 29 February becomes 1 March, so that half-open ends meet. */
function yearEarlier(day: string): string {
  const earlier = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  return earlier.endsWith('-02-29') ? `${earlier.slice(0, 4)}-03-01` : earlier
}

/**
 * The same period a year ago. By the calendar where both hold as many days of the Spring Festival, else moved so that the
 * days before and after the lunar year's first stand beside each other; the period keeps its length then. `aligned` tells
 * which. Years outside the table go by the calendar.
 */
export function samePeriodLastYear(period: Days): Days & { aligned: 'calendar' | 'lunar' } {
  const calendar = { from: yearEarlier(period.from), to: yearEarlier(period.to) }
  if (holidayDays(period).spring_festival === holidayDays(calendar).spring_festival)
    return { ...calendar, aligned: 'calendar' }
  // The festival that either period holds lies in the year in which the later part of the period begins the lunar year.
  const year = Number(period.from.slice(0, 4))
  const inPeriod = [year, year + 1].find((y) => festivalTouches(period, y) || festivalTouches(calendar, y - 1)) ?? year
  const [now, then] = [springFestival(inPeriod), springFestival(inPeriod - 1)]
  if (!now || !then) return { ...calendar, aligned: 'calendar' }
  const days = daysBetween(then, now)
  return { from: addDays(period.from, -days), to: addDays(period.to, -days), aligned: 'lunar' }
}

function festivalTouches(period: Days, year: number): boolean {
  const festival = holidayWeeks(year).find((week) => week.name === 'spring_festival')
  return festival !== undefined && sharedDays(period, festival.days) > 0
}
