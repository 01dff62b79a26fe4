import { contracts } from './index.ts'

/*
 * What may be shown of a value that was refused: dates, numbers, codes and the field's own words. Anything else could be a name, and a long
 * number a person's: columns may have shifted. Written for the loader's SQL and for JavaScript alike.
 */

const CLOCK = String.raw`\d{1,2}:\d{1,2}(:\d{1,2}([.,]\d{1,9})?)?`
const ZONE = String.raw`(Z|[+-]\d{2}(:?\d{2})?)`

/** A date, or a date with its time, also one that is none of the calendar. */
export const DATE = String.raw`(\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})([ T]${CLOCK} ?${ZONE}?)?|${CLOCK}`

/** A number, with what spreadsheets put around it. */
export const NUMBER = String.raw`[+-]?[¥￥]?[+-]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?([eE][+-]?\d+)?`

/** A code has a digit. */
export const CODE = String.raw`[A-Za-z0-9._/:+#*()&~|-]*\d[A-Za-z0-9._/:+#*()&~|-]*`

/** Signs that stand for nothing: `-`, `?`, `N/A`. */
export const NOTHING = String.raw`[-._/*?!#]{1,4}|[A-Za-z]{1,2}|[nN]/[aA]`

/** Words that systems send where the contract has others. */
const USUAL =
  'final finished finalized done closed open opened approved verified signed booked planned pending waiting registered started running ' +
  'performed examined read unread draft preliminary deleted removed void rejected refused failure error success unknown undefined none null ' +
  'normal emergency urgent asap high low medium fatal alert warn notice debug idle busy online offline maintenance male female man woman ' +
  'yes no true false public private insurance cash free mri cta pet dr xr dsa dxa oct ecg eeg ivus mg endoscopy ultrasound xray'

const KNOWN = [
  ...new Set(
    [...contracts.flatMap((c) => c.columns.flatMap((column) => column.allowed ?? [])), ...USUAL.split(' ')]
      .flatMap((value) => value.toLowerCase().split('_'))
      .filter((word) => word.length > 2),
  ),
].sort()

/** One of the field's words, or several; to be compared in lower case. */
const ANY_WORD = `(${[...KNOWN, 'in', 'on', 'of', 'to', 'by', 'ok'].join('|')})`
export const WORDS = `${ANY_WORD}([ _-]${ANY_WORD}){0,4}`

/** Digits beside those of long runs, which are masked, that a code may have: more could be a number of a person with signs in between. */
export const MOST_DIGITS = 5

/** Characters of a value that are shown. */
export const MOST_SHOWN = 32

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`)
const [date, number, code, nothing, words] = [DATE, NUMBER, CODE, NOTHING, WORDS].map(whole) as [
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
]

/** What is shown of a refused value; `***` where it could identify somebody. */
export function shownValue(value: string): string {
  const numbered = value.replace(/\p{Nd}{6,}/gu, '******')
  if (date.test(value) || nothing.test(value) || words.test(value.toLowerCase())) return value.slice(0, MOST_SHOWN)
  const isShown = number.test(value) || (code.test(value) && numbered.replace(/\D/g, '').length <= MOST_DIGITS)
  return isShown ? numbered.slice(0, MOST_SHOWN) : '***'
}
