import { expect, test } from 'vitest'
import { fold, MOST_ROWS } from '#app/served/fold.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i)

test('a table that fits keeps its rows and their order', () => {
  const rows = numbers(MOST_ROWS)
  expect(fold(rows, (n) => n)).toEqual({ rows, total: MOST_ROWS })
})

test('of a longer one the weightiest stand on the page, and how many there are', () => {
  const { rows, total } = fold(numbers(MOST_ROWS + 1), (n) => n)
  expect([rows.length, total, rows[0], rows.at(-1)]).toEqual([MOST_ROWS, MOST_ROWS + 1, MOST_ROWS, 1])
})

test('without a weight the first stand on the page', () => {
  expect(fold(numbers(5), undefined, 2)).toEqual({ rows: [0, 1], total: 5 })
})
