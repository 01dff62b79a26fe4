import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'

const SAMPLES = ['network', 'spine-generic', 'nih-cxr14'] as const
type Row = Record<string, unknown>

const fixture = (name: string) => join(import.meta.dirname, '..', 'fixtures', name)
const expectedOf = (name: string) =>
  JSON.parse(readFileSync(join(fixture(name), 'expected.json'), 'utf8')) as Record<string, unknown>

async function load(name: string): Promise<Config> {
  const config = testConfig(join(fixture(name), 'landing'), temporaryFolder())
  expect((await etl(config)).status).toBe('published')
  return config
}

/** Every field that `expected` names is in the row with the same key; numbers agree to 1e-6 relative, money to the fen. */
function compare(table: string, expected: Row[], got: Row[], key: string[]): void {
  const keyOf = (row: Row) => key.map((k) => String(row[k] ?? '')).join('|')
  const byKey = new Map(got.map((row) => [keyOf(row), row]))
  const differences: string[] = []
  for (const row of expected) {
    const found = byKey.get(keyOf(row))
    if (!found) differences.push(`${keyOf(row)} is missing`)
    else
      for (const [column, value] of Object.entries(row)) {
        if (!(column in found) || same(value, found[column])) continue
        differences.push(
          `${keyOf(row)} ${column}: ${JSON.stringify(found[column])} instead of ${JSON.stringify(value)}`,
        )
      }
  }
  expect(differences.slice(0, 20), `${table}: ${differences.length} differences`).toEqual([])
  expect(got.length, `rows of ${table}`).toBe(expected.length)
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b))
  return (a ?? null) === (b ?? null)
}

const KEYS: Record<string, string[]> = {
  center_day: ['day', 'center_code', 'modality'],
  scanner_day: ['day', 'center_code', 'scanner_id'],
  exam_compliance: ['center_code', 'accession_no'],
  ai_coverage_month: ['month', 'center_code', 'modality', 'finding_code'],
  scanner_month: ['month', 'center_code', 'scanner_id'],
  center_month: ['month', 'center_code'],
}

for (const name of SAMPLES) {
  test(`the ${name} sample gives its known answers`, async () => {
    const config = await load(name)
    const expected = expectedOf(name)
    for (const [table, n] of Object.entries(expected.rows as Record<string, number>)) {
      expect(await ask(config, `SELECT count(*) AS n FROM main.${table}`), table).toEqual([{ n }])
    }
    for (const [table, key] of Object.entries(KEYS)) {
      if (!expected[table]) continue
      compare(table, expected[table] as Row[], await ask(config, `SELECT * FROM mart.${table}`), key)
    }
    await compareConcordance(config, expected.concordance as Row[])
    await compareRejects(config, expected.reject_lines as Row[])
    if (expected.files)
      compare('files', expected.files as Row[], await ask(config, 'SELECT * FROM ops.source_file'), ['path'])
  })
}

async function compareConcordance(config: Config, expected: Row[]): Promise<void> {
  const got = await ask(
    config,
    `SELECT product_code, finding_code, count(*) AS n, count(*) FILTER (outcome = 'TP') AS "TP", count(*) FILTER (outcome = 'FP') AS "FP",
       count(*) FILTER (outcome = 'FN') AS "FN", count(*) FILTER (outcome = 'TN') AS "TN" FROM mart.ai_reading GROUP BY ALL`,
  )
  const counts = expected.map(({ product_code, finding_code, n, TP, FP, FN, TN }) => ({
    product_code,
    finding_code,
    n,
    TP,
    FP,
    FN,
    TN,
  }))
  compare('concordance', counts, got, ['product_code', 'finding_code'])
}

async function compareRejects(config: Config, expected: Row[]): Promise<void> {
  const line = (r: Row) =>
    `${String(r.path)}:${String(r.line)} ${String(r.reason)} ${String(r.column ?? r.column_name ?? null)}`
  const got = await ask(config, 'SELECT path, line, reason, column_name FROM ops.reject')
  expect(got.map(line).sort()).toEqual(expected.map(line).sort())
}

test('every deviation of the spine-generic sample is found', async () => {
  const config = await load('spine-generic')
  const expected = (expectedOf('spine-generic').deviation as Row[]).map((d) =>
    [d.accession_no, d.step, d.kind, d.parameter].join('|'),
  )
  const got = await ask(config, 'SELECT accession_no, step, kind, parameter FROM mart.deviation')
  expect(got.map((d) => [d.accession_no, d.step, d.kind, d.parameter].join('|')).sort()).toEqual(expected.sort())
})

test('robustness of the network sample: agreement on compliant, deviating and unjudged scans', async () => {
  const config = await load('network')
  const got = await ask(
    config,
    `SELECT product_code, CASE exam_compliant WHEN true THEN 'compliant' WHEN false THEN 'deviating' ELSE 'unknown' END AS scan,
       count(*) FILTER (outcome IN ('TP', 'TN')) AS agree, count(*) AS n FROM mart.ai_reading GROUP BY ALL`,
  )
  compare('robustness', expectedOf('network').robustness as Row[], got, ['product_code', 'scan'])
})
