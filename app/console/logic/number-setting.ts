import { settingsOf, withSetting } from './statement-settings.ts'
import { columnKind } from './values.ts'

/** How the numbers of a column are written for people: thousands set apart, or as per cent. */
export const NUMBER_FORMATS = ['thousands', 'percent'] as const
export type NumberFormat = (typeof NUMBER_FORMATS)[number]

/** By name of the column; one that is not named stands as the engine has it. */
export type Numbers = Readonly<Record<string, NumberFormat>>

interface Column {
  name: string
  type: string
}

const isShare = (name: string) => /(^|_)(rate|share)(_|$)/i.test(name)

export const numberColumns = (columns: readonly Column[]) => columns.filter(({ type }) => columnKind(type) === 'number')

/** Every column of numbers formatted: what is a rate or share by its name as per cent. */
export const allFormatted = (columns: readonly Column[]): Numbers =>
  Object.fromEntries(numberColumns(columns).map(({ name }) => [name, isShare(name) ? 'percent' : 'thousands']))

/** What a statement says of the numbers of its result. */
export function numbersOf(sql: string): Numbers {
  const named = settingsOf(sql, 'numbers').flatMap((given) => Object.entries(given))
  const known = named.filter((entry): entry is [string, NumberFormat] =>
    NUMBER_FORMATS.includes(entry[1] as NumberFormat),
  )
  return Object.fromEntries(known)
}

export const withNumbers = (sql: string, numbers: Numbers): string =>
  withSetting(sql, 'numbers', Object.keys(numbers).length > 0 ? numbers : null)

/** The same with another format of one column; null as the engine has it. */
export function withFormat(numbers: Numbers, column: string, format: NumberFormat | null): Numbers {
  const { [column]: _, ...others } = numbers
  return format === null ? others : { ...others, [column]: format }
}
