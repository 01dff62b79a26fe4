import { expect, test } from 'vitest'
import { fold, MOST_ROWS } from '#app/served/fold.ts'
import { tableViews } from '#app/served/table-view.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i)

test('a table that fits keeps its rows and their order', () => {
  const rows = numbers(MOST_ROWS)
  expect(fold(rows, { weight: (n) => n })).toEqual({ rows, total: MOST_ROWS })
})

test('of a longer one the weightiest stand on the page, and how many there are', () => {
  const { rows, total } = fold(numbers(MOST_ROWS + 1), { weight: (n) => n })
  expect([rows.length, total, rows[0], rows.at(-1)]).toEqual([MOST_ROWS, MOST_ROWS + 1, MOST_ROWS, 1])
})

test('without a weight the first stand on the page', () => {
  expect(fold(numbers(5), { most: 2 })).toEqual({ rows: [0, 1], total: 5, size: 2 })
})

const view = (query: string) => tableViews(new URLSearchParams(query))('centers')
const center = (center_code: string, name_en: string, rate: number | null) => ({
  center_code,
  name_en,
  rate: { value: rate },
})
const CENTERS = [center('C2', 'Xining', 0.5), center('C1', 'Wuhan North', null), center('C3', 'Wuhan South', 0.9)]
const codes = (query: string) => fold(CENTERS, { view: view(query) }).rows.map((row) => row.center_code)

test('a reader sorts by a column of the table, the unknown last whichever way', () => {
  expect(codes('sort.centers=rate')).toEqual(['C2', 'C3', 'C1'])
  expect(codes('sort.centers=-rate')).toEqual(['C3', 'C2', 'C1'])
  expect(codes('sort.centers=center')).toEqual(['C1', 'C2', 'C3'])
})

test('another table’s order, and one by a column that is none, change nothing', () => {
  expect(codes('sort.scanners=-rate')).toEqual(['C2', 'C1', 'C3'])
  expect(codes('sort.centers=nothing')).toEqual(['C2', 'C1', 'C3'])
})

test('a search keeps the rows that hold every word, and says of how many', () => {
  expect(fold(CENTERS, { view: view('find.centers=wuhan south') })).toEqual({ rows: [CENTERS[2]], total: 1, all: 3 })
  expect(fold(CENTERS, { view: view('find.centers=Paris') })).toEqual({ rows: [], total: 0, all: 3 })
})

test('a longer table is read in parts, sorted as a whole; a part beyond the last is the last', () => {
  const rows = numbers(250).map((n) => ({ n }))
  const part = (number: number) => fold(rows, { view: view(`sort.centers=-n&part.centers=${number}`) })
  expect([part(1).rows[0]!.n, part(2).first, part(2).rows[0]!.n]).toEqual([249, 100, 149])
  expect([part(9).first, part(9).rows.length, part(9).rows.at(-1)!.n]).toEqual([200, 50, 0])
})
