import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parametersOf } from '#app/sql/parameters.ts'
import { publishedTables } from '#etl/schema/index.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { toJson } from '#queries/db/values.ts'
import { LIBRARY } from '#queries/library/index.ts'
import { PARAMETER_LISTS } from '#queries/library/lists.ts'
import { joinCondition, RELATIONS, relationsOf } from '#queries/library/relations.ts'
import { etl, testConfig } from '#tests/support/etl.ts'

let folder: string
let connection: DuckDBConnection

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'isocenter-library-'))
  await etl(testConfig('tests/fixtures/network/landing', folder))
  const reader = createSnapshotReader({ dataDirs: [folder] })
  const instance = await DuckDBInstance.create((await reader.current())!.file, { access_mode: 'READ_ONLY' })
  connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  await reader.close()
})
afterAll(async () => {
  connection.closeSync()
  await rm(folder, { recursive: true })
})

async function rowsOf(sql: string, values: Record<string, string> = {}): Promise<Record<string, unknown>[]> {
  const prepared = await connection.prepare(sql)
  for (let place = 1; place <= prepared.parameterCount; place++) {
    const value = values[prepared.parameterName(place)]
    if (value === undefined) prepared.bindNull(place)
    else prepared.bindVarchar(place, value)
  }
  const result = await prepared.run()
  const names = result.columnNames()
  const rows: Record<string, unknown>[] = []
  for (let i = 0; i < result.chunkCount; i++)
    for (const row of result.getChunk(i).convertRows(toJson))
      rows.push(Object.fromEntries(row.map((value, place) => [names[place]!, value])))
  return rows
}

const tables = publishedTables.map(({ schema, name, columns }) => ({
  name: schema === 'main' ? name : `${schema}.${name}`,
  columns,
}))
const query = (id: string) => LIBRARY.find((one) => one.id === id)!

test('the library has at least 15 queries, each with texts in both languages and an id of its own', () => {
  expect(LIBRARY.length).toBeGreaterThanOrEqual(15)
  expect(new Set(LIBRARY.map(({ id }) => id)).size).toBe(LIBRARY.length)
  for (const one of LIBRARY) {
    for (const text of [one.title_zh, one.description_zh])
      expect([one.id, text]).toEqual([one.id, expect.stringMatching(/\p{Script=Han}/u)])
    for (const text of [one.title_en, one.description_en])
      expect([one.id, text]).toEqual([one.id, expect.not.stringMatching(/\p{Script=Han}/u)])
  }
})

test('every library query runs with all parameters empty and finds rows', async () => {
  for (const { id, sql } of LIBRARY)
    expect([id, (await rowsOf(sql)).length]).toEqual([id, expect.toSatisfy((n) => n > 0)])
})

test('the tables that a library query names are published, and are those that it reads', () => {
  for (const one of LIBRARY) {
    const read = [...one.sql.matchAll(/(?:FROM|JOIN)\s+((?:mart\.|ops\.)?[a-z_]+)\b(?!\s*\()/g)].map(
      (match) => match[1]!,
    )
    const published = read.filter((name) => tables.some((table) => table.name === name))
    expect([one.id, [...new Set(published)].sort()]).toEqual([one.id, [...one.tables].sort()])
  }
})

test('parameters of library queries become the inputs that one expects', () => {
  const known = { types: {}, lists: { ...PARAMETER_LISTS } }
  const inputs = LIBRARY.flatMap(({ sql }) => parametersOf(sql, known))
  for (const { name, kind, list } of inputs) {
    expect([name, kind]).toEqual([name, ['from', 'to', 'month'].includes(name) ? 'date' : 'text'])
    if (!['from', 'to'].includes(name)) expect([name, list]).toEqual([name, expect.any(String)])
  }
})

test('every list of a parameter runs, and gives values with at most one name each', async () => {
  for (const sql of Object.values(PARAMETER_LISTS)) {
    const rows = await rowsOf(sql)
    expect([sql, rows.length > 0, Object.keys(rows[0]!).length <= 2]).toEqual([sql, true, true])
  }
})

test('filters of the library filter: one center, one day', async () => {
  const rows = await rowsOf(query('from_figure_to_file').sql, { center: 'C002', from: '2026-02-24', to: '2026-02-25' })
  expect(rows.length).toBeGreaterThan(0)
  expect(new Set(rows.map((row) => `${String(row.center_code)} ${String(row.day)}`))).toEqual(
    new Set(['C002 2026-02-24']),
  )
})

test('the two-by-two table counts every reading once, and its Wilson interval holds the rate', async () => {
  const rows = await rowsOf(query('concordance_two_by_two').sql)
  const [{ n }] = (await rowsOf('SELECT count(*) AS n FROM mart.ai_reading')) as [{ n: number }]
  expect(rows.reduce((sum, row) => sum + Number(row.n), 0)).toBe(n)
  for (const row of rows) {
    expect(Number(row.tp) + Number(row.fp) + Number(row.fn) + Number(row.tn)).toBe(row.n)
    expect(Number(row.wilson_low)).toBeLessThan(Number(row.agreement_rate))
    expect(Number(row.wilson_high)).toBeGreaterThan(Number(row.agreement_rate))
  }
})

test('the Wilson interval of the library is the one of the dashboard', async () => {
  const { wilson } = await import('#queries/statistics/proportion.ts')
  const [row] = await rowsOf(query('compliance_with_coverage').sql)
  const interval = wilson(Number(row!.compliant), Number(row!.compliant) + Number(row!.deviating))!
  expect(Number(row!.wilson_low)).toBeCloseTo(interval.low, 4)
  expect(Number(row!.wilson_high)).toBeCloseTo(interval.high, 4)
})

test('the waterfall adds up from gross charges to net revenue, to the fen', async () => {
  const rows = await rowsOf(query('profit_waterfall').sql, { center: 'C002' })
  const amount = (item: string) => Number(rows.find((row) => row.item === item)!.amount_cny)
  const steps = [
    'gross charges',
    'pending',
    'denied',
    'refunded lines',
    'written off',
    'adjustments',
    'refunds',
    'partner payout',
  ]
  expect(steps.reduce((sum, item) => sum + amount(item), 0)).toBeCloseTo(amount('net revenue'), 2)
})

test('exams by hour of the week are all performed exams that have a start', async () => {
  const rows = await rowsOf(query('exams_by_hour_of_week').sql)
  const [{ n }] = (await rowsOf('SELECT count(*) AS n FROM exam WHERE performed AND started_at IS NOT NULL')) as [
    { n: number },
  ]
  expect(rows.reduce((sum, row) => sum + Number(row.exams), 0)).toBe(n)
})

test('relations name columns that exist, of equal types, and each finds its partners', () => {
  const column = (table: string, name: string) => tables.find((one) => one.name === table)?.columns[name]?.type
  for (const { table, columns, to, toColumns } of RELATIONS) {
    expect(columns.length).toBe(toColumns.length)
    columns.forEach((name, place) => {
      const type = column(table, name)
      expect([table, name, type]).toEqual([table, name, expect.any(String)])
      expect([to, toColumns[place], column(to, toColumns[place]!)]).toEqual([to, toColumns[place], type])
    })
  }
  expect(relationsOf('center').map(({ to }) => to)).toContain('exam')
})

test('the written join of every relation runs', async () => {
  for (const relation of RELATIONS) {
    const join = joinCondition(relation, 'a', 'b')
    await rowsOf(`SELECT 1 FROM ${relation.table} AS a JOIN ${relation.to} AS b ${join} LIMIT 1`)
  }
})
