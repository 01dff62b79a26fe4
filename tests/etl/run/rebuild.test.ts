import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDb } from '#etl/db.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { csv, EXAM, examsCsv, smallLanding } from '#tests/support/landing.ts'

/** Writes a Parquet file of history as an older program would have, with what its run's record says of it. */
async function rewrite(file: string, select: string): Promise<void> {
  const { db, close } = await openDb(':memory:', { threads: 1, memoryLimit: '500MB', tempDir: null })
  await db.run(`COPY (${select} FROM read_parquet('${file}')) TO '${file}.new' (FORMAT parquet)`)
  close()
  renameSync(`${file}.new`, file)
  const runs = join(file, '../../runs')
  for (const name of readdirSync(runs)) {
    const record = JSON.parse(readFileSync(join(runs, name), 'utf8')) as { checksums?: unknown }
    delete record.checksums
    writeFileSync(join(runs, name), JSON.stringify(record))
  }
}

const COUNT = 'SELECT count(*) AS n FROM main.exam'

test('a rebuild that would lose rows of the served snapshot is not published, unless that is meant', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  await etl(config)
  put('exams/b.csv', examsCsv({ accession_no: 'A2' }, { accession_no: 'A3' }))
  const { snapshot_id } = await etl(config)
  await etl(config, { rebuild: true })
  // A record that went with a disk takes its rows out of history, and whoever says that it may be forgotten finds no files either.
  rmSync(join(dir, 'exams'), { recursive: true })
  const runs = join(config.dataDir, 'history/runs')
  rmSync(
    join(
      runs,
      readdirSync(runs).find((name) => name.includes(snapshot_id))!,
    ),
  )
  await expect(etl(config, { rebuild: true })).rejects.toMatchObject({ code: 'etl/history-lost' })
  const forgetting = { rebuild: true, forgetLost: true }
  await expect(etl(config, forgetting)).rejects.toMatchObject({ code: 'etl/blocked' })
  expect(await ask(config, COUNT)).toEqual([{ n: 3 }])
  await etl(config, { ...forgetting, allowShrink: true })
  expect(await ask(config, COUNT)).toEqual([{ n: 1 }])
})

test('history from before a column was in the contract is read with null in its place, beside files that have it', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  await etl(config)
  const folder = join(config.dataDir, 'history/exams')
  await rewrite(join(folder, readdirSync(folder)[0]!), 'SELECT * EXCLUDE (scheduled_minutes, scheduled_scanner_id)')
  await etl(config, { rebuild: true })
  const slots = 'SELECT accession_no, scheduled_minutes, scheduled_scanner_id FROM main.exam ORDER BY 1'
  expect(await ask(config, slots)).toEqual([
    { accession_no: 'A1', scheduled_minutes: null, scheduled_scanner_id: null },
  ])
  const slot = { accession_no: 'A2', scheduled_minutes: '20', scheduled_scanner_id: 'S1' }
  put(
    'exams/b.csv',
    csv([
      { ...EXAM, ...slot },
      { ...EXAM, ...slot, accession_no: 'A3', scheduled_minutes: '0' },
    ]),
  )
  await etl(config)
  await etl(config, { rebuild: true })
  expect((await ask(config, slots)).slice(1)).toEqual([{ ...slot, scheduled_minutes: 20 }])
  expect(await ask(config, 'SELECT reason, column_name FROM ops.reject')).toEqual([
    { reason: 'out_of_range', column_name: 'scheduled_minutes' },
  ])
})

test('a rebuild mends a served snapshot that cannot be opened', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  const { snapshot_id } = await etl(config)
  truncateSync(join(config.dataDir, `snapshots/snapshot-${snapshot_id}.duckdb`), 100)
  await etl(config, { rebuild: true })
  expect(await ask(config, COUNT)).toEqual([{ n: 1 }])
})
