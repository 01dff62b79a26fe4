import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLASS_ROLES, classesOf, mayOpen, rolesFor, rolesForPanel, type Role } from '#app/access.ts'
import type { PageName } from '#app/page-list.ts'
import { askPage, rightsOf } from '#app/server/pages.ts'
import { publishedFor, openEngine } from '#app/server/sql/sandbox/engine.ts'
import { createSqlService } from '#app/server/sql/service.ts'
import { libraryFor, listsFor, relationsFor } from '#app/server/sql-store/offered.ts'
import { parametersOf } from '#app/sql/parameters.ts'
import type { SqlSchema } from '#app/sql/sql-types.ts'
import { publishedTables } from '#etl/schema/index.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { LIBRARY } from '#queries/library/index.ts'
import { PARAMETER_LISTS } from '#queries/library/lists.ts'
import { panels, panelStatement, questionsOf, type PanelPage } from '#queries/pages.ts'
import { CODES } from '#tests/support/addresses.ts'
import { etl, testConfig } from '#tests/support/etl.ts'

/** One role for each set of classes that opens the console. */
const ROLES_ASKED = ['executive', 'analyst', 'admin'] as const satisfies readonly Role[]

let folder: string
let file: string
let reader: SnapshotReader
let service: ReturnType<typeof createSqlService>
/** An exam's number and patient, and what a center charged in a month: what must not come through. */
let secret: { person: string[]; money: string[] }

const asker = (role: Role) => ({ user: role, classes: classesOf(role), scope: ALL_CENTERS })
const ask = (role: Role, sql: string, parameters = {}) => service.run({ ...asker(role), sql, parameters })
const rowsOf = async (role: Role, sql: string) => {
  const answer = await ask(role, sql)
  if (!answer.ok) throw new Error(`${sql}: ${answer.problem.message}`)
  return answer.result.rows
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'isocenter-classes-'))
  await etl(testConfig('tests/fixtures/network/landing', folder))
  reader = createSnapshotReader({ dataDirs: [folder] })
  file = (await reader.current())!.file
  service = createSqlService({ reader })
  const [exam] = await rowsOf('admin', 'SELECT accession_no, patient_key FROM exam LIMIT 1')
  const [month] = await rowsOf('admin', 'SELECT gross_charges, net_revenue FROM mart.center_month LIMIT 1')
  secret = { person: exam!.map(String), money: month!.map(String) }
})
afterAll(async () => {
  await service.close()
  await reader.close()
  await rm(folder, { recursive: true })
})

const columns = publishedTables.flatMap((table) =>
  Object.entries(table.columns).map(([column, one]) => ({
    table: `${table.schema}.${table.name}`,
    column,
    needs: [...new Set([table.class, one.class])],
  })),
)
const sees = (role: Role, { needs }: (typeof columns)[number]) => needs.every((name) => classesOf(role).includes(name))
const rolesWith = (needs: (typeof columns)[number]['needs']) =>
  CLASS_ROLES.operations.filter((role) => needs.every((name) => CLASS_ROLES[name].includes(role)))

test.each(ROLES_ASKED)(
  '%s reads every column of their classes, and is told of every other whose it is',
  async (role) => {
    for (const table of new Set(columns.map((one) => one.table))) {
      const own = columns.filter((one) => one.table === table)
      const seen = own.filter((one) => sees(role, one)).map(({ column }) => `"${column}"`)
      if (seen.length > 0)
        expect(await ask(role, `SELECT ${seen.join()} FROM ${table} LIMIT 1`), table).toMatchObject({ ok: true })
      for (const one of own.filter((other) => !sees(role, other))) {
        const lacks = one.needs.filter((name) => !classesOf(role).includes(name))
        const answer = await ask(role, `SELECT "${one.column}" FROM ${one.table}`)
        const name = `${one.table}.${one.column}`.replace(/^main\./, '')
        if (answer.ok) throw new Error(`${role} reads ${name}`)
        expect([name, answer.problem.code]).toEqual([name, 'refused'])
        expect(name.startsWith(answer.problem.withheld!.names[0]!)).toBe(true)
        for (const one of answer.problem.withheld!.classes) expect(lacks).toContain(one)
        for (const allowed of rolesWith(one.needs)) expect(answer.problem.withheld!.roles).toContain(allowed)
        for (const word of [...answer.problem.withheld!.classes, ...answer.problem.withheld!.roles])
          expect(answer.problem.message).toContain(word)
      }
    }
  },
)

test.each(ROLES_ASKED)(
  '%s finds what they may read, and nothing else, in the schema, SHOW and the catalogs',
  async (role) => {
    const seen = columns.filter((one) => sees(role, one)).map(({ table, column }) => `${table}.${column}`)
    const schema = (await service.schema(asker(role))) as SqlSchema
    const shown = schema.tables.flatMap(({ schema: place, name, columns: list }) =>
      list.map((column) => `${place}.${name}.${column.name}`),
    )
    expect(shown.sort()).toEqual(seen.sort())
    expect(schema.tables.find(({ name }) => name === 'exam')).toMatchObject({
      rows: expect.any(Number),
      comment: /exam/,
    })
    for (const sql of [
      'SELECT table_schema, table_name, column_name FROM information_schema.columns WHERE table_schema IN ($$main$$, $$mart$$, $$ops$$)',
      'SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal',
      'SELECT schema_name, table_name, column_name FROM main.duckdb_columns()',
      'SELECT schema_name, table_name, column_name FROM duckdb_columns',
      'SELECT "schema", name, unnest(column_names) FROM (SHOW ALL TABLES)',
    ])
      expect([sql, (await rowsOf(role, sql)).map((row) => row.join('.')).sort()]).toEqual([sql, seen])
    const tables = [...new Set(columns.filter((one) => sees(role, one)).map(({ table }) => table))].sort()
    for (const sql of [
      'SELECT schema_name, table_name FROM duckdb_tables()',
      "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'",
    ])
      expect([sql, (await rowsOf(role, sql)).map((row) => row.join('.')).sort()]).toEqual([sql, tables])
  },
)

test.each(ROLES_ASKED)(
  '%s is offered those library queries and lists that run, and no join by a hidden column',
  async (role) => {
    const texts = [
      ...LIBRARY.map(({ id, sql }) => ({ id, sql, offered: libraryFor(classesOf(role)).some((one) => one.id === id) })),
      ...Object.entries(PARAMETER_LISTS).map(([id, sql]) => ({ id, sql, offered: id in listsFor(classesOf(role)) })),
    ]
    for (const { id, sql, offered } of texts) {
      const nulls = Object.fromEntries(parametersOf(sql).map(({ name }) => [name, null]))
      const answer = await ask(role, sql, nulls)
      expect([id, answer.ok]).toEqual([id, offered])
      if (!answer.ok) expect([id, answer.problem.withheld]).not.toEqual([id, undefined])
      else expect([id, answer.result.narrowed]).toEqual([id, []])
    }
    for (const { table, columns: names, to, toColumns } of relationsFor(classesOf(role)))
      expect(
        await ask(
          role,
          `SELECT ${names.join()} FROM ${table} WHERE (${names.join()}) IN (SELECT (${toColumns.join()}) FROM ${to})`,
        ),
      ).toMatchObject({ ok: true })
  },
)

test.each(['executive', 'analyst'] as const)(
  'every link of a panel that %s sees leads to a statement that they may run',
  async (role) => {
    const [exam] = await rowsOf('admin', 'SELECT center_code, accession_no FROM mart.deviation ORDER BY ALL LIMIT 1')
    const params = { ...CODES, center_code: String(exam![0]), accession_no: String(exam![1]) }
    const wrong: string[] = []
    for (const [page, list] of Object.entries(panels) as [PanelPage & PageName, { id: string }[]][]) {
      if (!mayOpen(role, page)) {
        expect(list.flatMap(({ id }) => rolesForPanel(page, `${page}.${id}`).filter((one) => one === role))).toEqual([])
        continue
      }
      const question = { params, search: new URLSearchParams() }
      const asked = await questionsOf(reader, `${page} ${role}`, (direct) =>
        askPage(direct, page, question, rightsOf(role)),
      )
      for (const panel of list) {
        const sql = panelStatement(panel as never, asked!)
        if (sql === null) continue
        const answer = await ask(role, sql)
        const offered = rolesForPanel(page, `${page}.${panel.id}`).includes(role)
        if (answer.ok !== offered) wrong.push(`${page}.${panel.id} ${answer.ok ? 'runs' : 'does not run'}`)
        if (!answer.ok) expect([panel.id, answer.problem.withheld]).not.toEqual([panel.id, undefined])
      }
    }
    expect(wrong).toEqual([])
  },
)

test.each([
  ['executive', 'exam', 'accession_no'],
  ['analyst', 'mart.center_month', 'gross_charges'],
] as const)(
  '%s is refused %s.%s by every other door: plan, profile, description, files, retained snapshots',
  async (role, table, column) => {
    const sql = `SELECT ${column} FROM ${table}`
    const refused = { ok: false, problem: { code: 'refused', withheld: { names: [`${table}.${column}`] } } }
    for (const analyze of [false, true])
      expect(await service.explain({ ...asker(role), sql, analyze })).toMatchObject(refused)
    expect(await service.describe(sql, asker(role))).toMatchObject(refused.problem)
    for (const format of ['csv', 'xlsx', 'parquet'] as const)
      expect(await service.export({ ...asker(role), sql, format })).toMatchObject(refused)
    const { snapshot_id } = (await reader.current())!
    expect(await service.run({ ...asker(role), sql, snapshotId: snapshot_id })).toMatchObject(refused)
    const made = await service.export({ ...asker(role), sql: `FROM ${table}`, format: 'csv' })
    if (!made.ok) throw new Error(made.problem.message)
    expect(await text(made.stream)).not.toContain(column)
  },
)

/** Ways to a column that do not name it as usual. `T` is the table, `t` its word, `C` the column. */
const WAYS = [
  'SELECT * FROM T',
  'FROM T',
  'TABLE T',
  'SELECT t FROM T',
  'SELECT x FROM T AS x',
  'SELECT to_json(t) FROM T',
  'SELECT json_object($$a$$, t)::VARCHAR FROM T',
  'SELECT t::VARCHAR FROM T',
  'SELECT row(t.*) FROM T',
  'SELECT row(t) FROM T',
  'SELECT struct_pack(a := t) FROM T',
  'SELECT [t] FROM T',
  'SELECT list(t), max(t), any_value(t), arg_max(t, t), histogram(t) FROM T',
  'SELECT COLUMNS(*) FROM T',
  "SELECT COLUMNS('.*') FROM T",
  'SELECT COLUMNS(c -> true) FROM T',
  "SELECT COLUMNS('C') FROM T",
  'SELECT * EXCLUDE (center_code) FROM T',
  'SELECT * REPLACE (C || $$$$ AS C) FROM T',
  'SELECT * REPLACE (1 AS center_code) FROM T',
  'SELECT * RENAME (C AS a) FROM T',
  'SELECT * LIKE $$%$$ FROM T',
  ...[1, 2, 3, 5, 8, 13, 21, 34].map((n) => `SELECT #${n} FROM T`),
  'SELECT "C" FROM T',
  'SELECT "c".C FROM T AS "c"',
  'SELECT u&"C" FROM T',
  'SELECT T.C FROM T',
  'SELECT isocenter.T.C FROM isocenter.T',
  'SELECT t.C FROM T',
  'SELECT (t).C FROM T',
  "SELECT t['C'] FROM T",
  "SELECT struct_extract(t, 'C') FROM T",
  "SELECT to_json(t)->>'C' FROM T",
  'SELECT x.C FROM (SELECT * FROM T) x',
  'WITH x AS (FROM T) SELECT C FROM x',
  'WITH RECURSIVE x AS (FROM T UNION ALL FROM x WHERE false) SELECT C FROM x',
  'WITH stored AS (FROM T) SELECT * FROM stored',
  'WITH t AS (FROM T) FROM t',
  'SELECT a, b, c, d, e FROM T AS x(a, b, c, d, e)',
  'SELECT * FROM T a, LATERAL (SELECT a.C) b',
  'SELECT * FROM T a, LATERAL (SELECT a) b',
  'SELECT (SELECT C FROM T LIMIT 1)',
  'SELECT * FROM T a JOIN T b USING (C)',
  'SELECT * FROM T a NATURAL JOIN T b',
  'SELECT * FROM T a POSITIONAL JOIN T b',
  'SELECT * FROM T a ASOF JOIN T b ON a.C >= b.C',
  'SELECT * FROM T a SEMI JOIN T b ON a.C = b.C',
  'SELECT unnest([t]) FROM T',
  'SELECT unnest(list(t), recursive := true) FROM T',
  'SELECT unnest(t) FROM T',
  'SELECT t.* FROM T',
  'SELECT list_transform([t], lambda x: x.C) FROM T',
  'PIVOT T ON C IN (1, 2) USING count(*)',
  'PIVOT T ON center_code IN ($$C001$$) USING max(C)',
  'UNPIVOT T ON C',
  'UNPIVOT (SELECT COLUMNS(*)::VARCHAR FROM T) ON COLUMNS(*)',
  'SUMMARIZE T',
  'SUMMARIZE SELECT * FROM T',
  'DESCRIBE T',
  'DESCRIBE SELECT * FROM T',
  'SELECT center_code FROM T ORDER BY C',
  'SELECT center_code FROM T GROUP BY center_code, C',
  'SELECT center_code FROM T QUALIFY row_number() OVER (ORDER BY C) = 1',
  'SELECT count(*) FILTER (WHERE C IS NOT NULL) FROM T',
  'SELECT count(DISTINCT C), approx_count_distinct(C), mode(C) FROM T',
  'SELECT rowid FROM T',
  'FROM T UNION ALL BY NAME FROM T',
  'SELECT * FROM T USING SAMPLE 5',
  'EXPLAIN ANALYZE SELECT * FROM T WHERE C IS NOT NULL',
  'EXPLAIN SELECT * FROM T ORDER BY C',
  'FROM stored.T',
  'FROM stored.main.exam',
  'FROM "stored".T',
  'FROM STORED.T',
  'SELECT stored.T.C FROM T',
  'SELECT stats(C) FROM T',
  "FROM query('FROM stored.T')",
  "FROM query_table('stored.T')",
  "FROM pragma_storage_info('stored.T')",
  'FROM system.main.duckdb_columns()',
  "SELECT sql FROM duckdb_tables() WHERE table_name = 't'",
  'SELECT sql FROM duckdb_views()',
  'FROM duckdb_constraints()',
  'FROM duckdb_schemas()',
  'FROM duckdb_databases()',
]

const way = (pattern: string, table: string, column: string) =>
  pattern.replace(/\b[TtC]\b/g, (letter) => ({ T: table, t: table.split('.').at(-1)!, C: column })[letter]!)

test.each([
  ['executive', 'person', 'exam', 'accession_no'],
  ['executive', 'person', 'mart.exam_money', 'accession_no'],
  ['analyst', 'money', 'mart.center_month', 'gross_charges'],
  ['analyst', 'money', 'charge', 'charge_amount'],
] as const)('%s gets no value of the class %s out of %s.%s, however it is asked', async (role, kind, table, column) => {
  for (const pattern of WAYS) {
    const sql = way(pattern, table, column)
    const answer = await service.run({ ...asker(role), sql, maxRows: 50 })
    const said = JSON.stringify(answer)
    for (const value of secret[kind]) expect([sql, said.includes(value)]).toEqual([sql, false])
    if (answer.ok) expect([sql, answer.result.columns.map(({ name }) => name.toLowerCase())]).not.toContain(column)
  }
})

test('what must not come through is what those who have the class get first', async () => {
  for (const [kind, table] of [
    ['person', 'exam'],
    ['money', 'mart.center_month'],
  ] as const) {
    const said = JSON.stringify(await service.run({ ...asker('admin'), sql: `FROM ${table}`, maxRows: 50 }))
    for (const value of secret[kind]) expect(said).toContain(value)
  }
})

test('stars and whole rows give what one may read, and say what they left out', async () => {
  const answer = await ask('executive', 'SELECT * FROM mart.deviation LIMIT 1')
  expect(answer).toMatchObject({ ok: true, result: { narrowed: ['mart.deviation.accession_no'] } })
  for (const sql of [
    'SELECT deviation FROM mart.deviation',
    'SELECT to_json(x) FROM mart.deviation x',
    'SUMMARIZE mart.deviation',
  ])
    expect([sql, await ask('executive', sql)]).toMatchObject([
      sql,
      answer.ok && { result: { narrowed: answer.result.narrowed } },
    ])
  expect(await ask('executive', 'SELECT count(*) FROM mart.deviation')).toMatchObject({ result: { narrowed: [] } })
  expect(await ask('admin', 'FROM mart.deviation')).toMatchObject({ result: { narrowed: [] } })
})

test('a natural join over columns that are hidden is refused, since it would answer another question', async () => {
  const sql = 'SELECT count(*) FROM mart.exam_compliance NATURAL JOIN mart.deviation'
  expect(await ask('executive', sql)).toMatchObject({ problem: { withheld: { classes: ['person'] } } })
  expect(await ask('admin', sql)).toMatchObject({ ok: true })
})

test('statements of one role never run where another’s were offered something else', async () => {
  const engine = await openEngine({ file, secrets: [], engineMemoryMb: 200, threads: 1, pipe: null, user: null })
  await publishedFor(engine, { classes: classesOf('analyst'), scope: ALL_CENTERS })
  for (const other of [
    { classes: classesOf('admin'), scope: ALL_CENTERS },
    { classes: classesOf('analyst'), scope: { kind: 'center', values: ['C001'] } as const },
  ])
    await expect(publishedFor(engine, other)).rejects.toThrow('could not be run')
  engine.instance.closeSync()
  const all = rolesFor('sql').flatMap((role) => Array.from({ length: 8 }, () => role))
  const seen = await Promise.all(
    all.map(async (role, i) => {
      const sql = "SELECT count(*) FROM duckdb_columns() WHERE column_name IN ('gross_charges', 'patient_key')"
      const answer = await service.run({ user: `${role}${i}`, classes: classesOf(role), scope: ALL_CENTERS, sql })
      return answer.ok && [role, Number(answer.result.rows[0]![0])]
    }),
  )
  const expected = (role: Role) =>
    columns.filter((one) => ['gross_charges', 'patient_key'].includes(one.column) && sees(role, one)).length
  expect(seen).toEqual(all.map((role) => [role, expected(role)]))
})
