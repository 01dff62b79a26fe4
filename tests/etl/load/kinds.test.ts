import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { checked, outcomesOf } from '../profiles/verdicts.ts'

test('signs that are not seen are taken off keys whatever they are, and a rounded number with a decimal comma is no key', async () => {
  const { dir, put } = smallLanding()
  const unseen = ['\u034f', '\u061c', '\u115f', '\u180e', '\u200e', '\u2066', '\u3164', '\ufe0f', '\uffa0', '\ufff9']
  put('exams/C1/plain.csv', examsCsv(...unseen.map((sign, i) => ({ accession_no: `A${sign}${i}` }))))
  const lost = ['2,02603E+15', '2,02603E15', '2026030512345,0']
  put(
    'exams/C1/quoted.csv',
    examsCsv(...lost.map((accession_no) => ({ accession_no: `"${accession_no}"` })), { accession_no: 'B.1' }),
  )
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect((await ask(config, 'SELECT accession_no FROM main.exam ORDER BY 1')).map((r) => r.accession_no)).toEqual([
    ...unseen.map((_, i) => `A${i}`),
    'B.1',
  ])
  expect(await ask(config, 'SELECT line, column_name, reason FROM ops.reject ORDER BY 1')).toEqual(
    [2, 3, 4].map((line) => ({ line, column_name: 'accession_no', reason: 'bad_type' })),
  )
  for (const [path, outcome] of await outcomesOf(config))
    expect([path, await checked(dir, path)]).toEqual([path, outcome])
})

test('days and months of instants in Parquet are the center’s, and a key that was a float has lost digits', async () => {
  const { dir } = smallLanding()
  for (const folder of ['billing', 'costs', 'exams']) mkdirSync(join(dir, folder, 'C1'), { recursive: true })
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  await db.run("SET TimeZone = 'UTC'")
  const updated = `TIMESTAMP '2026-03-05 08:00:00' AS updated_at`
  await db.run(
    `COPY (SELECT 'C1' AS center_code, '1' AS charge_id, 'A1' AS accession_no, 'X' AS procedure_code, 'self_pay' AS payer_class,
       TIMESTAMPTZ '2026-02-28 20:30:00+00' AS service_date, 500.0000::DECIMAL(18,4) AS charge_amount, 'billed' AS status, ${updated})
     TO '${dir}/billing/C1/a.parquet'`,
  )
  await db.run(
    `COPY (SELECT 'C1' AS center_code, TIMESTAMPTZ '2026-02-28 20:30:00+00' AS month, 'rent' AS category, 'fixed' AS behaviour,
       5.25::DOUBLE AS amount, ${updated}) TO '${dir}/costs/C1/a.parquet'`,
  )
  await db.run(
    `COPY (SELECT 'C1' AS center_code, 2.0260305e15 AS accession_no, 'P1' AS patient_id, 'MR' AS modality, 'X' AS procedure_code,
       'scheduled' AS status, TIMESTAMP '2026-03-05 08:00:00' AS scheduled_at, ${updated}) TO '${dir}/exams/C1/a.parquet'`,
  )
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect(await ask(config, 'SELECT CAST(service_date AS VARCHAR) AS day, charge_amount FROM main.charge')).toEqual([
    { day: '2026-03-01', charge_amount: 500 },
  ])
  expect(await ask(config, 'SELECT CAST(month AS VARCHAR) AS month FROM main.cost')).toEqual([{ month: '2026-03-01' }])
  expect(await ask(config, 'SELECT column_name, reason FROM ops.reject')).toEqual([
    { column_name: 'accession_no', reason: 'bad_type' },
  ])
})
