import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const EXAMS = `SELECT center_code, accession_no, day, CAST(started_at AS VARCHAR) AS started_at FROM main.exam ORDER BY ALL`

test('rows of an unknown center load once the reference data names it', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}, { center_code: 'C9', accession_no: 'A9', scanner_id: 'S9' }))
  await etl(config)
  expect(await ask(config, 'SELECT reason, value FROM ops.reject')).toEqual([{ reason: 'unknown_center', value: 'C9' }])
  put('reference/centers.csv', 'center_code,name_en,time_zone\nC1,One,Asia/Shanghai\nC2,Two,Asia/Urumqi\nC9,Nine,\n')
  await etl(config)
  expect(await ask(config, 'SELECT reason, value FROM ops.reject')).toEqual([
    { reason: 'unknown_scanner', value: 'S9' },
  ])
  put('reference/scanners.csv', 'scanner_id,center_code,modality\nS1,C1,MR\nS2,C2,CT\nS9,C9,MR\n')
  await etl(config)
  expect(await ask(config, 'SELECT count(*) AS n FROM ops.reject')).toEqual([{ n: 0 }])
  expect((await ask(config, EXAMS)).map((e) => e.center_code)).toEqual(['C1', 'C9'])
})

test('local times and days are read again when a center’s time zone changes; times with an offset stay', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put(
    'exams/a.csv',
    examsCsv(
      { started_at: '2026-03-02 00:30:00', completed_at: '2026-03-02 00:40:00', reported_at: '2026-03-02 01:00:00' },
      {
        accession_no: 'A2',
        started_at: '2026-03-02T00:30:00+08:00',
        completed_at: '2026-03-02T00:40:00+08:00',
        reported_at: '2026-03-02T01:00:00+08:00',
      },
    ),
  )
  await etl(config)
  put('reference/centers.csv', 'center_code,name_en,time_zone\nC1,One,Asia/Urumqi\nC2,Two,Asia/Urumqi\n')
  await etl(config)
  expect(await ask(config, EXAMS)).toEqual([
    { center_code: 'C1', accession_no: 'A1', day: '2026-03-02', started_at: '2026-03-01 18:30:00+00' },
    { center_code: 'C1', accession_no: 'A2', day: '2026-03-01', started_at: '2026-03-01 16:30:00+00' },
  ])
})

test('a reference file with an invalid row stops the run and names file, line and column; the old snapshot stays', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  await etl(config)
  put('reference/scanners.csv', 'scanner_id,center_code,modality\nS1,C1,\n')
  await expect(etl(config)).rejects.toThrow(/scanners\.csv.*2.*modality/)
  expect(await ask(config, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 1 }])
})

test('a run that would lose more than a tenth of a fact table stops, says so, and can be let through', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}, { center_code: 'C2', accession_no: 'B1', scanner_id: 'S2' }))
  await etl(config)
  put('reference/centers.csv', 'center_code,name_en\nC1,One\n')
  put('reference/scanners.csv', 'scanner_id,center_code,modality\nS1,C1,MR\n')
  await expect(etl(config)).rejects.toThrow(
    /main\.exam would have 1 rows where the current snapshot has 2.*--allow-shrink/,
  )
  expect(await ask(config, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 2 }])
  await etl(config, { allowShrink: true })
  expect(await ask(config, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 1 }])
})
