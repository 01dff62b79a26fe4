import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDb, rows } from '#etl/db.ts'
import { contracts, type Contract } from '#etl/contracts/index.ts'
import { codePattern } from '#etl/contracts/contract.ts'
import { checkFile } from '#etl/file-check/check.ts'
import { maskReport } from '#etl/profiles/report-text.ts'
import { status } from '#etl/keeping/status.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { csv, smallLanding } from '#tests/support/landing.ts'

const PATIENT = 'PAT-7Q'
const STAFF = 'RAD-8K'
/** What a row in which columns have shifted may hold: its own codes of persons, names, numbers of persons. */
const PLANTED = [
  PATIENT,
  STAFF,
  '张三丰',
  'Zhang Sanfeng',
  'ZHANG^SAN',
  '13812345678',
  '138-1234-5678',
  '330106199001011234',
]

const GOOD: Record<string, Record<string, string>> = {
  exams: {
    center_code: 'C1',
    accession_no: 'A1',
    patient_id: PATIENT,
    radiologist_id: STAFF,
    modality: 'MR',
    body_part: 'HEAD',
    procedure_code: 'MR1',
    scanner_id: 'S1',
    status: 'reported',
    scheduled_at: '2026-03-02 08:00:00',
    started_at: '2026-03-02 08:05:00',
    completed_at: '2026-03-02 08:20:00',
    reported_at: '2026-03-02 09:00:00',
    updated_at: '2026-03-02 10:00:00',
  },
  scanner_log: {
    event_id: 'E1',
    center_code: 'C1',
    scanner_id: 'S1',
    type: 'acquisition',
    at: '2026-03-02 08:06:00',
    accession_no: 'A1',
    step: 't1',
  },
  ai_results: {
    center_code: 'C1',
    accession_no: 'A1',
    product_code: 'P1',
    product_version: '1.0',
    finding_code: 'F1',
    status: 'ok',
    flagged: 'true',
    updated_at: '2026-03-02 10:00:00',
  },
  billing: {
    center_code: 'C1',
    charge_id: 'L1',
    accession_no: 'A1',
    procedure_code: 'MR1',
    service_date: '2026-03-02',
    payer_class: 'self_pay',
    charge_amount: '1',
    status: 'billed',
    updated_at: '2026-03-02 10:00:00',
  },
  costs: {
    center_code: 'C1',
    month: '2026-03',
    category: 'staff',
    behaviour: 'fixed',
    amount: '1',
    updated_at: '2026-03-02 10:00:00',
  },
}

/**
 * Columns in which a planted text cannot be told from what the center means: a number as a key, a name as that of a series or a payer,
 * and the codes of this row's persons in its other codes.
 */
function isTold(contract: Contract, column: string, planted: string): boolean {
  const c = contract.columns.find((each) => each.name === column)!
  if (c.masksNumbers) return /\d{6}/.test(planted)
  if (c.isWord || c.hashedAs) return c.hashedAs !== undefined || ![PATIENT, STAFF].includes(planted)
  return codePattern(c) === null || /[^\x21-\x7e]|[ ^]/.test(planted)
}

/** Every file below a folder. */
function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
}

/** Sound rows of a feed in each of which one column holds a planted text. The codes of persons are the exams' to know. */
function rowsOf(contract: Contract): Record<string, string>[] {
  const good = Object.fromEntries(contract.columns.map((c) => [c.name, GOOD[contract.feed]![c.name] ?? '']))
  const planted = contract.feed === 'exams' ? PLANTED : PLANTED.slice(2)
  return contract.columns.flatMap(({ name }) =>
    planted.filter((text) => isTold(contract, name, text)).map((text) => ({ ...good, [name]: text })),
  )
}

/** Texts of every column of history's files: they are packed. */
async function historyTexts(dataDir: string): Promise<string> {
  const { db, close } = await openDb(':memory:', { threads: 1, memoryLimit: '500MB', tempDir: null })
  const files = filesBelow(join(dataDir, 'history')).filter((file) => file.endsWith('.parquet'))
  const texts: string[] = []
  for (const file of files)
    texts.push(JSON.stringify(await rows(db, `SELECT to_json(t)::VARCHAR AS r FROM read_parquet('${file}') t`)))
  close()
  return texts.join('\n')
}

test('ids, names and telephone numbers in any column, and in names of files, stay outside', async () => {
  const { dir, put } = smallLanding()
  for (const contract of contracts) {
    put(`${contract.feed}/C1/2026-03-05.csv`, csv(rowsOf(contract)))
    for (const planted of PLANTED.slice(2))
      put(`${contract.feed}/C1/${planted}/ct ${planted}.csv`, csv([GOOD[contract.feed]!]))
    put(`${contract.feed}/C1/${PLANTED[2]}.csv`, 'broken')
  }
  put('张三丰/13812345678.csv', 'x')
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  // The rows were read, and most refused.
  expect(await ask(config, "SELECT * FROM ops.reject WHERE reason = 'malformed'")).toEqual([])
  const rejects = await ask(
    config,
    'SELECT feed, count(*) > 20 AS many FROM ops.reject WHERE line > 0 GROUP BY 1 ORDER BY 1',
  )
  expect(rejects).toEqual(
    ['ai_results', 'billing', 'costs', 'exams', 'scanner_log'].map((feed) => ({ feed, many: true })),
  )
  const texts = [await historyTexts(config.dataDir), await status(config, true)]
  const tables = await ask(
    config,
    "SELECT schema_name || '.\"' || table_name || '\"' AS name FROM duckdb_tables() WHERE NOT temporary",
  )
  for (const { name } of tables)
    texts.push(JSON.stringify(await ask(config, `SELECT to_json(t)::VARCHAR AS r FROM ${String(name)} t`)))
  for (const file of filesBelow(config.dataDir)) texts.push(`${file}\n${readFileSync(file).toString('latin1')}`)
  for (const planted of PLANTED) {
    const latin1 = Buffer.from(planted).toString('latin1')
    const found = texts.filter((text) => text.includes(planted) || text.includes(latin1))
    expect(
      found.map(
        (text) => `${planted}: …${text.slice(Math.max(0, text.indexOf(planted) - 200), text.indexOf(planted) + 60)}`,
      ),
    ).toEqual([])
  }
  // Nothing of it is new the next night: masked names are the same again.
  expect((await etl(config)).status).toBe('nothing_new')
})

test('the check of a file says of such rows what the loader does', async () => {
  const { dir, put } = smallLanding()
  const REFERENCES = {
    centers: new Map([
      ['C1', 'Asia/Shanghai'],
      ['C2', 'Asia/Shanghai'],
    ]),
    scanners: new Map([
      ['S1', 'C1'],
      ['S2', 'C2'],
    ]),
  }
  for (const contract of contracts) put(`${contract.feed}/C1/a.csv`, csv(rowsOf(contract)))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  for (const { feed } of contracts) {
    const name = `${feed}/C1/a.csv`
    const report = checkFile({
      name,
      feed,
      bytes: readFileSync(join(dir, name)),
      profile: null,
      references: REFERENCES,
    })
    const said = report.problems.map(({ line, column, reason }) => ({ line, column_name: column, reason }))
    expect(said, feed).toEqual(
      await ask(config, `SELECT line, column_name, reason FROM ops.reject WHERE path = '${name}' ORDER BY line`),
    )
    const shown = JSON.stringify(maskReport(report).problems)
    for (const planted of PLANTED) expect(shown).not.toContain(planted)
  }
})
