import type { Unit } from '#queries/metric/define.ts'
import type { Locale } from '../preferences.ts'
import { dateFormat, numberFormat } from './intl.ts'

/** What stands where there is no value: null is a fact, and never 0. */
export const DASH = '–'

type Maybe<T> = T | null | undefined

/** Beijing time for what the network's own systems did; a center's events are shown in its own zone. */
export const NETWORK_TIME_ZONE = 'Asia/Shanghai'

const whenKnown =
  <T>(write: (value: T) => string) =>
  (value: Maybe<T>): string =>
    value === null || value === undefined ? DASH : write(value)

/** A local day or month, `YYYY-MM-DD`, has no time zone: UTC on both sides keeps the machine's out of it. */
const asDate = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`)

function numberWriters(locale: Locale) {
  const write = (options: Intl.NumberFormatOptions) => {
    const format = numberFormat(locale, options)
    return whenKnown((value: number) => format.format(value))
  }
  const cny = { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' } as const
  const signed = { signDisplay: 'exceptZero' } as const
  return {
    count: write({ maximumFractionDigits: 0 }),
    compact: write({ notation: 'compact', maximumSignificantDigits: 3 }),
    decimal: write({ maximumFractionDigits: 2 }),
    /** 0…1 as per cent with one decimal. */
    rate: write({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    rateShort: write({ style: 'percent', maximumFractionDigits: 1 }),
    minutes: write({ maximumFractionDigits: 1 }),
    decimalOne: write({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    coefficient: write({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    money: write({ ...cny, maximumFractionDigits: 0 }),
    moneyCompact: write({ ...cny, notation: 'compact', maximumSignificantDigits: 3 }),
    signedCount: write({ maximumFractionDigits: 0, ...signed }),
    signedMinutes: write({ maximumFractionDigits: 1, ...signed }),
    signedMoney: write({ ...cny, maximumFractionDigits: 0, ...signed }),
    signedShare: write({ style: 'percent', maximumFractionDigits: 1, ...signed }),
    signedCoefficient: write({ maximumFractionDigits: 2, ...signed }),
    signedDecimal: write({ minimumFractionDigits: 1, maximumFractionDigits: 1, ...signed }),
  }
}

function dateWriters(locale: Locale) {
  const ofDay = (options: Intl.DateTimeFormatOptions) => {
    const format = dateFormat(locale, { ...options, timeZone: 'UTC' })
    return whenKnown((day: string) => format.format(asDate(day)))
  }
  const ofInstant = (options: Intl.DateTimeFormatOptions) => (at: Maybe<string>, timeZone?: Maybe<string>) => {
    if (!at) return DASH
    return dateFormat(locale, { ...options, timeZone: timeZone || NETWORK_TIME_ZONE, hourCycle: 'h23' }).format(
      new Date(at),
    )
  }
  const date = { year: 'numeric', month: 'short', day: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit' } as const
  return {
    day: ofDay(date),
    dayShort: ofDay({ month: 'short', day: 'numeric' }),
    month: ofDay({ year: 'numeric', month: 'short' }),
    instant: ofInstant({ ...date, ...time }),
    time: ofInstant({ ...time, second: '2-digit' }),
    /** Names of the weekdays, Monday first. */
    weekdays: Array.from({ length: 7 }, (_, place) =>
      dateFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(asDate(`2024-01-0${place + 1}`)),
    ),
  }
}

/** "3 hours ago": in the largest unit that is not 0. */
function ageWriter(locale: Locale) {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' })
  return (seconds: number): string => {
    if (seconds >= 2 * 86_400) return format.format(-Math.floor(seconds / 86_400), 'day')
    if (seconds >= 3_600) return format.format(-Math.floor(seconds / 3_600), 'hour')
    return format.format(-Math.max(1, Math.floor(seconds / 60)), 'minute')
  }
}

const BY_UNIT = {
  count: ['count', 'signedCount'],
  minutes: ['minutes', 'signedMinutes'],
  rate: ['rate', 'signedShare'],
  cny: ['money', 'signedMoney'],
  coefficient: ['coefficient', 'signedCoefficient'],
  mgy: ['decimal', 'signedMinutes'],
  mgy_cm: ['decimal', 'signedMinutes'],
} as const satisfies Record<Unit, readonly [string, string]>

export type Format = ReturnType<typeof makeFormat>

function makeFormat(locale: Locale) {
  const numbers = numberWriters(locale)
  return {
    ...numbers,
    ...dateWriters(locale),
    age: ageWriter(locale),
    /** By the unit that the registry gives the metric. */
    value: (value: Maybe<number>, unit: Unit) => numbers[BY_UNIT[unit][0]](value),
    change: (value: Maybe<number>, unit: Unit) => numbers[BY_UNIT[unit][1]](value),
  }
}

const made = new Map<Locale, Format>()

/** Every number, date and amount on a page is written by one of these; null becomes an en dash. */
export function formatFor(locale: Locale): Format {
  let format = made.get(locale)
  if (!format) made.set(locale, (format = makeFormat(locale)))
  return format
}
