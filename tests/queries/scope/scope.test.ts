import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { publishedTables } from '#etl/schema/index.ts'
import { scopeKey, type CenterScope } from '#queries/scope/center-scope.ts'
import { narrowedTo, SHARED_TABLES } from '#queries/scope/narrowed-tables.ts'
import { networkBehind } from '#queries/scope/network-door.ts'
import { warehouse } from '../support/warehouse.ts'

const center = (center_code: string, province: string, ownership: string) => ({
  center_code,
  name_en: `Center ${center_code}`,
  province,
  ownership,
  time_zone: 'Asia/Shanghai',
})
const day = (center_code: string, exams_performed: number) => ({
  day: '2026-03-02',
  center_code,
  modality: 'CT',
  exams_performed,
})
const ROWS = {
  center: [center('A', 'North', 'own'), center('B', 'North', 'partner'), center('C', 'South', 'own')],
  scanner: ['A', 'B', 'C'].map((code) => ({ scanner_id: `${code}-CT1`, center_code: code, modality: 'CT' })),
  staffing: ['A', 'B', 'C'].map((code) => ({ scanner_id: `${code}-CT1`, effective_from: '2026-01-01' })),
  calendar: [
    { date: '2026-01-01', hours: 'closed' },
    { date: '2026-01-02', hours: 'closed', center_code: 'B' },
    { date: '2026-01-03', hours: 'closed', scanner_id: 'C-CT1' },
  ],
  'mart.center_day': [day('A', 1), day('B', 10), day('C', 100)],
}
const of = (kind: 'center' | 'province' | 'ownership', ...values: string[]): CenterScope => ({ kind, values })

async function exams(scope: CenterScope, rows = ROWS) {
  const reader = (await warehouse(rows)).within(scope)
  return reader.read('sum', async (db) => {
    const asked = sql<{ n: number | null }>`SELECT sum(exams_performed) AS n FROM mart.center_day`
    return (await asked.execute(db)).rows[0]!.n
  })
}

test('a scope of a list, a province or a kind of ownership leaves the rows of its centers', async () => {
  expect(await exams({ kind: 'all' })).toBe(111)
  expect(await exams(of('center', 'A', 'C'))).toBe(101)
  expect(await exams(of('province', 'North'))).toBe(11)
  expect(await exams(of('ownership', 'own'))).toBe(101)
})

test('a scope of no center that there is leaves nothing', async () => {
  expect(await exams(of('center'))).toBeNull()
  expect(await exams(of('center', "Z' OR true --"))).toBeNull()
})

test('tables of scanners and of days for all follow the scope too', async () => {
  const reader = (await warehouse(ROWS)).within(of('center', 'A'))
  const found = await reader.read('all', async (db) => ({
    staffing: (await db.selectFrom('staffing').select('scanner_id').execute()).map((row) => row.scanner_id),
    calendar: (await db.selectFrom('calendar').select('date').execute()).map((row) => row.date),
  }))
  expect(found).toEqual({ staffing: ['A-CT1'], calendar: ['2026-01-01'] })
})

test('one question has an answer for each scope, whoever asked first', async () => {
  const reader = await warehouse(ROWS)
  const codes = (scope: CenterScope) =>
    reader
      .within(scope)
      .read('codes', async (db) =>
        (await db.selectFrom('center').select('center_code').orderBy('center_code').execute()).map(
          (row) => row.center_code,
        ),
      )
  expect(await codes({ kind: 'all' })).toEqual(['A', 'B', 'C'])
  expect(await codes(of('center', 'B'))).toEqual(['B'])
  expect(await codes(of('center', 'C'))).toEqual(['C'])
  expect(await codes({ kind: 'all' })).toEqual(['A', 'B', 'C'])
})

test('the network behind a scope is another door, and the whole network has none', async () => {
  const reader = await warehouse(ROWS)
  const behind = await reader.within(of('center', 'A')).read('behind', async (db) => {
    const rows = await networkBehind(db)!.selectFrom('center').select('center_code').execute()
    return rows.length
  })
  expect(behind).toBe(3)
  expect(await reader.read('behind', async (db) => networkBehind(db))).toBeNull()
})

test('scopes that hold the same have one key, and others have others', () => {
  expect(scopeKey(of('center', 'B', 'A'))).toBe(scopeKey(of('center', 'A', 'B', 'A')))
  const keys = [of('center', 'A'), of('province', 'A'), of('center', 'A", "B'), of('center', 'A', 'B')].map(scopeKey)
  expect(new Set(keys).size).toBe(4)
})

test('every published table is narrowed, shared on purpose, or empty', () => {
  const codes = { centers: ['A'], scanners: ['A-CT1'] }
  const unnarrowed = publishedTables.filter(
    ({ schema, name, columns }) => narrowedTo({ schema, name, columns: Object.keys(columns) }, codes) === null,
  )
  expect(unnarrowed.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual([...SHARED_TABLES].sort())
  for (const { schema, name, columns } of publishedTables) {
    const rows = narrowedTo({ schema, name, columns: Object.keys(columns) }, codes)
    if ('center_code' in columns) expect([name, rows]).toEqual([name, expect.stringContaining('center_code')])
  }
})
