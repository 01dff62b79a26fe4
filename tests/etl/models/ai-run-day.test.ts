import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { csv, examsCsv, smallLanding } from '#tests/support/landing.ts'

test('a run that gave any result has not failed, and an exam read by two versions is read once', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}, { accession_no: 'A2' }))
  const result = (accession_no: string, row: Record<string, string>) => ({
    ...{
      center_code: 'C1',
      accession_no,
      product_code: 'P',
      product_version: '1',
      finding_code: 'X',
      status: 'ok',
      flagged: 'true',
    },
    updated_at: '2026-03-02 09:00:00',
    ...row,
  })
  put(
    'ai_results/a.csv',
    csv([
      result('A1', { opened_at: '2026-03-02 09:00:00' }),
      result('A1', { finding_code: 'Y', status: 'failed', flagged: '' }),
      result('A1', { product_version: '2' }),
      result('A2', { finding_code: '*', status: 'failed', flagged: '' }),
      // An exam that has not landed has no day.
      result('A3', {}),
    ]),
  )
  await etl(config)
  const figures = 'runs, ok_runs, failed_runs, opened_runs, exams_read'
  expect(await ask(config, `SELECT product_version AS v, ${figures} FROM mart.ai_run_day ORDER BY 1`)).toEqual([
    { v: '1', runs: 2, ok_runs: 1, failed_runs: 1, opened_runs: 1, exams_read: 1 },
    { v: '2', runs: 1, ok_runs: 1, failed_runs: 0, opened_runs: 0, exams_read: 0 },
  ])
})
