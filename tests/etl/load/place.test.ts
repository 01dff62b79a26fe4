import { expect, test } from 'vitest'
import { ask, etl, land, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const c2 = { center_code: 'C2', scanner_id: 'S2', modality: 'CT' }

test('a center’s folder holds only its rows, whatever lies deeper or beside it', async () => {
  const { dir, put } = smallLanding()
  put('exams/C1/2026/a.csv', examsCsv({ accession_no: 'A1' }, { ...c2, accession_no: 'B1' }))
  put('exams/ris/C1/b.csv', examsCsv({ ...c2, accession_no: 'B2' }))
  put('exams/C1.csv', examsCsv({ ...c2, accession_no: 'B3' }))
  put('exams/c1/c.csv', examsCsv({ ...c2, accession_no: 'B4' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect((await ask(config, 'SELECT accession_no AS a FROM main.exam ORDER BY 1')).map((r) => r.a)).toEqual([
    ...['A1', 'B2', 'B3', 'B4'],
  ])
  expect(await ask(config, 'SELECT path, line, column_name, reason FROM ops.reject')).toEqual([
    { path: 'exams/C1/2026/a.csv', line: 3, column_name: 'center_code', reason: 'wrong_center' },
  ])
})

test('content that lay in another center’s folder loads once it comes where it belongs', async () => {
  const { dir, put } = smallLanding()
  put('exams/C2/z.csv', examsCsv({ accession_no: 'A1' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  const exams = () => ask(config, 'SELECT accession_no FROM main.exam')
  expect(await exams()).toEqual([])
  land(config, 'exams/C1/a.csv', examsCsv({ accession_no: 'A1' }))
  await etl(config)
  expect(await exams()).toEqual([{ accession_no: 'A1' }])
  expect(await ask(config, 'SELECT * FROM ops.reject')).toEqual([])
  await etl(config, { rebuild: true })
  expect(await exams()).toEqual([{ accession_no: 'A1' }])
})
