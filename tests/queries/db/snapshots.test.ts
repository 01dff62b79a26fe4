import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { publish, temporaryDirectory, warehouse } from '../support/warehouse.ts'

const centers = (...codes: string[]) => ({ center: codes.map((center_code) => ({ center_code })) })

async function readerOf(...dataDirs: string[]) {
  const reader = createSnapshotReader({ dataDirs, recheckMilliseconds: 0 })
  onTestFinished(() => reader.close())
  const codes = (question: string) =>
    reader.read(question, async (db) =>
      (await db.selectFrom('center').select('center_code').orderBy('center_code').execute()).map((r) => r.center_code),
    )
  return { reader, codes }
}

test('without a snapshot there is no answer, and no error', async () => {
  const { reader, codes } = await readerOf(await temporaryDirectory())
  expect(await reader.current()).toBeNull()
  expect(await codes('centers')).toBeNull()
})

test('the first data directory that has a snapshot is served', async () => {
  const [real, demo] = [await temporaryDirectory(), await temporaryDirectory()]
  await publish(demo, 'd1', centers('DEMO'), { is_demo: true })
  const { reader, codes } = await readerOf(real, demo)
  expect(await codes('centers')).toEqual(['DEMO'])
  expect(await reader.current()).toMatchObject({ snapshot_id: 'd1', is_demo: true })
  await publish(real, 's1', centers('REAL'))
  expect(await codes('centers')).toEqual(['REAL'])
})

test('a running question finishes on the snapshot that it began on, even when that file is removed', async () => {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', centers('OLD'))
  const { reader, codes } = await readerOf(dataDir)
  const slow = reader.read('slow', async (db, snapshot) => {
    await publish(dataDir, 's2', centers('NEW'))
    expect(await codes('centers')).toEqual(['NEW'])
    await rm(snapshot.file)
    return db.selectFrom('center').select('center_code').execute()
  })
  expect(await slow).toEqual([{ center_code: 'OLD' }])
})

test('an answer is kept under its snapshot and question, and asked anew on the next snapshot', async () => {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', centers('A'))
  const { reader } = await readerOf(dataDir)
  let asked = 0
  const ask = () => reader.read('count', async () => ++asked)
  expect([await ask(), await ask()]).toEqual([1, 1])
  await publish(dataDir, 's2', centers('B'))
  expect(await ask()).toBe(2)
})

test('after a fault within the engine the file is opened anew, and all who asked are answered', async () => {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', centers('A'))
  const { reader } = await readerOf(dataDir)
  const engines = new Set<unknown>()
  const ask = (question: string) =>
    reader.read(question, async (db) => {
      engines.add(db)
      if (engines.size === 1) throw new Error('FATAL Error: Failed: database has been invalidated because of …')
      return db.selectFrom('center').select('center_code').execute()
    })
  expect(await Promise.all([ask('a'), ask('b')])).toEqual([[{ center_code: 'A' }], [{ center_code: 'A' }]])
  expect(engines.size).toBe(2)
  const mistake = reader.read('mistake', async () => {
    throw new Error('Binder Error: no such column')
  })
  await expect(mistake).rejects.toThrow('Binder Error')
})

test('a snapshot of another schema version is refused with what to do next', async () => {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', {}, { schema_version: 99 })
  const { reader } = await readerOf(dataDir)
  await expect(reader.current()).rejects.toThrow(/schema version 99.*reads version 2.*rebuild/)
})

test('a pointer that is not JSON is named as the file to mend', async () => {
  const dataDir = await temporaryDirectory()
  await writeFile(path.join(dataDir, 'current.json'), '{')
  const { reader } = await readerOf(dataDir)
  await expect(reader.current()).rejects.toMatchObject({ code: 'queries/snapshot-unusable' })
})

test('a new pointer that cannot be followed leaves the snapshot before it served, and says why', async () => {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', centers('A'))
  const { reader, codes } = await readerOf(dataDir)
  expect(await codes('centers')).toEqual(['A'])
  await publish(dataDir, 's2', centers('B'), { schema_version: 99 })
  expect(await codes('centers again')).toEqual(['A'])
  expect(reader.problem()?.message).toMatch(/schema version 99/)
  await publish(dataDir, 's3', centers('C'))
  expect(await codes('centers')).toEqual(['C'])
  expect(reader.problem()).toBeNull()
})

test('a question that fails does not stop the next ones, and is asked again', async () => {
  const reader = await warehouse(centers('A'))
  const bad = () => reader.read('bad', (db) => sql`SELECT no_such_column`.execute(db))
  await expect(bad()).rejects.toMatchObject({ code: 'queries/failed' })
  await expect(bad()).rejects.toMatchObject({ code: 'queries/failed' })
  expect(await reader.read('good', (db) => db.selectFrom('center').selectAll().execute())).toHaveLength(1)
})

test('a snapshot cannot be written, and files cannot be read through it', async () => {
  const reader = await warehouse(centers('A'))
  const run = (statement: string) => reader.read(statement, (db) => sql.raw(statement).execute(db))
  await expect(run("INSERT INTO center (center_code) VALUES ('B')")).rejects.toThrow()
  await expect(run("SELECT * FROM read_text('/etc/hostname')")).rejects.toThrow()
  await expect(run("SET memory_limit = '8GB'")).rejects.toThrow()
})

test('more questions than slots all get their answer', async () => {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', centers('A'))
  const reader = createSnapshotReader({ dataDirs: [dataDir], concurrency: 2 })
  onTestFinished(() => reader.close())
  const counts = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      reader.read(`q${i}`, (db) =>
        db
          .selectFrom('center')
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirst(),
      ),
    ),
  )
  expect(counts).toEqual(Array.from({ length: 20 }, () => ({ n: 1 })))
})
