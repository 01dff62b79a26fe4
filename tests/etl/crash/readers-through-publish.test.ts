import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, test } from 'vitest'
import { readyz } from '#app/server/health.ts'
import { rollback } from '#etl/keeping/rollback.ts'
import { etl, land, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { watchingReader } from '#tests/support/readers.ts'

test('readers and /readyz see no error and no mixed snapshot while runs publish, roll back and retire old ones', async () => {
  const { dir, put } = smallLanding()
  const config = { ...testConfig(dir, temporaryFolder()), snapshotsKept: 1 }
  put('exams/0.csv', examsCsv({}))
  const { snapshot_id: first } = await etl(config)
  const readers = [watchingReader(config.dataDir), watchingReader(config.dataDir)]
  const server = createServer(
    express().get(
      '/readyz',
      readyz({ reader: readers[0]!.reader, appDbAnswers: () => Promise.resolve(true) }, () => false),
    ),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  let published = false
  const statuses: number[] = []
  const health = (async () => {
    while (!published) statuses.push((await fetch(`http://127.0.0.1:${port}/readyz`)).status)
  })()
  const ids = [first]
  for (let night = 1; night <= 4; night++) {
    land(config, `exams/${night}.csv`, examsCsv({ accession_no: `N${night}` }))
    ids.push((await etl(config)).snapshot_id)
    await readers[1]!.ask()
    if (night === 2) await rollback(config, first)
  }
  published = true
  await health
  await new Promise((closed) => server.close(closed))
  for (const reader of readers) await reader.stop()
  expect(readers.flatMap((r) => r.problems)).toEqual([])
  expect([...new Set(statuses)]).toEqual([200])
  expect([...readers[1]!.seen.keys()].sort()).toEqual(ids)
})
