import type { Locale } from '../preferences.ts'

const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

/** Making an Intl object costs a hundred times what using it does: one for each language and set of options. */
export function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  let found = numbers.get(key)
  if (!found) numbers.set(key, (found = new Intl.NumberFormat(locale, options)))
  return found
}

export function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  let found = dates.get(key)
  if (!found) dates.set(key, (found = new Intl.DateTimeFormat(locale, options)))
  return found
}
