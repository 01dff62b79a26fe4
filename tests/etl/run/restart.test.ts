import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Config } from '#etl/config.ts'
import { readBytes } from '#etl/landing/bytes.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { csv, examsCsv, smallLanding } from '#tests/support/landing.ts'

vi.mock('#etl/landing/bytes.ts', { spy: true })

const EXAMS = 'SELECT * FROM main.exam ORDER BY accession_no'
const FILES = `SELECT path, status, rows_read, rows_loaded, rows_rejected, rows_superseded,
  run_id = (SELECT run_id FROM ops.run) AS of_this_run FROM ops.source_file ORDER BY path`
const REJECTS = 'SELECT path, line, reason, value FROM ops.reject ORDER BY path, line'

const CHARGE = {
  center_code: 'C1',
  charge_id: 'K1',
  accession_no: 'A1',
  procedure_code: 'X',
  service_date: '2026-03-02',
  payer_class: 'self_pay',
  charge_amount: '100',
  status: 'billed',
  updated_at: '2026-03-02 10:00:00',
}

/** Two feeds with corrections, rejects of both kinds and content that comes twice. */
function landing() {
  const { dir, put } = smallLanding()
  const files = {
    'billing/a.csv': csv([CHARGE, { ...CHARGE, charge_id: 'K2', status: 'odd' }]),
    'billing/b.csv': csv([{ ...CHARGE, updated_at: '2026-03-03 10:00:00' }]),
    'exams/a.csv': examsCsv({}, { accession_no: 'A2', modality: 'XX' }, { accession_no: 'A3', center_code: 'C9' }),
    'exams/b.csv': examsCsv({ priority: 'stat', updated_at: '2026-03-02 09:00:00' }),
    'exams/c.csv': examsCsv({ accession_no: 'A4', scanner_id: 'S2' }),
  }
  for (const [path, text] of Object.entries({ ...files, 'exams/z.csv': files['exams/a.csv'] })) {
    put(path, text)
    utimesSync(join(dir, path), 1000, 1000)
  }
  return { dir, put }
}

/** A run that dies when everything is read and merged, with a part for every batch. */
async function die(config: Config) {
  const progress = {
    ...silentProgress,
    step(name: string) {
      if (name === 'building marts') throw new Error('killed')
    },
  }
  await expect(etl(config, { rowsPerPart: 1, progress })).rejects.toThrow('killed')
}

const outcome = async (config: Config) => [
  await ask(config, EXAMS),
  await ask(config, REJECTS),
  await ask(config, FILES),
]

test('a run goes on from what a killed one had read, and gives what an undisturbed one gives', async () => {
  const { dir } = landing()
  const undisturbed = testConfig(dir, temporaryFolder())
  await etl(undisturbed)
  const killed = testConfig(dir, temporaryFolder())
  await die(killed)
  expect(readdirSync(join(killed.dataDir, 'history/parts')).length).toBeGreaterThan(0)
  vi.mocked(readBytes).mockClear()
  await etl(killed)
  // Only the duplicate is looked at again: nothing else had to be read a second time.
  expect(vi.mocked(readBytes).mock.calls.map(([path]) => path)).toEqual([join(dir, 'exams/z.csv')])
  expect(await outcome(killed)).toEqual(await outcome(undisturbed))
  expect(existsSync(join(killed.dataDir, 'history/parts'))).toBe(false)
  expect((await etl(killed)).status).toBe('nothing_new')
  await etl(killed, { rebuild: true })
  expect(await ask(killed, EXAMS)).toEqual(await ask(undisturbed, EXAMS))
}, 60_000)

test('a night goes on too, and what the reference data says meanwhile decides', async () => {
  const { dir, put } = landing()
  const config = testConfig(dir, temporaryFolder())
  rmSync(join(dir, 'billing'), { recursive: true })
  await etl(config)
  put('exams/d.csv', examsCsv({ accession_no: 'A5' }, { accession_no: 'A6', center_code: 'C9' }))
  utimesSync(join(dir, 'exams/d.csv'), 1000, 1000)
  await die(config)
  put('reference/centers.csv', 'center_code,name_en\nC1,One\nC2,Two\nC9,Nine\n')
  put('reference/scanners.csv', 'scanner_id,center_code,name_en,modality\nS1,C9,One,MR\nS2,C2,Two,CT\n')
  await etl(config)
  expect(await ask(config, 'SELECT center_code, accession_no FROM main.exam ORDER BY 2')).toEqual([
    { center_code: 'C9', accession_no: 'A3' },
    { center_code: 'C9', accession_no: 'A6' },
  ])
  const file = "SELECT rows_read, rows_loaded, rows_rejected FROM ops.source_file WHERE path = 'exams/d.csv'"
  expect(await ask(config, file)).toEqual([{ rows_read: 2, rows_loaded: 1, rows_rejected: 1 }])
}, 60_000)

test('parts that are torn, or whose files are gone, only cost time', async () => {
  for (const spoil of ['tear', 'remove'] as const) {
    const { dir } = landing()
    const config = testConfig(dir, temporaryFolder())
    await die(config)
    const folder = spoil === 'tear' ? 'history/parts' : 'history/exams'
    for (const name of readdirSync(join(config.dataDir, folder))) {
      if (spoil === 'tear') writeFileSync(join(config.dataDir, folder, name), '{"history_version"')
      else rmSync(join(config.dataDir, folder, name))
    }
    await etl(config)
    expect(
      (await ask(config, EXAMS)).map((e) => [e.accession_no, e.priority]),
      spoil,
    ).toEqual([['A1', 'routine']])
  }
}, 60_000)
