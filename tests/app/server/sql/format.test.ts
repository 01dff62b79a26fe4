import { expect, test } from 'vitest'
import { displayWidth, lineWriter, TableLayout, type Row, type Writer } from '#app/server/sql/format.ts'

const all = (writer: Writer, rows: Row[]) =>
  writer.head + rows.map((row, i) => writer.line(row, i)).join('') + writer.foot

function table(columns: string[], rows: Row[]): string {
  const layout = new TableLayout(columns)
  for (const row of rows) layout.see(row)
  return all(layout.writer(), rows)
}

test('CSV quotes what RFC 4180 says, and tells an empty text from null', () => {
  const rows: Row[] = [['a,b', 'say "x"', 'two\nlines', '', null]]
  expect(all(lineWriter('csv', ['p', 'q', 'r', 's', 't']), rows)).toBe(
    'p,q,r,s,t\n"a,b","say ""x""","two\nlines","",\n',
  )
})

test('CSV writes lists as JSON and decimals of more than 15 digits as they are', () => {
  const rows: Row[] = [[['A', 'B'], '1234567890123456.78', 0.1]]
  expect(all(lineWriter('csv', ['l', 'm', 'n']), rows)).toBe('l,m,n\n"[""A"",""B""]",1234567890123456.78,0.1\n')
})

test('JSON is one array of objects, also when it is empty, and NDJSON an object a line', () => {
  const rows: Row[] = [
    [1, null],
    [2, [true]],
  ]
  expect(JSON.parse(all(lineWriter('json', ['a', 'b']), rows))).toEqual([
    { a: 1, b: null },
    { a: 2, b: [true] },
  ])
  expect(JSON.parse(all(lineWriter('json', ['a']), []))).toEqual([])
  expect(all(lineWriter('ndjson', ['a', 'b']), rows)).toBe('{"a":1,"b":null}\n{"a":2,"b":[true]}\n')
})

test('columns of the same name all stay in JSON', () => {
  expect(all(lineWriter('ndjson', ['n', 'n']), [[1, 2]])).toBe('{"n":1,"n:1":2}\n')
})

test('the table aligns numbers right and texts left, and shows null as an en dash', () => {
  const rows: Row[] = [
    ['CT', 7],
    ['MR', null],
    [null, 12.5],
  ]
  expect(table(['modality', 'n'], rows)).toBe(
    'modality     n\n--------  ----\nCT           7\nMR           –\n–         12.5\n',
  )
})

test('Chinese characters take two columns of a terminal', () => {
  expect(displayWidth('头颅CT')).toBe(6)
  expect(table(['名'], [['头颅']])).toBe('名\n----\n头颅\n')
})

test('a break inside a cell does not break the row of the table', () => {
  expect(table(['a'], [['x\ny']])).toBe('a\n----\nx\\ny\n')
})
