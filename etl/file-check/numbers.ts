import { halfWidth } from './tidy.ts'

/** Powers of ten by which a unit moves the decimal point. */
export const UNITS = { 分: -2, 角: -1, 元: 0, 千元: 3, 万元: 4, percent: -2, permille: -3 } as const
export type Unit = keyof typeof UNITS

export interface NumberFormat {
  unit?: Unit
  /** Decimal sign; the other one groups thousands. */
  decimal?: '.' | ','
  absolute?: boolean
}

const SUFFIXES: [string, Unit][] = [
  ['万元', '万元'],
  ['万', '万元'],
  ['千元', '千元'],
  ['元', '元'],
  ['%', 'percent'],
  ['‰', 'permille'],
]

/** Moves the decimal point of a plain decimal without arithmetic, so that no cent is rounded. */
function shift(text: string, places: number): string {
  const [, sign = '', whole = '', part = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(text) ?? []
  const digits = whole + part
  const point = whole.length + places
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = Math.max(1, point)
  const fraction = padded.slice(at).replace(/0+$/, '')
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  return `${sign === '-' ? '-' : ''}${integer}${fraction && `.${fraction}`}`
}

/** A decimal as the landing contract spells it; null where the text is no number. */
export function readNumber(
  value: string,
  { unit = '元', decimal = '.', absolute = false }: NumberFormat = {},
): string | null {
  let text = halfWidth(value).replace(/[\s\u00a0¥￥]/g, '')
  let used = unit
  for (const [suffix, own] of SUFFIXES) {
    if (!text.endsWith(suffix)) continue
    text = text.slice(0, -suffix.length)
    used = own
    break
  }
  if (/^\(.+\)$/.test(text)) text = `-${text.slice(1, -1)}`
  const thousands = decimal === '.' ? ',' : '.'
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${thousands}\\d{3})+(\\${decimal}\\d*)?$`)
  if (grouped.test(text)) text = text.replaceAll(thousands, '')
  if (decimal === ',') text = text.replace(',', '.')
  if (absolute) text = text.replace(/^[+-]/, '')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return null
  const places = UNITS[used]
  if (/e/i.test(text)) return places === 0 ? text : null
  return places === 0 ? text : shift(text, places)
}

/** Full years of an age such as `45岁`, `3月`, `2天`; null where it is none. Below one year the months and days count. */
export function readAge(value: string): { years: number; months: number; days: number } | null {
  const text = halfWidth(value).replace(/\s/g, '')
  const found =
    /^(?:(\d{1,3})(?:岁|周岁|歲|Y))?(?:(\d{1,3})(?:个月|個月|月|M))?(?:(\d{1,3})(?:周|週|W))?(?:(\d{1,3})(?:天|日|D))?$/i.exec(
      text,
    )
  if (found && text !== '') {
    const [years, months, weeks, days] = found.slice(1, 5).map((n) => Number(n ?? 0))
    return { years: years!, months: months!, days: weeks! * 7 + days! }
  }
  return /^\d{1,3}$/.test(text) ? { years: Number(text), months: 0, days: 0 } : null
}

/** Year of birth of whoever had this age on that day (`YYYY-MM-DD…`); the middle of what it can be is not guessed. */
export function birthYear(age: string, day: string): string | null {
  const old = readAge(age)
  const at = /^(\d{4})-(\d{2})-(\d{2})/.exec(day)
  if (!old || !at) return null
  const born = new Date(Date.UTC(Number(at[1]) - old.years, Number(at[2]) - 1 - old.months, Number(at[3]) - old.days))
  const year = born.getUTCFullYear()
  return year > 1850 ? String(year) : null
}
