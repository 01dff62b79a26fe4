import { isoDay, isoWeekday } from './clock.ts'
import { FESTIVAL_STARTS, kindOfDay } from './holidays.ts'
import type { Modality } from './modality.ts'

/** Demand by weekday, Friday = 1. */
const WEEKDAYS = [1.12, 1.08, 1.05, 1.03, 1.0, 0.7, 0.5]
const YEARLY_GROWTH = 0.08

/** Demand on a day relative to an ordinary Friday of the last day's year: weekday, holidays, season, growth. */
export function demand(day: number, modality: Modality, lastDay: number): number {
  const growth = Math.exp((Math.log(1 + YEARLY_GROWTH) * (day - lastDay)) / 365)
  return calendarEffect(day) * seasonEffect(day, modality) * growth
}

function calendarEffect(day: number): number {
  const kind = kindOfDay(day)
  if (kind === 'festival') return 0.3
  if (kind === 'holiday') return 0.5
  const weekday = WEEKDAYS[isoWeekday(day) - 1]!
  return (kind === 'workday' ? 0.9 : weekday) * aroundFestival(day)
}

/** The week before Spring Festival is quiet; what was put off comes in the two weeks after it. */
function aroundFestival(day: number): number {
  for (const start of FESTIVAL_STARTS) {
    if (day < start && day >= start - 7) return 0.8
    if (day >= start + 8 && day < start + 22) return 1.15
  }
  return 1
}

/** Winter fills the chests, and check-ups come from May to July and from September to November. */
function seasonEffect(day: number, modality: Modality): number {
  const month = Number(isoDay(day).slice(5, 7))
  if ((modality === 'CT' || modality === 'DX') && (month >= 11 || month <= 2)) return 1.18
  if (modality === 'US' || modality === 'MG' || modality === 'DX') {
    if ((month >= 5 && month <= 7) || (month >= 9 && month <= 11)) return 1.12
  }
  return 1
}

/** How many patients come at a time of day, by half hours from midnight, relative. */
function halfHourWeight(half: number): number {
  const hour = half / 2
  if (hour < 7) return 0.08
  if (hour < 8) return 0.6
  if (hour < 8.5) return 0.9
  if (hour < 10.5) return 1.5
  if (hour < 12) return 1.1
  if (hour < 13.5) return 0.45
  if (hour < 15.5) return 1.3
  if (hour < 17.5) return 0.9
  if (hour < 20) return 0.5
  return 0.2
}

/** Staffed window of a day, seconds since midnight, end not included. */
export type Window = readonly [from: number, to: number]

export interface Arrivals {
  starts: number[]
  upTo: number[]
  total: number
}

/** Table from which times of day within staffed windows are drawn, by half hours. */
export function arrivalTable(windows: readonly Window[]): Arrivals {
  const table: Arrivals = { starts: [], upTo: [], total: 0 }
  for (const [from, to] of windows) {
    for (let at = from; at < to; at += 1800) {
      table.starts.push(at)
      table.total += halfHourWeight(Math.floor(at / 1800)) * Math.min(1, (to - at) / 1800)
      table.upTo.push(table.total)
    }
  }
  return table
}
