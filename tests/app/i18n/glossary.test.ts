import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '#app/i18n/en.ts'
import { columnZh, rowZh } from '#app/i18n/schema.server.ts'
import { zh } from '#app/i18n/zh.ts'
import { publishedTables } from '#etl/schema/index.ts'
import { LIBRARY } from '#queries/library/index.ts'
import { metrics } from '#queries/metrics.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/glossary.md'), 'utf8')
const terms = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| English') && !line.startsWith('| ---'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, english = '', chinese = '', , not = '']) => ({ english, chinese, not: not.split(', ').filter(Boolean) }))

const written = (record: object): string[] => Object.values(record).filter((value) => typeof value === 'string')
const ENGLISH = [
  ...written(en),
  ...metrics.flatMap(({ label, short, definition }) => [label.en, short.en, definition.en]),
  ...LIBRARY.flatMap(({ title_en, description_en }) => [title_en, description_en]),
]
const CHINESE = [
  ...written(zh),
  ...metrics.flatMap(({ label, short, definition }) => [label.zh, short.zh, definition.zh]),
  ...LIBRARY.flatMap(({ title_zh, description_zh }) => [title_zh, description_zh]),
  ...publishedTables.flatMap(({ schema, name, columns }) => [
    rowZh(`${schema}.${name}`) ?? '',
    ...Object.keys(columns).map((column) => columnZh(`${schema}.${name}`, column) ?? ''),
  ]),
]

const isHan = (word: string) => /[\u4e00-\u9fff]/.test(word)
const holds = (word: string) => {
  const english = new RegExp(`\\b${word}s?\\b`, 'i')
  return (text: string) => (isHan(word) ? text.includes(word) : english.test(text))
}

test('the glossary has a word in each language for every term, and no word for two', () => {
  expect(terms.length).toBeGreaterThan(15)
  const words = terms.flatMap(({ english, chinese }) => [english, chinese])
  expect(words.filter((word) => word === '')).toEqual([])
  expect(new Set(words).size).toBe(words.length)
})

test('each term is used: its words stand in some text of their language', () => {
  const unused = terms.flatMap(({ english, chinese }) => [
    ...(ENGLISH.some(holds(english)) ? [] : [english]),
    ...(CHINESE.some(holds(chinese)) ? [] : [chinese]),
  ])
  expect(unused).toEqual([])
})

test('no text has another word for what the glossary names', () => {
  const found = terms.flatMap(({ not }) =>
    not.flatMap((word) => (isHan(word) ? CHINESE : ENGLISH).filter(holds(word)).map((text) => `${word}: ${text}`)),
  )
  expect(found).toEqual([])
})
