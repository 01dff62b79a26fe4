import { expect, test } from 'vitest'
import { readArguments } from '#app/server/sql/arguments.ts'
import { SqlUsageError } from '#app/server/sql/errors.ts'

test('a statement alone is shown as a table of at most 10,000 rows', () => {
  expect(readArguments(['SELECT 1'])).toEqual({ help: false, sql: 'SELECT 1', format: 'table', maxRows: 10_000 })
})

test('options may stand on either side of the statement', () => {
  const expected = { help: false, sql: 'SELECT 1', format: 'csv', maxRows: 5 }
  expect(readArguments(['--format', 'csv', 'SELECT 1', '--max-rows=5'])).toEqual(expected)
})

test('a statement that begins with a comment is no option', () => {
  expect(readArguments(['-- exams\nSELECT 1'])).toMatchObject({ sql: '-- exams\nSELECT 1' })
})

for (const [args, words] of [
  [[], 'A statement is missing'],
  [[' '], 'A statement is missing'],
  [['SELECT 1', 'SELECT 2'], 'One statement at a time'],
  [['SELECT 1', '--format', 'xml'], '--format is "xml"'],
  [['SELECT 1', '--max-rows', '0'], '--max-rows is "0"'],
  [['SELECT 1', '--max-rows', '1000001'], '--max-rows is "1000001"'],
  [['SELECT 1', '--max-rows', '1e3'], '--max-rows is "1e3"'],
  [['SELECT 1', '--rows', '5'], "Unknown option '--rows'"],
] as [string[], string][]) {
  test(`wrong usage is one line: ${JSON.stringify(args)}`, () => {
    const call = () => readArguments(args)
    expect(call).toThrow(SqlUsageError)
    expect(call).toThrow(words)
    expect(call).not.toThrow('\n')
  })
}
