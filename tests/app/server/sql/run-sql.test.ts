import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSql, type SqlOutcome, type RunSqlRequest } from '#app/server/sql/run-sql.ts'
import { SCHEMA_VERSION } from '#queries/schema.ts'

let dataDir: string
let snapshot: string

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'run-sql-'))
  mkdirSync(path.join(dataDir, 'snapshots'))
  snapshot = path.join(dataDir, 'snapshots/snapshot-1.duckdb')
  const instance = await DuckDBInstance.create(snapshot)
  const connection = await instance.connect()
  await connection.run('CREATE SCHEMA ops; CREATE TABLE ops.run AS SELECT 1 AS run_id')
  await connection.run(`CREATE TABLE exam AS SELECT range AS n, DATE '2026-03-31' AS day, (range / 4)::DECIMAL(14,2) AS cny,
    TIMESTAMPTZ '2026-03-31 00:30:00+08' AS seen_at FROM range(30000)`)
  await connection.run('CHECKPOINT')
  connection.closeSync()
  instance.closeSync()
  const pointer = {
    schema_version: SCHEMA_VERSION,
    snapshot_id: '1',
    file: 'snapshots/snapshot-1.duckdb',
    published_at: '2026-04-01T02:00:00Z',
  }
  writeFileSync(path.join(dataDir, 'current.json'), JSON.stringify(pointer))
})

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

async function ask(sql: string, rest: Partial<RunSqlRequest> = {}): Promise<SqlOutcome & { text: string }> {
  let text = ''
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  const outcome = await runSql({ dataDirs: [dataDir], sql, format: 'json', ...rest }, out)
  return { ...outcome, text }
}

test('values come as plain JSON: exact numbers, local dates, instants in UTC', async () => {
  const { text, rows, truncated } = await ask('SELECT n, day, cny, seen_at, [1, NULL] AS l FROM exam WHERE n = 3')
  expect(JSON.parse(text)).toEqual([
    { n: 3, day: '2026-03-31', cny: 0.75, seen_at: '2026-03-30T16:30:00.000Z', l: [1, null] },
  ])
  expect([rows, truncated]).toEqual([1, false])
})

test('a result is cut at the number of rows asked for, and says so', async () => {
  const cut = await ask('FROM exam ORDER BY n DESC', { maxRows: 2 })
  expect(JSON.parse(cut.text)).toMatchObject([{ n: 29_999 }, { n: 29_998 }])
  expect(cut.truncated).toBe(true)
  const whole = await ask('FROM exam', { maxRows: 30_000, format: 'ndjson' })
  expect([whole.rows, whole.truncated, whole.text.split('\n').length - 1]).toEqual([30_000, false, 30_000])
})

test('a final semicolon and comments are no second statement', async () => {
  expect((await ask('SELECT 1 AS a; -- one; only', { format: 'csv' })).text).toBe('a\n1\n')
  expect((await ask('-- first\nSELECT 1 AS a -- last', { format: 'csv' })).text).toBe('a\n1\n')
})

test('EXPLAIN, DESCRIBE and SHOW TABLES answer', async () => {
  expect((await ask('EXPLAIN SELECT * FROM exam', { format: 'table' })).text).toContain('exam')
  expect((await ask('DESCRIBE exam')).rows).toBe(4)
  expect((await ask('SHOW TABLES')).text).toContain('exam')
})

for (const sql of [
  'SELECT 1; SELECT 2',
  'DELETE FROM exam',
  "COPY exam TO '/dev/null'",
  "ATTACH ':memory:' AS other",
  'CREATE TEMP TABLE x AS SELECT 1',
  'SET threads = 1',
  'PRAGMA database_list',
  'INSTALL httpfs',
  'CALL pragma_version()',
  "SELECT * FROM read_csv('/etc/hostname')",
  "FROM read_text('package.json')",
  'SELECT 1) UNION (SELECT 2',
  'SELECT 1 \0',
  '-- nothing',
  'SELEC 1',
  'SELECT nope FROM exam',
]) {
  test(`refused in one line: ${JSON.stringify(sql)}`, async () => {
    const refused = await ask(sql).catch((error: Error & { code?: string }) => error)
    expect(refused).toMatchObject({ code: 'app/sql-failed' })
    expect((refused as Error).message).not.toMatch(/\n|could not be run/)
  })
}

test('a statement that writes where it may changes no byte of the snapshot', async () => {
  const before = readFileSync(snapshot)
  await ask(`COPY (SELECT 1) TO '${snapshot}' (FORMAT csv, USE_TMP_FILE false)`).catch(() => undefined)
  await ask(`SELECT * FROM enable_logging(storage = 'file', storage_path = '${dataDir}/log')`).catch(() => undefined)
  expect(readFileSync(snapshot).equals(before)).toBe(true)
  expect(readdirSync(dataDir).sort()).toEqual(['current.json', 'snapshots'])
})

test('a statement without end is stopped at its limit', async () => {
  const sql = 'SELECT count(*) FROM exam a, exam b, exam c WHERE a.n * b.n % 7 = c.n'
  await expect(ask(sql, { limits: { timeLimitMs: 300 } })).rejects.toThrow('Stopped after 0.3 seconds')
})

test('a statement that ignores the interrupt is killed', async () => {
  const sql = "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))"
  await expect(ask(sql, { limits: { timeLimitMs: 300 } })).rejects.toThrow('Stopped after 0.3 seconds')
})

test('a statement that kills its process leaves the caller with a sentence', async () => {
  const sql = `SELECT from_json('1', repeat('[',200000)||'"INT"'||repeat(']',200000))`
  await expect(ask(sql)).rejects.toMatchObject({ code: 'app/sql-failed' })
})

test('a whole number past 2^53 is its digits, not a wrong figure', async () => {
  expect(JSON.stringify(await ask('SELECT 9007199254740993 AS n'))).toContain('9007199254740993')
})

test('without a snapshot the error says what to do', async () => {
  const empty = path.join(dataDir, 'nothing')
  await expect(ask('SELECT 1', { dataDirs: [empty, path.join(empty, 'demo')] })).rejects.toThrow('npm run etl')
})
