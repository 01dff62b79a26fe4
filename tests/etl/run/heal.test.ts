import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures')

test('a history that an older program has let poison in is published by the first run, and a rebuild agrees', async () => {
  const [landing, data] = [temporaryFolder(), temporaryFolder()]
  cpSync(join(FIXTURES, 'network/landing/reference'), join(landing, 'reference'), { recursive: true })
  cpSync(join(FIXTURES, 'cases/01-nan-dose-poisons-every-night/exams'), join(landing, 'exams'), { recursive: true })
  cpSync(join(FIXTURES, 'old-history/history'), join(data, 'history'), { recursive: true })
  const config = testConfig(landing, data)
  const look = async () => [
    await ask(config, 'SELECT accession_no FROM main.exam ORDER BY 1'),
    await ask(config, 'SELECT event_id, ctdi_vol FROM main.acquisition ORDER BY 1'),
    await ask(config, 'SELECT charge_id FROM main.charge'),
    await ask(config, 'SELECT path, line, column_name, reason, value FROM ops.reject ORDER BY path, line'),
    await ask(config, 'SELECT accession_no, assessable FROM mart.exam_compliance'),
  ]
  expect((await etl(config)).status).toBe('published')
  const out = (path: string, column_name: string, line: number, value: string) => ({
    ...{ path, line, column_name, reason: 'out_of_range', value },
  })
  const first = await look()
  expect(first).toEqual([
    [{ accession_no: 'A1' }],
    ['E1', 'E2'].map((event_id) => ({ event_id, ctdi_vol: null })),
    [],
    [
      ...[2, 3, 4].map((line) => out('billing/C001/b.csv', 'charge_amount', line, '***')),
      ...[2, 3, 4, 5, 6].map((line) => out('exams/C001/a.csv', 'patient_birth_year', line, '***')),
      out('exams/C001/typo.csv', 'scheduled_at', 2, '2062-03-05T08:00:00'),
    ],
    [{ accession_no: 'A1', assessable: true }],
  ])
  await etl(config, { rebuild: true })
  expect(await look()).toEqual(first)
})
