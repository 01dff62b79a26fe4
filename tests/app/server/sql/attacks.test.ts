import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryOf } from '#app/server/sql/sandbox/memory.ts'
import { fingerprint, openSandbox, statementsOf, type Attack } from '#tests/support/sandbox.ts'

const file = new URL('../../../fixtures/attacks/attacks.json', import.meta.url)
const attacks = JSON.parse(readFileSync(file, 'utf8')) as Attack[]

// All of them with LONG_TESTS=1; else every one that is no bomb, and some of each kind of bomb.
const BOMBS = new Set(
  (process.env.LONG_TESTS ? attacks : [])
    .map(({ name }) => name)
    .concat(
      'cross_join_1e12 levenshtein_big list_reduce_big like_backtrack_single expr_billion_laughs repeat_3gb lpad_2gb',
      'range_list_rows json_transform_structure_nest json_nest_merge_patch recursive_cte_double result_2048_lists',
      'result_string_600mb array_cross list_nest_900 parens_100k case_nest_900 mode_strings sort_1e9',
    )
    .flatMap((names) => names.split(' ')),
)
const isBomb = ({ category }: Attack) => ['cpu', 'mem', 'parse', 'result'].includes(category)

// Beside those that were collected.
const OWN = [
  `SELECT * FROM query('SELECT 1')`,
  `SELECT * FROM query_table('exam')`,
  `FROM histogram('exam', n)`,
  `SELECT * FROM "${'/etc/passwd'}"`,
  `SELECT (SELECT content FROM read_text('/etc/passwd'))`,
  `WITH a AS (SELECT * FROM read_blob('/proc/self/environ')) SELECT 1`,
  `SELECT 1 ORDER BY (SELECT count(*) FROM glob('/*'))`,
  `SELECT 1 LIMIT (SELECT count(*) FROM glob('/*'))`,
  `SELECT count(*) FILTER (WHERE (SELECT true FROM duckdb_settings() LIMIT 1)) FROM exam`,
  `SELECT list_transform([1], lambda x: current_setting('threads'))`,
  `SELECT sum(n) OVER (ORDER BY (SELECT path FROM duckdb_databases() LIMIT 1)) FROM exam`,
  `SELECT * FROM exam, LATERAL (SELECT * FROM pragma_database_list)`,
  `FROM system.main.duckdb_settings()`,
  `SELECT system.main.current_setting('threads')`,
  `SELECT * FROM temp.information_schema.tables`,
  `SELECT * FROM sqlite_master`,
  `SELECT * FROM pg_catalog.pg_settings`,
  `SELECT * FROM exam AT (VERSION => 1)`,
  `SELECT \uff0a FROM exam;\ufeff DROP TABLE exam`,
  `/* ; */ SELECT 1; -- ;\nSELECT 2`,
  `EXPLAIN ANALYZE COPY exam TO '/tmp/x'`,
  `EXPLAIN EXPLAIN SELECT 1`,
  `EXPLAIN (ANALYZE) INSERT INTO exam SELECT * FROM exam`,
  `SELECT * FROM (COPY exam TO '/tmp/x')`,
  `PIVOT exam ON status`,
  `SELECT getvariable('x')`,
  `EXECUTE a`,
  `SHOW DATABASES`,
  `DESCRIBE (SELECT * FROM read_csv('/etc/passwd'))`,
  `SUMMARIZE 'x.parquet'`,
  `SELECT 1) UNION ALL (SELECT 2`,
  `SELECT 1) LIMIT 1; DROP TABLE exam; SELECT * FROM (SELECT 1`,
]

const limits = { timeLimitMs: 1_000, processes: 2 }
let box: Awaited<ReturnType<typeof openSandbox>>
let before: string
let peakKb = 0
let watch: NodeJS.Timeout

beforeAll(async () => {
  box = await openSandbox(limits)
  mkdirSync(path.join(box.dataDir, 'out'))
  await box.service.warm()
  before = fingerprint(box.dataDir)
  watch = setInterval(() => {
    void box.service.pids().then((pids) => {
      for (const pid of pids) peakKb = Math.max(peakKb, memoryOf(pid)?.residentKb ?? 0)
    })
  }, 50)
})

afterAll(async () => {
  clearInterval(watch)
  await box.close()
})

const ask = async (sql: string) => {
  const started = performance.now()
  const answer = await box.service.run({ user: 'mallory', sql })
  return { answer, tookMs: performance.now() - started }
}

const paths = () => ({
  DB: box.snapshot.file,
  OTHER_DB: path.join(box.dataDir, 'out/other.duckdb'),
  DATA_DIR: box.dataDir,
  OUT_DIR: path.join(box.dataDir, 'out'),
})

test('a statement that wants anything but published tables is refused', async () => {
  const passed: string[] = []
  for (const attack of attacks.filter((one) => !isBomb(one) && one.expected === 'blocked')) {
    const answers = []
    for (const sql of statementsOf(attack, paths())) answers.push((await ask(sql)).answer)
    if (answers.every((answer) => answer.ok)) passed.push(attack.name)
  }
  for (const sql of OWN) if ((await ask(sql)).answer.ok) passed.push(sql)
  expect(passed).toEqual([])
})

test('a bomb is refused, harmless or stopped, and the next statement of somebody else is answered', async () => {
  const bombs = attacks.filter((one) => isBomb(one) && BOMBS.has(one.name))
  expect(bombs.length).toBeGreaterThan(15)
  for (const bomb of bombs) {
    const [sql] = statementsOf(bomb, paths())
    const { answer } = await ask(sql!)
    const codes = ['refused', 'syntax', 'failed', 'timeout', 'memory']
    expect(answer.ok || codes.includes(answer.problem.code), bomb.name).toBe(true)
    const other = await box.service.run({ user: 'alice', sql: 'SELECT count(*) FROM exam' })
    expect(other, bomb.name).toMatchObject({ ok: true, result: { rows: [[30_000]] } })
  }
  // By the operating system's measure, looked at from outside; the limit is 1 GB.
  expect(peakKb / 1024).toBeLessThan(1024 * 1.2)
}, 300_000)

test('somebody else is answered while bombs run', async () => {
  const bombs = Promise.all(
    ['a', 'b'].map(() =>
      box.service.run({
        user: 'mallory',
        sql: 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b',
      }),
    ),
  )
  const other = await box.service.run({ user: 'alice', sql: 'SELECT count(*) FROM exam' })
  expect(other).toMatchObject({ ok: true })
  // One of them runs, the other waits still or runs: it never had both processes.
  expect(box.service.status().running).toBeLessThanOrEqual(1)
  await bombs
})

test('after all that no byte of the data folder and no variable of the environment has changed', () => {
  expect(fingerprint(box.dataDir)).toBe(before)
  expect(readdirSync(path.join(box.dataDir, 'out'))).toEqual([])
})
