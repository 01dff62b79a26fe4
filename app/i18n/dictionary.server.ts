import type { Locale } from '../preferences.ts'
import { en, type Messages } from './en.ts'
import { zh } from './zh.ts'

/** All texts of one language; only this one goes to the browser. */
export function messagesFor(locale: Locale): Messages {
  return locale === 'zh-CN' ? zh : en
}
