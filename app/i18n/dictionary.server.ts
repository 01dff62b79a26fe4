import type { PageName } from '../page-list.ts'
import type { Locale } from '../preferences.ts'
import { en, type Messages } from './en.ts'
import { oncePerLocale } from './once-per-locale.ts'
import { zh } from './zh.ts'

/** Texts of the frame around every page, of its errors and of the browser's tab. */
const FRAME =
  /^(shell|print|nav|filter|period|badge|user|theme|role|error|list|ownership|baseline|tab)\.|^comparison\.(label|previous|year|none|own)$|\.(title_short|ownership)$|^(check_file|account|admin)\.title$/

/** And those of the parts that live in the browser from the first document on. */
const LIVING = {
  plan: /^(pager|unit|no_data|comparison|plan|plan_form|change|payer|modality|page|missing|panel|card|table|data)\./,
  data: /^(pager|unit|deviation|finding|no_data|comparison|loading|run|run_kind|run_status|run_step|trigger|fetch|fetch_status|doing|feed|check|page|missing|panel|card|table|data)\./,
}

/** All texts of one language; only this one goes to the browser. */
export function messagesFor(locale: Locale): Messages {
  return locale === 'zh-CN' ? zh : en
}

const framed = (living: RegExp | undefined) =>
  oncePerLocale((locale) => {
    const known = Object.entries(messagesFor(locale)).filter(([key]) => FRAME.test(key) || living?.test(key))
    return Object.fromEntries(known) as Messages
  })

const FRAMES = { plan: framed(LIVING.plan), data: framed(LIVING.data), other: framed(undefined) }

/** Those that the browser needs of a page whose figures are markup. */
export const frameMessagesFor = (locale: Locale, page: PageName): Messages =>
  FRAMES[page === 'plan' || page === 'data' ? page : 'other'](locale)
