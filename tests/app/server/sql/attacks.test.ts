import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHostedSandbox, type Seen } from '#tests/support/hosted-sandbox.ts'
import { fingerprint, statementsOf, type Attack } from '#tests/support/sandbox.ts'

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
  `FROM stored.main.exam`,
  `SELECT * FROM (DESCRIBE stored.main.exam)`,
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

const limits = { timeLimitMs: 1_000, memoryMb: 1024, processes: 2 }
const HARMLESS_ENDS = ['refused', 'syntax', 'failed', 'timeout', 'memory']
let box: Awaited<ReturnType<typeof openHostedSandbox>>
let before: Awaited<ReturnType<typeof everything>>

/** All that a statement may not change: the data folder, and the process that serves. */
const everything = async () => ({
  bytes: fingerprint(box.dataDir),
  started: box.firstEnvironment(),
  environment: await box.environment(),
})

beforeAll(async () => {
  box = await openHostedSandbox(limits)
  mkdirSync(path.join(box.dataDir, 'out'))
  before = await everything()
})

afterAll(() => box.close())

const paths = () => ({
  DB: box.snapshot.file,
  OTHER_DB: path.join(box.dataDir, 'out/other.duckdb'),
  DATA_DIR: box.dataDir,
  OUT_DIR: path.join(box.dataDir, 'out'),
})

/** What an attack did that it may not; null if nothing. The system's own lateness in the same seconds is no fault. */
function fault({ answer, tookMs, peakKb, lateMs }: Seen): string | null {
  if (!answer.ok && !HARMLESS_ENDS.includes(answer.problem.code)) return answer.problem.code
  if (tookMs > limits.timeLimitMs + 2_000 + lateMs) return `answered after ${Math.round(tookMs)} ms`
  if (peakKb / 1024 > limits.memoryMb * 1.2) return `had ${Math.round(peakKb / 1024)} MB`
  return null
}

interface Tried {
  name: string
  answers: Seen['answer'][]
  faults: string[]
}

async function attack(name: string, statements: string[]): Promise<Tried> {
  const tried: Tried = { name, answers: [], faults: [] }
  for (const sql of statements) {
    const seen = await box.ask('mallory', sql)
    const found = fault(seen)
    tried.answers.push(seen.answer)
    if (found) tried.faults.push(found)
  }
  return tried
}

/** Somebody else's answer; on a machine that is busy with other things one of three has to come within the limit. */
async function others(): Promise<Seen['answer']> {
  let { answer } = await box.ask('alice', 'SELECT count(*) FROM exam')
  for (let i = 0; i < 2 && !answer.ok; i++) answer = (await box.ask('alice', 'SELECT count(*) FROM exam')).answer
  return answer
}

const bad = (tried: Tried[]) =>
  tried.filter(({ faults }) => faults.length > 0).map(({ name, faults }) => `${name}: ${faults.join(', ')}`)

test('a statement that wants anything but published tables is refused', async () => {
  const tried: Tried[] = []
  for (const one of attacks.filter((each) => !isBomb(each))) {
    const ended = await attack(one.name, statementsOf(one, paths()))
    if (one.expected === 'blocked' && ended.answers.every(({ ok }) => ok)) ended.faults.push('passed')
    tried.push(ended)
  }
  for (const sql of OWN) {
    const ended = await attack(sql, [sql])
    if (ended.answers[0]!.ok) ended.faults.push('passed')
    tried.push(ended)
  }
  expect(bad(tried)).toEqual([])
  expect(tried.length).toBeGreaterThan(100)
})

test('a bomb is refused, harmless or stopped in time and memory, and the next statement of somebody else is answered', async () => {
  const bombs = attacks.filter((one) => isBomb(one) && BOMBS.has(one.name))
  expect(bombs.length).toBeGreaterThan(15)
  const tried: Tried[] = []
  for (const bomb of bombs) {
    tried.push(await attack(bomb.name, statementsOf(bomb, paths())))
    expect(await others(), bomb.name).toEqual({ ok: true, rows: [[30_000]] })
  }
  expect(bad(tried)).toEqual([])
}, 600_000)

test('after all that the same process answers, and no byte of the data folder or of its environment has changed', async () => {
  expect(box.lives()).toBe(true)
  expect(await everything()).toEqual(before)
  expect(readdirSync(path.join(box.dataDir, 'out'))).toEqual([])
})
