import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { privateName, tagNamesBy } from '#etl/landing/private-names.ts'
import { nameKey } from '#etl/publish/key.ts'
import { temporaryFolder } from '#tests/support/etl.ts'

const TAG = /~[a-z]{6}/g
const shown = (name: string) => privateName(name).replace(TAG, '~')

test.each([
  ['张三.csv', '~.csv'],
  ['CT_王小明_20260305.csv', 'CT_~_20260305.csv'],
  ['欧阳修-2026-03.csv', '~-2026-03.csv'],
  ['检查列表张伟.csv', '检查列表~.csv'],
  ['Zhang_San.csv', '~.csv'],
  ['exams WANG XIAOMING.ndjson', 'exams ~.ndjson'],
  ['LiMing-ct.csv', '~-ct.csv'],
  ['SMITH^JOHN.csv', '~.csv'],
  ['13812345678.csv', '~.csv'],
  ['p138-1234-5678.csv', 'p~.csv'],
  ['330106199001011234_2026-03-05.csv', '~_2026-03-05.csv'],
  ['P1234567.csv', 'P~.csv'],
  ['123456.csv', '~.csv'],
])('what could name a person is not shown: %s', (name, seen) => expect(shown(name)).toBe(seen))

test.each([
  '2026-03-05.csv',
  '20260305.csv',
  '20260305_140500.csv',
  '20260305-140500.csv',
  '2026-03-05_140500.csv',
  'exams-2026-03-05-C001.csv.gz',
  '2026-03-01-2026-03-31.csv',
  'part-000123.parquet',
  '报告.csv',
  '检查清单_2026-03.csv',
  '江苏省分院_费用.csv',
  'ris.20260301T020000Z.000001-4711471147114711.ndjson',
  'exam list (2).csv',
  's[1].ndjson',
])('ordinary names are shown as they are: %s', (name) => expect(privateName(name)).toBe(name))

test('a tag is the same for the same piece and another under another key; codes of centers stay', () => {
  tagNamesBy('one')
  const one = privateName('张三.csv')
  expect(privateName('张三.csv')).toBe(one)
  expect(privateName('李四.csv')).not.toBe(one)
  tagNamesBy('two')
  expect(privateName('张三.csv')).not.toBe(one)
  expect(privateName('330106001', true)).toBe('330106001')
})

test('a name written together has two capitals: words that begin like one are words', () => {
  expect(['made-1.csv', 'listen.csv', 'Hubei.csv', 'yuanqu_export.csv'].map((name) => privateName(name))).toEqual([
    'made-1.csv',
    'listen.csv',
    'Hubei.csv',
    'yuanqu_export.csv',
  ])
  expect(privateName('ZhangWei.csv')).toMatch(/^~[a-z]{6}\.csv$/)
})

test('a key of the tags that was cut short is made anew: tags by an empty key could be guessed', async () => {
  const dir = temporaryFolder()
  const made = await nameKey(dir)
  expect([made.length, await nameKey(dir)]).toEqual([32, made])
  writeFileSync(join(dir, 'file-names.key'), '\n')
  const again = await nameKey(dir)
  expect([again.length, again === made, await nameKey(dir)]).toEqual([32, false, again])
})
