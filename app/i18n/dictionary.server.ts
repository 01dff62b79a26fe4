import type { Locale } from '../preferences.ts'
import { en, type Messages } from './en.ts'
import { oncePerLocale } from './once-per-locale.ts'
import { zh } from './zh.ts'

/** Texts of the frame around every page, of its errors and of the browser's tab. */
const FRAME =
  /^(shell|print|nav|filter|period|badge|user|theme|role|error|list|ownership|baseline|tab)\.|^comparison\.(label|previous|year|none|own)$|\.(title_short|ownership)$|^(check_file|account|admin)\.title$/

/** All texts of one language; only this one goes to the browser. */
export function messagesFor(locale: Locale): Messages {
  return locale === 'zh-CN' ? zh : en
}

/** Those that the browser needs while the page's content is markup. */
export const frameMessagesFor = oncePerLocale((locale) => {
  const known = Object.entries(messagesFor(locale)).filter(([key]) => FRAME.test(key))
  return Object.fromEntries(known) as Messages
})
