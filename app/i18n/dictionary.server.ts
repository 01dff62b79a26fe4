import type { PageName } from '../page-list.ts'
import type { Locale } from '../preferences.ts'
import { en, type Messages } from './en.ts'
import { zh } from './zh.ts'

/** Texts of the frame around every page, of its errors and of the browser's tab. */
const FRAME =
  /^(shell|print|nav|filter|period|badge|user|theme|role|error|list|ownership|baseline|tab)\.|^comparison\.(label|previous|year|none|own)$|\.(title_short|ownership)$|^(check_file|account|admin)\.title$/

/** And those of the parts that live in the browser from the first document on. */
const LIVING: Partial<Record<PageName, RegExp>> = {
  plan: /^(no_data|comparison|plan|plan_form|change|payer|modality|page|missing|panel|card|table|data)\./,
  data: /^(no_data|comparison|loading|run|run_kind|run_status|run_step|trigger|fetch|fetch_status|doing|feed|check|page|missing|panel|card|table|data)\./,
}

/** All texts of one language; only this one goes to the browser. */
export function messagesFor(locale: Locale): Messages {
  return locale === 'zh-CN' ? zh : en
}

/** Those that the browser needs of a page whose figures are markup. */
export function frameMessagesFor(locale: Locale, page?: PageName): Messages {
  const living = page && LIVING[page]
  const known = Object.entries(messagesFor(locale)).filter(([key]) => FRAME.test(key) || living?.test(key))
  return Object.fromEntries(known) as Messages
}
