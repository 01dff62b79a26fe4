import { halfWidth } from './tidy.ts'

const pad = (n: number | string, width = 2) => String(n).padStart(width, '0')
const OFFSET = String.raw`(?<offset>Z|[+-]\d{2}(?::?\d{2})?)?`
/** Names of zones that mean the same to all who write them here. */
const ZONE = String.raw`(?<zone>CST|HKT|GMT|UTC?)`
const HALF_DAY = String.raw`(?<half>上午|下午|中午|早上|早晨|清晨|傍晚|晚上|凌晨|[AaPp][Mm])?`
const CLOCK = String.raw`${HALF_DAY}\s*(?<hour>\d{1,2})(?::|时|時|点|點)\s*(?<minute>\d{1,2})?(?:(?::|分)\s*(?:(?<second>\d{1,2})(?<fraction>[.,]\d+)?秒?)?)?\s*(?<after>[AaPp]\.?[Mm]\.?|上午|下午)?`
/** Oracle and DB2: `02.05.00.123456 PM`; fewer than three parts could be anything. */
const DOTTED = String.raw`(?<hour>\d{1,2})\.(?<minute>\d{2})\.(?<second>\d{2})(?<fraction>[.,]\d+)?\s*(?<after>[AaPp][Mm]|上午|下午)?`
const DAY = String.raw`(?<year>\d{4})(?:[-/.]|年)\s*(?<month>\d{1,2})(?:[-/.]|月)\s*(?<day>\d{1,2})日?`
const CALENDAR = new RegExp(String.raw`^${DAY}(?:[T\s]*${CLOCK}\s*(?:${ZONE}|${OFFSET}))?$`)
const DOTTED_CALENDAR = new RegExp(String.raw`^${DAY}[-T\s]+${DOTTED}\s*${OFFSET}$`)
const COMPACT = new RegExp(
  String.raw`^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:[T\s]?(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?<fraction>[.,]\d{1,9}|\d{3}|\d{6})?)?\s*${OFFSET})?$`,
)
const COMPACT_CLOCK = new RegExp(String.raw`^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})[T\s]+${CLOCK}\s*${OFFSET}$`)
/** 05-MAR-2026, 5 Mar 26, Oracle's 05-MAR-26 and, in its Chinese sessions, 05-3月 -26. */
const NAMED_DAY = String.raw`(?:[A-Za-z]{3,9},\s*)?(?<day>\d{1,2})[-/.\s](?<name>[A-Za-z]{3,9}\.?|\d{1,2}月)\s*[-/.,\s]\s*(?<year>\d{4}|\d{2})`
const NAMED = new RegExp(String.raw`^${NAMED_DAY}(?:[T\s]+${CLOCK}\s*(?:${ZONE}|${OFFSET}))?$`)
const DOTTED_NAMED = new RegExp(String.raw`^${NAMED_DAY}\s+${DOTTED}\s*${OFFSET}$`)
/** Mar 5, 2026 2:05 PM, and SQL Server's Mar  5 2026  2:05PM. */
const NAMED_FIRST = new RegExp(
  String.raw`^(?<name>[A-Za-z]{3,9})\.?\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})(?:,?\s+${CLOCK}\s*${OFFSET})?$`,
)
/** Java's Thu Mar 05 14:05:00 CST 2026, and C's without a zone. */
const JAVA =
  /^[A-Za-z]{3} (?<name>[A-Za-z]{3}) +(?<day>\d{1,2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?:(?<zone>[A-Z]{3,4}|GMT[+-]\d{2}:\d{2}) )?(?<year>\d{4})$/
/** JavaScript's Thu Mar 05 2026 14:05:00 GMT+0800 (China Standard Time). */
const SCRIPT =
  /^[A-Za-z]{3} (?<name>[A-Za-z]{3}) (?<day>\d{2}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT(?<offset>[+-]\d{4})(?: \([^()]*\))?$/
/** Month first, as spreadsheets of the American kind write it; day first only where a profile says so. */
const REVERSED = new RegExp(
  String.raw`^(?<first>\d{1,2})(?<sign>[-/.])(?<next>\d{1,2})\k<sign>(?<year>\d{4}|\d{1,2})(?:[T\s]+${CLOCK}\s*${OFFSET})?$`,
)

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** CST is China's here. Other names of zones mean different things to different people. */
const ZONES: Record<string, string> = { CST: '+08:00', HKT: '+08:00', GMT: 'Z', UTC: 'Z', UT: 'Z' }

/** Days that spreadsheets count from: serial 0 of the 1900 system is 1899-12-30 for all serials behind its 29 February. */
const EXCEL_1900 = Date.UTC(1899, 11, 30)
const EXCEL_1904 = Date.UTC(1904, 0, 1)
const DAY_MS = 86_400_000

export type ExcelSystem = '1900' | '1904'

/** What comes first in `3/5/2026`; `ymd` is for years of two digits, `26/3/5`. */
export type DayOrder = 'mdy' | 'dmy' | 'ymd'

/**
 * Instant or day as the landing contract spells it, from what exports write: `2025年3月5日 8时5分`, `2025/3/5 8:05`,
 * `20250305080500`, a spreadsheet's serial, full-width digits, 24:00. Null: it is none of them. A day without a clock
 * stays one. Serials are taken for what they are only from 20000 to 79999 (1954 to 2118) unless `excel` says so.
 */
export function readTime(value: string, excel?: ExcelSystem, order?: DayOrder): string | null {
  const trimmed = halfWidth(value).trim()
  // Java puts the zone's name behind the offset.
  const text = trimmed.endsWith(']') ? trimmed.replace(/([\dZ])\[[A-Za-z_/]+\]$/, '$1') : trimmed
  const serial = readSerial(text, excel)
  if (serial) return serial
  const found = (
    CALENDAR.exec(text) ??
    COMPACT.exec(text) ??
    COMPACT_CLOCK.exec(text) ??
    DOTTED_CALENDAR.exec(text) ??
    NAMED.exec(text) ??
    DOTTED_NAMED.exec(text) ??
    NAMED_FIRST.exec(text) ??
    JAVA.exec(text) ??
    SCRIPT.exec(text) ??
    REVERSED.exec(text)
  )?.groups
  const day = found && dayOf(found, order)
  if (!found || !day) return null
  if (!isDay(day)) return null
  if (found.hour === undefined) return dayText(day)
  const hour = hourOf(Number(found.hour), found.half ?? found.after?.replaceAll('.', ''))
  const minute = Number(found.minute ?? 0)
  const second = Number(found.second ?? 0)
  if (hour === null || minute > 59 || second > 59) return null
  const isNextDay = hour === 24
  if (isNextDay && (minute > 0 || second > 0)) return null
  const date = isNextDay ? nextDay(day) : dayText(day)
  const offset = found.zone === undefined ? (found.offset ?? '') : offsetOf(found.zone)
  if (offset === null) return null
  const fraction = found.fraction?.replace(/^[.,]?/, '.') ?? ''
  return `${date} ${pad(isNextDay ? 0 : hour)}:${pad(minute)}:${pad(second)}${fraction}${offset}`
}

const offsetOf = (zone: string): string | null => (zone.length > 4 ? zone.slice(3) : (ZONES[zone] ?? null))

function dayOf(found: Record<string, string | undefined>, order: DayOrder | undefined): Day | null {
  if (found.first !== undefined) return reversedDay(found, order)
  const year = fullYear(found.year!)
  const month = found.name === undefined ? found.month : monthOf(found.name)
  return month === null ? null : { year, month: Number(month), day: Number(found.day) }
}

/** Only spreadsheets write such days with slashes and the month first; other signs and short years need a word from the profile. */
function reversedDay(found: Record<string, string | undefined>, order: DayOrder | undefined): Day | null {
  const [first, next, last] = [found.first!, found.next!, found.year!]
  if ((order === undefined && (found.sign !== '/' || last.length < 4)) || (order !== 'ymd' && last.length < 2))
    return null
  if (order === 'ymd') return last.length > 2 ? null : dayFrom(first.padStart(2, '0'), next, last)
  return order === 'dmy' ? dayFrom(last, next, first) : dayFrom(last, first, next)
}

const dayFrom = (year: string, month: string, day: string): Day => ({
  ...{ year: fullYear(year), month: Number(month), day: Number(day) },
})

/** Of two digits Oracle's RR: 50 to 99 are of the last century. */
const fullYear = (year: string): number =>
  year.length > 2 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900)

function monthOf(name: string): number | null {
  const at = name.endsWith('月') ? parseInt(name, 10) : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
  return at === 0 ? null : at
}

interface Day {
  year: number
  month: number
  day: number
}

const dayText = (d: Day) => `${pad(d.year, 4)}-${pad(d.month)}-${pad(d.day)}`
const nextDay = (d: Day) => new Date(Date.UTC(d.year, d.month - 1, d.day + 1)).toISOString().slice(0, 10)

export function isDay({ year, month, day }: Day): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

/** First and last hour of the clock's twelve that a word goes with, and what they are of the day's. */
const WORDS: [word: RegExp, from: number, to: number, of: (hour: number) => number][] = [
  [/上午|am/i, 0, 12, (hour) => hour % 12],
  [/早上|早晨|清晨/, 4, 11, (hour) => hour],
  [/凌晨/, 0, 7, (hour) => hour],
  [/凌晨/, 12, 12, () => 0],
  [/中午/, 10, 12, (hour) => hour],
  [/中午/, 1, 2, (hour) => hour + 12],
  [/傍晚|晚上/, 5, 11, (hour) => hour + 12],
  [/下午|pm/i, 0, 12, (hour) => (hour % 12) + 12],
]
const LATE = /下午|傍晚|晚上|pm/i

/** Null: no hour, or one that nobody calls so, such as one o'clock in the evening: what was meant is not guessed. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (hour > 24) return null
  if (half === undefined) return hour
  if (hour > 12) return LATE.test(half) || (half === '中午' && hour <= 14) ? hour : null
  const found = WORDS.find(([word, from, to]) => word.test(half) && hour >= from && hour <= to)
  return found ? found[3](hour) : null
}

/** A serial of days with its fraction of a day, or a serial and a clock or fraction from two columns. */
function readSerial(text: string, excel: ExcelSystem | undefined): string | null {
  const parts = /^(\d{1,7})(\.\d+)?(?:\s+(0?\.\d+|\d{1,2}:\d{1,2}(?::\d{1,2})?))?$/.exec(text)
  if (!parts) return null
  const days = Number(parts[1])
  if (excel === undefined && (days < 20_000 || days > 79_999)) return null
  const clock = parts[3]
  if (clock && parts[2]) return null
  if (clock?.includes(':')) {
    const date = serialDay(days, excel)
    return date && readTime(`${date} ${clock}`)
  }
  const fraction = Number(clock ?? parts[2] ?? 0)
  const seconds = Math.round(fraction * 86_400)
  const date = serialDay(days + Math.floor(seconds / 86_400), excel)
  if (!date || (parts[2] === undefined && clock === undefined)) return date
  const rest = seconds % 86_400
  return `${date} ${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`
}

/** Day of a serial. The 1900 system has a 29 February 1900, serial 60, that no calendar has. */
function serialDay(days: number, excel: ExcelSystem = '1900'): string | null {
  if (excel === '1904') return new Date(EXCEL_1904 + days * DAY_MS).toISOString().slice(0, 10)
  if (days < 1 || days === 60) return null
  return new Date(EXCEL_1900 + (days < 60 ? days + 1 : days) * DAY_MS).toISOString().slice(0, 10)
}

/** `YYYY-MM` from `2025年3月`, `2025/3`, `202503`; null: it is no month. */
export function readMonth(value: string): string | null {
  const text = halfWidth(value).trim()
  const found = /^(\d{4})(?:[-/.]|年)\s*(\d{1,2})月?$/.exec(text) ?? /^(\d{4})(\d{2})$/.exec(text)
  return found && Number(found[2]) >= 1 && Number(found[2]) <= 12 ? `${found[1]}-${pad(found[2]!)}` : null
}

/** Instant from a count since 1970, UTC; null: it is none, or not within 1900 to 2199. */
export function readEpoch(value: string, unit: 'seconds' | 'milliseconds'): string | null {
  const count = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : NaN
  const instant = new Date(Math.round(unit === 'seconds' ? count * 1000 : count))
  const year = instant.getUTCFullYear()
  return year >= 1900 && year < 2200 ? instant.toISOString().replace('T', ' ').replace('.000Z', 'Z') : null
}
