import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { DATA_CLASSES } from '#queries/data-classes.ts'
import { openSandbox } from '#tests/support/sandbox.ts'

let box: Awaited<ReturnType<typeof openSandbox>>

beforeAll(async () => {
  box = await openSandbox({ timeLimitMs: 5_000 })
  await box.service.warm()
})

afterAll(() => box.close())

const ana = { user: 'ana', classes: DATA_CLASSES, scope: ALL_CENTERS }
const ask = (sql: string, rest = {}) => box.service.run({ ...ana, sql, ...rest })
const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b'

test('published tables answer by every name that people use', async () => {
  for (const name of ['exam', 'main.exam', 'isocenter.exam', 'isocenter.main.exam', 'EXAM']) {
    expect(await ask(`SELECT count(*) AS n FROM ${name}`), name).toMatchObject({
      ok: true,
      result: { rows: [[30_000]] },
    })
  }
  expect(await ask('SELECT sum(exams_performed) FROM mart.center_day')).toMatchObject({ result: { rows: [[30_000]] } })
})

test('everyday statements pass the gate', async () => {
  const statements = [
    'WITH a AS (FROM exam), b AS (SELECT * FROM a) SELECT count(*) FROM b JOIN mart.center_day USING (day, center_code)',
    'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r',
    "PIVOT exam ON status IN ('completed') USING count(*) GROUP BY day",
    'SUMMARIZE exam',
    'DESCRIBE SELECT * FROM exam',
    'SHOW ALL TABLES',
    'VALUES (1), (2)',
    'SELECT day, quantile_cont(cny, 0.9), count(*) FILTER (WHERE n > 5) FROM exam GROUP BY day QUALIFY row_number() OVER (ORDER BY day) < 3;',
    "SELECT unnest([1, 2]), COLUMNS('^n$'), list_transform([1], lambda x: x + 1) FROM exam LIMIT 1 -- end",
    'SELECT table_name FROM information_schema.tables',
    "SELECT comment FROM duckdb_columns() WHERE column_name = 'day'",
  ]
  for (const sql of statements) expect(await ask(sql), sql).toMatchObject({ ok: true })
})

test('an error is told where it stands in the text as typed, also behind Chinese text', async () => {
  const sql = "SELECT '影像🩻', nope FROM exam"
  expect(await ask(sql)).toMatchObject({ problem: { code: 'failed', position: sql.indexOf('nope'), length: 4 } })
  const explain = `EXPLAIN ANALYZE\n  ${sql}`
  expect(await ask(explain)).toMatchObject({ problem: { position: explain.indexOf('nope') } })
  expect(await ask('SELECT 1 FORM exam x y')).toMatchObject({ problem: { code: 'syntax' } })
  expect(await ask('SELECT * FROM exams')).toMatchObject({
    problem: { code: 'refused', position: 14, length: 5, suggestions: ['exam'] },
  })
})

test('a misspelt table is led to the ones that are meant, in their schema', async () => {
  const meant: Record<string, string[]> = {
    'mart.centre_day': ['mart.center_day'],
    center_dya: ['mart.center_day'],
    center_day: ['mart.center_day'],
    'marts.center_day': ['mart.center_day'],
    'isocenter.mart.centerday': ['mart.center_day'],
    'mart.exam': ['exam'],
    Centre: ['center'],
    dayly: ['daily'],
  }
  for (const [name, suggestions] of Object.entries(meant)) {
    const sql = `WITH daily AS (SELECT 1) SELECT * FROM ${name}`
    expect(await ask(sql), name).toMatchObject({
      problem: { code: 'refused', position: sql.indexOf(name), length: name.length, suggestions },
    })
  }
  expect(await ask('SELECT * FROM something_else')).not.toHaveProperty('problem.suggestions')
})

test('a message never tells where the data lies', async () => {
  for (const sql of ["FROM read_text('/etc/passwd')", "SELECT current_setting('x')", 'SELECT n::DATE FROM exam']) {
    const answer = await ask(sql)
    expect(JSON.stringify(answer)).not.toContain(box.dataDir)
    expect(answer).toMatchObject({ ok: false })
  }
})

test('parameters are bound by value, and a missing one is named', async () => {
  const sql = 'SELECT count(*) FROM exam WHERE day = $day::DATE AND n < $most'
  expect(await ask(sql, { parameters: { day: '2026-03-01', most: 31 } })).toMatchObject({ result: { rows: [[2]] } })
  expect(await ask(sql, { parameters: { day: '2026-03-01' } })).toMatchObject({
    problem: { message: 'Give a value for $most.' },
  })
  expect(await box.service.describe(sql, ana)).toMatchObject({ parameters: ['day', 'most'] })
})

test('a parameter keeps every digit, and a number beyond 2^53 is shown as its digits', async () => {
  const parameters = {
    a: { digits: '9007199254740993' },
    b: { digits: '1234567890123456.78' },
    c: { digits: '1'.repeat(25) },
  }
  const sql = 'SELECT $a, $b, $c, 9007199254740993 = $a, 1234567890123456.78 = $b'
  expect(await ask(sql, { parameters })).toMatchObject({
    result: { rows: [['9007199254740993', '1234567890123456.78', '1'.repeat(25), true, true]] },
  })
})

test('rows over the limit are cut and said', async () => {
  expect(await ask('FROM exam', { maxRows: 3 })).toMatchObject({
    result: { truncated: true, rowLimit: 3, rows: { length: 3 } },
  })
  expect(await ask('FROM exam LIMIT 3', { maxRows: 3 })).toMatchObject({ result: { truncated: false } })
  const long = await ask("SELECT repeat('x', 50000) AS x")
  expect(long.ok && String(long.result.rows[0]![0]).endsWith('x…')).toBe(true)
})

test('a person has one statement running and three waiting; a cancel ends only what is theirs', async () => {
  const all = ['1', '2', '3', '4'].map((queryId) => ask(ENDLESS, { queryId }))
  expect(await ask('SELECT 1')).toMatchObject({ problem: { code: 'busy' } })
  expect(await box.service.run({ ...ana, user: 'ben', sql: 'SELECT 1' })).toMatchObject({ ok: true })
  expect(box.service.cancel('ben', '1')).toBe(false)
  for (const queryId of ['4', '3', '2', '1']) expect(box.service.cancel('ana', queryId)).toBe(true)
  for (const answer of await Promise.all(all)) expect(answer).toMatchObject({ problem: { code: 'cancelled' } })
})

test('a process that somebody ends is replaced without anybody noticing', async () => {
  for (const pid of await box.service.pids()) process.kill(pid, 'SIGKILL')
  expect(await ask('SELECT 42')).toMatchObject({ result: { rows: [[42]] } })
  const running = ask('SELECT count(*) FROM range(300000000) t(i) WHERE hash(i) % 7 = 0')
  while (box.service.status().running === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  for (const pid of await box.service.pids()) process.kill(pid, 'SIGKILL')
  const answer = await running
  expect(answer.ok || answer.problem.code === 'timeout').toBe(true)
})

test('an older snapshot is asked by its name, and one that is gone says so', async () => {
  await box.build('old')
  expect(await ask('SELECT run_id FROM ops.run', { snapshotId: 'old' })).toMatchObject({
    result: { snapshotId: 'old', rows: [['old']] },
  })
  expect(await ask('SELECT run_id FROM ops.run')).toMatchObject({ result: { rows: [['one']] } })
  for (const snapshotId of ['never', '../one', 'one/../one']) {
    expect(await ask('SELECT 1', { snapshotId })).toMatchObject({ problem: { code: 'snapshot_gone' } })
  }
})

test('a publish during statements harms none, and the next one sees it', async () => {
  const running = ask('SELECT count(*) FROM exam a, range(100) b WHERE hash(a.n + b.range) % 3 = 0')
  box.state.current = { ...box.snapshot, snapshot_id: 'two', file: await box.build('two') }
  expect(await ask('SELECT run_id FROM ops.run')).toMatchObject({ result: { rows: [['two']], snapshotId: 'two' } })
  expect(await running).toMatchObject({ ok: true })
  box.state.current = box.snapshot
})

test('without a snapshot the answer says what to do', async () => {
  box.state.current = null
  expect(await ask('SELECT 1')).toMatchObject({ problem: { code: 'no_snapshot' } })
  box.state.current = box.snapshot
})

test('a plan comes as a tree, with times where the statement ran', async () => {
  const request = { ...ana, sql: 'SELECT count(*) FROM exam' }
  expect(await box.service.explain({ ...request, analyze: false })).toMatchObject({
    ok: true,
    plan: [{ name: expect.any(String) }],
  })
  expect(await box.service.explain({ ...request, analyze: true })).toMatchObject({
    plan: { latency: expect.any(Number) },
  })
  expect(await box.service.explain({ ...request, sql: 'DROP TABLE exam', analyze: true })).toMatchObject({ ok: false })
})

test('the schema has comments, counts, and samples of safe columns only', async () => {
  const schema = await box.service.schema(ana)
  if ('code' in schema) throw new Error(schema.message)
  const exam = schema.tables.find(({ name }) => name === 'exam')
  expect(exam).toMatchObject({
    rows: 30_000,
    columns: expect.arrayContaining([{ name: 'day', type: 'DATE', comment: 'local day' }]),
  })
  expect(exam?.columns.find(({ name }) => name === 'status')?.samples).toEqual(['completed'])
  expect(
    schema.tables.find(({ name }) => name === 'center')?.columns.find(({ name }) => name === 'name'),
  ).not.toHaveProperty('samples')
})

test('two people’s heavy statements leave a third an answer within two seconds, of other classes too', async () => {
  const heavy = ['ben', 'cai'].map((user) => box.service.run({ ...ana, user, sql: ENDLESS }))
  await vi.waitUntil(() => box.service.status().running === 2)
  for (const classes of [DATA_CLASSES, ['operations'] as const]) {
    const begun = performance.now()
    const answer = await box.service.run({ user: 'eva', classes, scope: ALL_CENTERS, sql: 'SELECT count(*) FROM exam' })
    expect([answer.ok, performance.now() - begun < 2_000]).toEqual([true, true])
  }
  // A third heavy one makes room, and has its own turn and limit afterwards.
  const third = await box.service.run({ ...ana, user: 'eva', sql: ENDLESS })
  expect(third).toMatchObject({ problem: { code: 'timeout' } })
  for (const answer of await Promise.all(heavy)) expect(answer).toMatchObject({ problem: { code: 'timeout' } })
}, 60_000)

test('when the service ends, no process and no second name of a snapshot stays behind', async () => {
  const pids = await box.service.pids()
  // Two slots, the lane of short statements, and one to spare.
  expect(pids.length).toBe(4)
  await box.service.close()
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  const folder = `${box.dataDir}/.sandbox`
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  expect(existsSync(folder)).toBe(false)
})
