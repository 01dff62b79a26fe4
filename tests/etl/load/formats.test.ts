import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const ROWS = 'SELECT * EXCLUDE (source_file_id, source_line) FROM main.exam ORDER BY accession_no'
const sound = [
  {},
  { accession_no: 'A2', priority: 'stat' },
  { accession_no: 'A3', modality: 'bad' },
  { accession_no: 'A4', reported_findings: 'X;NONE; Y;' },
]

/** Loads one exam file and tells the facts, and the rejects as line, column and reason. */
async function loadOne(name: string, content: string | Buffer) {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put(`exams/${name}`, content)
  await etl(config)
  return {
    facts: await ask(config, ROWS),
    lines: await ask(config, 'SELECT accession_no, source_line AS line FROM main.exam ORDER BY 1'),
    rejects: await ask(config, 'SELECT line, column_name, reason FROM ops.reject ORDER BY line'),
  }
}

test('the same rows come out of every spelling of a CSV file, fast path or tolerant path', async () => {
  const plain = examsCsv(...sound)
  const expected = await loadOne('a.csv', plain)
  expect(expected.facts).toHaveLength(3)
  expect(expected.rejects).toEqual([{ line: 4, column_name: 'modality', reason: 'not_allowed' }])
  const lines = plain.trimEnd().split('\n')
  const spellings: Record<string, string | Buffer> = {
    crlf: lines.join('\r\n'),
    bom: Buffer.from(`\ufeff${plain}`),
    quoted: lines
      .map((l) =>
        l
          .split(',')
          .map((c) => `"${c}"`)
          .join(','),
      )
      .join('\n'),
    'upper-case header': [` ${lines[0]!.toUpperCase().replaceAll(',', ' , ')}`, ...lines.slice(1)].join('\n'),
    'mixed line ends': lines.map((l, i) => l + (i % 2 ? '\r\n' : '\n')).join(''),
    gb18030: Buffer.concat([
      Buffer.from(lines[0]!),
      Buffer.from(',\xb1\xb8\xd7\xa2\n', 'latin1'),
      Buffer.from(
        lines
          .slice(1)
          .map((l) => `${l},x`)
          .join('\n'),
      ),
    ]),
  }
  for (const [name, content] of Object.entries(spellings))
    expect(await loadOne('a.csv', content), name).toEqual(expected)
  expect(await loadOne('a.csv.gz', gzipSync(plain)), 'gzip').toEqual(expected)
}, 120_000)

test('blank lines are not counted and lines with too few or too many cells are malformed', async () => {
  const [header, first, second] = examsCsv({}, { accession_no: 'A2' }).split('\n')
  const { lines, rejects } = await loadOne(
    'a.csv',
    [header, '', first, '   ', 'C1,short', second, `${second},,,,,long`, ''].join('\n'),
  )
  expect(lines).toEqual([
    { accession_no: 'A1', line: 3 },
    { accession_no: 'A2', line: 6 },
  ])
  expect(rejects).toEqual([
    { line: 5, column_name: null, reason: 'malformed' },
    { line: 7, column_name: null, reason: 'malformed' },
  ])
})

test('NDJSON keys match in any case, null and "" and an absent key mean null, and only objects are rows', async () => {
  const record = {
    center_code: 'C1',
    accession_no: 'A1',
    patient_id: 'P',
    modality: 'mr',
    procedure_code: 'X',
    status: 'scheduled',
    scheduled_at: '2026-03-02T08:00',
    updated_at: '2026-03-02T08:00Z',
  }
  const upper = Object.fromEntries(
    Object.entries({ ...record, accession_no: 'A2', priority: '' }).map(([k, v]) => [k.toUpperCase(), v]),
  )
  const { facts, rejects } = await loadOne(
    'a.ndjson',
    [
      JSON.stringify({ ...record, body_part: null }),
      '',
      '[1]',
      '"x"',
      '{"broken',
      JSON.stringify(upper),
      JSON.stringify({ ...record, patient_id: ' ' }),
    ].join('\n'),
  )
  expect(
    facts.map((f) => [f.accession_no, f.modality, f.priority, new Date(String(f.scheduled_at)).toISOString()]),
  ).toEqual([
    ['A1', 'MR', 'routine', '2026-03-02T00:00:00.000Z'],
    ['A2', 'MR', 'routine', '2026-03-02T00:00:00.000Z'],
  ])
  expect(rejects).toEqual([
    { line: 3, column_name: null, reason: 'malformed' },
    { line: 4, column_name: null, reason: 'malformed' },
    { line: 5, column_name: null, reason: 'malformed' },
    { line: 7, column_name: 'patient_id', reason: 'missing_value' },
  ])
})

test('Parquet is read with typed or with text columns; a timestamp without zone is local', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const base = "'C1' AS center_code, 'P' AS patient_id, 'MR' AS modality, 'X' AS procedure_code, 'scheduled' AS status"
  for (const [name, times] of Object.entries({
    local: "TIMESTAMP '2026-03-02 08:00:00' AS scheduled_at, TIMESTAMP '2026-03-02 08:00:00' AS updated_at",
    zoned: "TIMESTAMPTZ '2026-03-02 08:00:00+08' AS scheduled_at, TIMESTAMPTZ '2026-03-02 08:00:00+08' AS updated_at",
    text: "'2026-03-02T08:00:00+08:00' AS scheduled_at, '2026-03-02 08:00' AS updated_at",
  })) {
    const { dir, put } = smallLanding()
    put('exams/.keep', '')
    await connection.run(
      `COPY (SELECT ${base}, '${name}' AS accession_no, 1980.0 AS patient_birth_year, ${times}) TO '${join(dir, 'exams', 'a.parquet')}' (FORMAT parquet)`,
    )
    const config = testConfig(dir, temporaryFolder())
    await etl(config)
    expect(
      await ask(
        config,
        'SELECT CAST(scheduled_at AS VARCHAR) AS at, patient_birth_year AS born, source_line AS line FROM main.exam',
      ),
      name,
    ).toEqual([{ at: '2026-03-02 00:00:00+00', born: 1980, line: 1 }])
  }
})
