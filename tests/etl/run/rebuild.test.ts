import { readdirSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const COUNT = 'SELECT count(*) AS n FROM main.exam'

test('a rebuild that would lose rows of the served snapshot is not published, unless that is meant', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  await etl(config)
  put('exams/b.csv', examsCsv({ accession_no: 'A2' }, { accession_no: 'A3' }))
  const { snapshot_id } = await etl(config)
  await etl(config, { rebuild: true })
  // A record that went with a disk takes its rows out of history.
  rmSync(join(dir, 'exams'), { recursive: true })
  const runs = join(config.dataDir, 'history/runs')
  rmSync(
    join(
      runs,
      readdirSync(runs).find((name) => name.includes(snapshot_id))!,
    ),
  )
  await expect(etl(config, { rebuild: true })).rejects.toMatchObject({ code: 'etl/blocked' })
  expect(await ask(config, COUNT)).toEqual([{ n: 3 }])
  await etl(config, { rebuild: true, allowShrink: true })
  expect(await ask(config, COUNT)).toEqual([{ n: 1 }])
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
