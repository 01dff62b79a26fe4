import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvCell } from '#app/csv.ts'
import type { ExportFormat } from '#app/sql/sql-types.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { DATA_CLASSES } from '#queries/data-classes.ts'
import { openSandbox } from '#tests/support/sandbox.ts'
import { readWorkbook } from '#tests/support/workbook.ts'

let box: Awaited<ReturnType<typeof openSandbox>>

beforeAll(async () => {
  box = await openSandbox({ exportRows: 25_000 })
})

afterAll(() => box.close())

const start = (sql: string, format: ExportFormat, rest = {}) =>
  box.service.export({ user: 'ana', classes: DATA_CLASSES, scope: ALL_CENTERS, sql, format, ...rest })

async function csv(sql: string, rest = {}) {
  const file = await start(sql, 'csv', rest)
  if (!file.ok) throw new Error(file.problem.message)
  const content = await text(file.stream)
  return { content, outcome: await file.outcome }
}

test('text that a spreadsheet would run gets an apostrophe, numbers stay numbers', async () => {
  const sql = `SELECT * FROM (VALUES ('=1+1', -1, '-1.5'), ('@x', 2, '+cmd'), (NULL, NULL, ''), ('a,"b', 1, chr(9) || 'x')) t("=h", n, s)`
  const { content, outcome } = await csv(sql)
  expect(content).toBe(`'=h,n,s\n'=1+1,-1,-1.5\n'@x,2,'+cmd\n,,""\n"a,""b",1,'\tx\n`)
  expect(outcome).toMatchObject({ rows: 4, truncated: false })
})

test('the engine neutralises what app/csv.ts does, in full width and behind line ends too', async () => {
  const texts = ['=1', '+a', '-a', '@a', '＝1', '＋1', '－1', '＠a', '\t=1', '\r=1', '\n=1', 'a=1', '-1', '+2.5e3', '']
  const { content } = await csv(`FROM (VALUES ${texts.map((text) => `('${text}')`).join(', ')}) v(t)`)
  expect(content).toBe(`t\n${texts.map((text) => `${csvCell(text)}\n`).join('')}`)
})

test('a CSV file begins with the mark by which Chinese Excel knows UTF-8, in front of its names', async () => {
  const { bytes, outcome } = await whole("SELECT '影像' AS 名称", 'csv')
  expect(bytes.toString('utf8')).toBe('\ufeff名称\n影像\n')
  expect(outcome.bytes).toBe(bytes.length)
})

test('instants are written in UTC, days as days, lists as JSON', async () => {
  const { content } = await csv(
    `SELECT TIMESTAMPTZ '2026-03-01 08:00:00+08' AS t, DATE '2026-03-01' AS d, [1, 2] AS l, $x::DATE AS p`,
    { parameters: { x: '2026-01-02' } },
  )
  expect(content).toBe('t,d,l,p\n2026-03-01T00:00:00.000Z,2026-03-01,"[1,2]",2026-01-02\n')
})

test('a cut file says so in its last line', async () => {
  const { content, outcome } = await csv('FROM exam')
  expect(content.trimEnd().split('\n').at(-1)).toBe('# cut: the first 25,000 rows of more')
  expect(outcome).toMatchObject({ rows: 25_000, truncated: true })
  expect((await csv('FROM exam LIMIT 25000')).outcome.truncated).toBe(false)
})

test('an error before the first byte is a problem, one after it breaks the file', async () => {
  expect(await start('SELECT nope FROM exam', 'csv')).toMatchObject({ problem: { code: 'failed', position: 7 } })
  expect(await start("COPY exam TO 'x.csv'", 'xlsx')).toMatchObject({ problem: { code: 'refused' } })
  const late = "SELECT repeat('x', 500), CASE WHEN n = 20000 THEN 'x' ELSE '1' END::INTEGER FROM exam"
  const file = await start(late, 'csv')
  if (!file.ok) return expect(file.problem.code).toBe('failed')
  await expect(text(file.stream)).rejects.toThrow('Could not convert')
  await expect(file.outcome).rejects.toThrow()
})

test('who leaves ends the work', async () => {
  const file = await start('SELECT a.n, b.n FROM exam a, exam b', 'csv')
  if (!file.ok) throw new Error(file.problem.message)
  file.stream.once('data', () => file.stream.destroy())
  await expect(file.outcome).rejects.toThrow('cancelled')
})

/** A whole file, and how it ended. */
async function whole(sql: string, format: ExportFormat, rest = {}) {
  const file = await start(sql, format, rest)
  if (!file.ok) throw new Error(file.problem.message)
  return { bytes: await buffer(file.stream), outcome: await file.outcome, snapshotId: file.snapshotId }
}

const VALUES = `SELECT * FROM (VALUES
  (1::BIGINT, 2.50::DECIMAL(9, 2), 0.1::DOUBLE, true, DATE '2026-03-01', TIMESTAMPTZ '2026-03-01 20:00:00+08', '=1+1', [1, 2]),
  (NULL, NULL, 'inf'::DOUBLE, false, DATE '1850-01-01', NULL, '影像 <&> "x"' || chr(10) || chr(7) || '@', NULL)
) t("=n", cny, x, flag, day, "at", "text", list)`

test('a workbook opens: values, days, moments, texts that look like formulas, and what is to be known of it', async () => {
  const sql = `${VALUES} WHERE $one = 1`
  const { bytes, outcome, snapshotId } = await whole(sql, 'xlsx', { parameters: { one: 1 } })
  const sheets = readWorkbook(bytes)
  expect(sheets.map(({ name, formulas }) => [name, formulas])).toEqual([
    ['Result', 0],
    ['About', 0],
  ])
  const [head, first, second] = sheets[0]!.rows
  expect(head!.map(({ value }) => value)).toEqual(['=n', 'cny', 'x', 'flag', 'day', 'at', 'text', 'list'])
  // Days since the end of 1899, as every spreadsheet counts them: 2026-03-01 is 46082, noon a half more.
  expect(first!.map(({ value }) => value)).toEqual([1, 2.5, 0.1, true, 46082, 46082.5, '=1+1', '[1,2]'])
  expect(first!.map(({ type }) => type)).toEqual(['n', 'n', 'n', 'b', 'n', 'n', 'inlineStr', 'inlineStr'])
  expect([first![4]!.format, first![5]!.format]).toEqual(['yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd\\ hh:mm:ss'])
  expect(second!.map(({ value }) => value)).toEqual([
    null,
    null,
    'inf',
    false,
    '1850-01-01',
    null,
    '影像 <&> "x"\n@',
    null,
  ])
  const about = Object.fromEntries(sheets[1]!.rows.slice(1).map(([key, value]) => [key!.value, value!.value]))
  expect(about).toMatchObject({
    query: sql,
    parameters: '{"one":1}',
    snapshot: snapshotId,
    exported_by: 'ana',
    rows: '2',
  })
  expect(Date.now() - Date.parse(String(about.exported_at))).toBeLessThan(60_000)
  expect(outcome).toMatchObject({ rows: 2, truncated: false, bytes: bytes.length })
})

test('a workbook that was cut says so on its second sheet, and one without rows has its columns', async () => {
  const cut = readWorkbook((await whole('FROM exam', 'xlsx', { maxRows: 3 })).bytes)
  expect(cut[0]!.rows).toHaveLength(4)
  expect(cut[1]!.rows.at(-1)!.map(({ value }) => value)).toEqual(['rows', 'the first 3 of more'])
  const empty = readWorkbook((await whole('SELECT n, status FROM exam LIMIT 0', 'xlsx')).bytes)
  expect(empty[0]!.rows.map((row) => row.map(({ value }) => value))).toEqual([['n', 'status']])
})

/** What an engine of its own reads out of a Parquet file. */
async function readParquet(bytes: Buffer) {
  const file = path.join(box.dataDir, 'read-back.parquet')
  writeFileSync(file, bytes)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const all = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`)
    const about = await connection.runAndReadAll(
      `SELECT decode(key), decode(value) FROM parquet_kv_metadata('${file}')`,
    )
    const columns = all.columnNames().map((name, i) => [name, all.columnTypes()[i]!.toString()])
    return { columns, rows: all.getRowsJson(), about: Object.fromEntries(about.getRows()) as Record<string, string> }
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(file)
  }
}

test('a Parquet file gives back rows, types, and what is to be known of it', async () => {
  const sql = `${VALUES} WHERE $one = 1`
  const { bytes, outcome, snapshotId } = await whole(sql, 'parquet', { parameters: { one: 1 } })
  const { columns, rows, about } = await readParquet(bytes)
  expect(columns).toEqual([
    ['=n', 'BIGINT'],
    ['cny', 'DECIMAL(9,2)'],
    ['x', 'DOUBLE'],
    ['flag', 'BOOLEAN'],
    ['day', 'DATE'],
    ['at', 'TIMESTAMP WITH TIME ZONE'],
    ['text', 'VARCHAR'],
    ['list', 'INTEGER[]'],
  ])
  expect(rows.map((row) => [row[0], row[1], row[3], row[4], row[6], row[7]])).toEqual([
    ['1', '2.50', true, '2026-03-01', '=1+1', [1, 2]],
    [null, null, false, '1850-01-01', '影像 <&> "x"\n\u0007@', null],
  ])
  expect(about).toMatchObject({ query: sql, parameters: '{"one":1}', snapshot: snapshotId, exported_by: 'ana' })
  expect(about).not.toHaveProperty('cut')
  expect(outcome).toMatchObject({ rows: 2, truncated: false, bytes: bytes.length })
})

test('a Parquet file that was cut says so in its metadata', async () => {
  const { bytes, outcome } = await whole('FROM exam', 'parquet', { maxRows: 10 })
  const { rows, about } = await readParquet(bytes)
  expect([rows.length, about.cut]).toEqual([10, 'first 10 rows of more'])
  expect(outcome).toMatchObject({ rows: 10, truncated: true })
})
