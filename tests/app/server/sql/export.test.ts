import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportFormat } from '#app/server/sql/types.ts'
import { openSandbox } from '#tests/support/sandbox.ts'

let box: Awaited<ReturnType<typeof openSandbox>>

beforeAll(async () => {
  box = await openSandbox({ exportRows: 25_000 })
})

afterAll(() => box.close())

const start = (sql: string, format: ExportFormat, rest = {}) =>
  box.service.export({ user: 'ana', sql, format, ...rest })

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

test('a workbook is a zip with the rows and what is to be known of them', async () => {
  const file = await start("SELECT n, '=1' AS f FROM exam LIMIT 3", 'xlsx')
  if (!file.ok) throw new Error(file.problem.message)
  const chunks: Buffer[] = []
  for await (const chunk of file.stream) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).subarray(0, 2).toString()).toBe('PK')
  expect(Buffer.concat(chunks).includes('xl/worksheets/sheet2.xml')).toBe(true)
  expect(await file.outcome).toMatchObject({ rows: 3, truncated: false })
})

test('a Parquet file begins and ends as one', async () => {
  const file = await start('FROM exam', 'parquet', { maxRows: 10 })
  if (!file.ok) throw new Error(file.problem.message)
  const chunks: Buffer[] = []
  for await (const chunk of file.stream) chunks.push(chunk as Buffer)
  const whole = Buffer.concat(chunks)
  expect([whole.subarray(0, 4).toString(), whole.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
  expect(whole.includes('first 10 rows of more')).toBe(true)
  expect(await file.outcome).toMatchObject({ rows: 10, truncated: true })
})
