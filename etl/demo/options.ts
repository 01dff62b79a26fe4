import { UsageError } from '../errors.ts'
import { dayNumber, isoDay } from './clock.ts'

/** What a demo network is made from; the same options give the same bytes. */
export interface DemoOptions {
  /** Folder that receives the landing files. */
  out: string
  /** Number of centers, 1…999. */
  centers: number
  /** Number of days of business, 1…1500, the last of them `end`. */
  days: number
  /** Any whole number; another seed makes another network with the same stories. */
  seed: number
  /** Last day of business, `YYYY-MM-DD`. Fixed by default, so that nothing depends on the day it is run. */
  end: string
  /** About how many exams the whole network has; null = 58 for every center and day. */
  exams: number | null
  /** One file for every feed, center and day, as centers hand them over, or one for every month. */
  files: 'day' | 'month'
}

/** Four whole months, with Spring Festival in the first. */
export const DEFAULT_DEMO: Omit<DemoOptions, 'out'> = {
  centers: 12,
  days: 120,
  seed: 1,
  end: '2026-05-31',
  exams: null,
  files: 'day',
}

export const EXAMS_PER_CENTER_DAY = 58

/** Options with the defaults filled in; one that is out of range is a UsageError of one line. */
export function demoOptions(given: Partial<DemoOptions> & { out: string }): DemoOptions {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const options = { ...DEFAULT_DEMO, ...present } as DemoOptions
  if (options.out === '') throw new UsageError('--out: name the folder for the landing files, such as --out data/demo')
  whole('--centers', options.centers, 1, 999)
  whole('--days', options.days, 1, 1500)
  whole('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER)
  if (options.exams !== null) whole('--exams', options.exams, 1, 100_000_000)
  const end = dayNumber(options.end)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(options.end) || Number.isNaN(end) || isoDay(end) !== options.end) {
    throw new UsageError(`--end: ${options.end} is not a date; give YYYY-MM-DD, such as --end ${DEFAULT_DEMO.end}`)
  }
  if (options.end < '2010-01-01' || options.end > '2099-12-31') {
    throw new UsageError('--end: give a date between 2010-01-01 and 2099-12-31')
  }
  if (options.files !== 'day' && options.files !== 'month') throw new UsageError('--files: give day or month')
  return options
}

function whole(name: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return
  throw new UsageError(`${name}: give a whole number from ${from} to ${to}`)
}

/** First and last day of business as day numbers, both included. */
export function period(options: DemoOptions): { first: number; last: number } {
  const last = dayNumber(options.end)
  return { first: last - options.days + 1, last }
}
