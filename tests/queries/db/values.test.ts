import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { toJson, toShown } from '#queries/db/values.ts'

async function values(select: string, converter = toJson) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'America/St_Johns'")
    return (await (await connection.run(`SELECT ${select}`)).convertRows(converter))[0]
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

test('for people, whole numbers beyond 2^53 are their digits, nested ones too', async () => {
  expect(await values('9007199254740993::BIGINT, [-9007199254740993::HUGEINT], 5::BIGINT', toShown)).toEqual([
    '9007199254740993',
    ['-9007199254740993'],
    5,
  ])
})

test('a FLOAT is the shortest number that is read as the same, a DOUBLE is as it is', async () => {
  expect(await values('0.1::FLOAT, 16777216::FLOAT, -3.4028235e38::FLOAT, 0.1::FLOAT::DOUBLE')).toEqual([
    ...[0.1, 16777216, -3.4028235e38, 0.10000000149011612],
  ])
})

test('days and instants beyond all others are called infinite, as the engine calls them', async () => {
  expect(await values("'infinity'::DATE, '-infinity'::DATE, 'infinity'::TIMESTAMP, '-infinity'::TIMESTAMPTZ")).toEqual([
    'infinity',
    '-infinity',
    'infinity',
    '-infinity',
  ])
})
