import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { ALLOWED, JUDGED_ENGINE, REFUSED } from '#app/server/sql/gate/functions.ts'

async function engine() {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(String))
  const functions = await rows(
    `SELECT DISTINCT CASE WHEN function_type IN ('table', 'table_macro') THEN 'table' ELSE 'value' END, function_name
     FROM duckdb_functions() WHERE function_type <> 'pragma'`,
  )
  const [[version]] = (await rows('SELECT version()')) as [[string]]
  return { functions, version }
}

test('every function of this engine has been judged, and none that is gone', async () => {
  const { functions, version } = await engine()
  const judged = (kind: 'value' | 'table') =>
    new Set([
      ...(kind === 'table' ? ALLOWED.table : [...ALLOWED.scalar, ...ALLOWED.aggregate, ...ALLOWED.macro]),
      ...REFUSED.filter((group) => group.kind === kind).flatMap((group) => group.names),
    ])
  const known = { value: judged('value'), table: judged('table') }
  const unknown = functions.filter(([kind, name]) => !known[kind as 'value' | 'table'].has(name!))
  expect(unknown, 'read what they do, then add them to gate/functions.ts').toEqual([])
  const all = new Set(functions.map((pair) => pair.join(' ')))
  for (const kind of ['value', 'table'] as const) {
    expect([...known[kind]].filter((name) => !all.has(`${kind} ${name}`))).toEqual([])
  }
  expect(version).toBe(JUDGED_ENGINE)
})

test('nothing is both allowed and refused', () => {
  for (const { kind, names } of REFUSED) {
    const allowed = kind === 'table' ? ALLOWED.table : [...ALLOWED.scalar, ...ALLOWED.aggregate, ...ALLOWED.macro]
    expect(names.filter((name) => allowed.includes(name))).toEqual([])
  }
})

test('no allowed function reads a file, an address or the engine itself', () => {
  const suspicious =
    /^read_|_scan$|glob$|sniff|parquet|secret|logging|pragma|settings|checkpoint|^query|peg_parser|serialize/
  expect(
    Object.values(ALLOWED)
      .flat()
      .filter((name) => suspicious.test(name)),
  ).toEqual([])
})
