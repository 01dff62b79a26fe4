import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { Columns } from '#queries/db/columns.ts'
import { toJson } from '#queries/db/values.ts'

async function bothWays(statement: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const columns = new Columns(await connection.run(statement))
    const rows = await (await connection.run(statement)).convertRowObjects(toJson)
    return { columns, rows }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

test('texts are the same by columns, whatever their length, alphabet and place', async () => {
  // Codes that are found again, all lengths around twelve bytes, Chinese, empty texts and nulls, over several chunks.
  const { columns, rows } = await bothWays(`SELECT i, 'C' || (i % 300) AS code, repeat('x', i % 15) AS length,
      '上海' || (i % 7) AS chinese, CASE WHEN i % 3 > 0 THEN 'C' || (i % 5) END AS nullable,
      chr(CAST(65 + i % 3 AS INTEGER)) || chr(CAST(97 + i % 26 AS INTEGER)) || '-' || (i * 7919 % 4000) AS collides
    FROM range(5000) AS r (i)`)
  expect(columns.rowCount).toBe(5000)
  expect(columns.rows()).toEqual(rows)
  expect(columns.column('code').slice(0, 2)).toEqual(['C0', 'C1'])
})

test('values of every kind are the same by columns', async () => {
  const { columns, rows } = await bothWays(`SELECT DATE '2026-02-28' + CAST(i AS INTEGER) AS day, i % 2 = 0 AS flag,
      CAST(i * 1.25 AS DECIMAL(12, 2)) AS amount, i / 7 AS share, TIMESTAMPTZ '2026-03-01 00:00:00Z' AS at,
      CASE WHEN i > 1 THEN i END AS some, [i, NULL] AS list, CAST(i AS HUGEINT) AS huge
    FROM range(4) AS r (i)`)
  expect(columns.rows()).toEqual(rows)
})

test('an answer without rows has its columns, and no other', async () => {
  const { columns } = await bothWays('SELECT 1 AS one WHERE false')
  expect([columns.rowCount, columns.column('one'), columns.rows()]).toEqual([0, [], []])
  expect(() => columns.column('two')).toThrow('two')
})
