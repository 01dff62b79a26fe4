import { expect, test } from 'vitest'
import { statementAt, statementsOf, statementToRun } from '#app/sql/statements.ts'
import { tokensOf } from '#app/sql/tokens.ts'

const texts = (sql: string) => statementsOf(sql).map(({ text }) => text)

test('statements end at semicolons, and the last needs none', () => {
  expect(texts('select 1; select 2 ;\n\nselect 3')).toEqual(['select 1', 'select 2', 'select 3'])
})

test('a semicolon in a text, a quoted name, a comment or a dollar quote ends nothing', () => {
  const sql = [
    `select ';', 'it''s; ', E'a\\';b', ";" -- ; here`,
    '/* ; /* nested ; */ ; */, $$ ; $$, $tag$ ; $$ ; $tag$ from exam; select 2',
  ].join('\n')
  expect(texts(sql)).toHaveLength(2)
  expect(texts(sql)[1]).toBe('select 2')
})

test('what is not closed reaches to the end', () => {
  for (const open of ["select 'a; select 2", 'select "a; select 2', 'select /* a; select 2', 'select $$a; select 2']) {
    expect(texts(open)).toEqual([open])
  }
})

test('comments before a statement are its own; comments alone are no statement', () => {
  expect(texts('-- first\nselect 1;\n-- second\nselect 2;\n-- nothing more')).toEqual([
    '-- first\nselect 1',
    '-- second\nselect 2',
  ])
})

test('a parameter is no dollar quote, and two of them quote nothing', () => {
  expect(texts('select $a; select $b')).toEqual(['select $a', 'select $b'])
  expect(
    tokensOf('$from::DATE')
      .filter((t) => t.kind === 'parameter')
      .map((t) => t.text),
  ).toEqual(['$from'])
})

test('tokens are the text again, whatever it is', () => {
  for (const sql of ['', 'select 1.5e3, \'ü\', 中文 from "x y" where a<=$b -- end', '🦆 $$', "e'\\", '/*/**/'])
    expect(
      tokensOf(sql)
        .map(({ text }) => text)
        .join(''),
    ).toBe(sql)
})

test('the statement under the cursor: inside it, right behind its semicolon, before the first', () => {
  const sql = '  select 1;\n\nselect 2;  '
  expect(statementAt(sql, 0)?.text).toBe('select 1')
  expect(statementAt(sql, 5)?.text).toBe('select 1')
  expect(statementAt(sql, 11)?.text).toBe('select 1')
  expect(statementAt(sql, 13)?.text).toBe('select 2')
  expect(statementAt(sql, sql.length)?.text).toBe('select 2')
  expect(statementAt(' -- nothing ', 3)).toBeNull()
})

test('a selection runs as selected, with its place in the text', () => {
  const sql = 'select 1; select 2'
  expect(statementToRun(sql, { from: 9, to: 18 })).toEqual({ from: 10, to: 18, text: 'select 2' })
  expect(statementToRun(sql, { from: 0, to: 18 })?.text).toBe(sql)
  expect(statementToRun(sql, { from: 8, to: 10 })).toBeNull()
  expect(statementToRun(sql, { from: 2, to: 2 })?.text).toBe('select 1')
})
