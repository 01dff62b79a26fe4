import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { toJson } from '#queries/db/values.ts'

async function values(select: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'America/St_Johns'")
    return (await (await connection.run(`SELECT ${select}`)).convertRows(toJson))[0]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

test('a count called count is a number', async () => {
  expect(await values('count(*) AS count')).toEqual([1])
})

test('whole numbers are numbers up to 2^53 and an error beyond', async () => {
  expect(await values('9007199254740991::BIGINT, sum(3::BIGINT), 7::HUGEINT')).toEqual([9007199254740991, 3, 7])
  await expect(values('9007199254740993::BIGINT')).rejects.toMatchObject({ code: 'queries/number-too-large' })
})

test('an amount is a number up to 15 digits and its text beyond', async () => {
  expect(await values('-0.30::DECIMAL(14,2), 1234567890123.45::DECIMAL(18,2)')).toEqual([-0.3, 1234567890123.45])
  expect(await values('12345678901234567.89::DECIMAL(38,2)')).toEqual(['12345678901234567.89'])
})

test('days and instants do not move with the time zone of the machine or the session', async () => {
  expect(
    await values("DATE '2026-03-08', TIMESTAMPTZ '2026-03-08 23:30:00.123456+08', TIMESTAMP '2026-03-08 02:30:00'"),
  ).toEqual(['2026-03-08', '2026-03-08T15:30:00.123Z', '2026-03-08T02:30:00'])
})

test('lists, structs, nulls and booleans are plain JSON, nested values included', async () => {
  expect(await values("[1::BIGINT, NULL], {'a': 1.50::DECIMAL(4,2)}, NULL, true, []::VARCHAR[]")).toEqual([
    [1, null],
    { a: 1.5 },
    null,
    true,
    [],
  ])
})
