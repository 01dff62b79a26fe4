import type { Locale } from '../preferences.ts'

/** Texts never change while the server runs: what is made of a language's is made once. */
export function oncePerLocale<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>()
  return (locale) => {
    const known = made.get(locale) ?? make(locale)
    made.set(locale, known)
    return known
  }
}
