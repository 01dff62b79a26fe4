import type { Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { ensureAccounts } from '#app/server/accounts.ts'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { moveState } from '#app/server/app-db/move.ts'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import { audit } from '#app/server/audit/audit.ts'
import { verifyChain } from '#app/server/audit/verify.ts'
import { caseMarks, setCases } from '#app/server/cases.ts'
import { keepSample } from '#app/server/reading-samples.ts'
import { createSavedQuery } from '#app/server/sql-store/saved-queries.ts'
import { appPlace, openPlace } from '#tests/support/app-database.ts'

const key = { center_code: 'C1', accession_no: 'A', step: 't1', parameter: 'KVP' }
const said = { keys: [key], state: 'open', reason: null, comment: 'said "no", and 说' }

/** A file with something of every kind, and an empty database. */
async function both() {
  const place = await appPlace()
  const [from, to] = await Promise.all([openAppDatabase(place.dataDir), openPlace(place)])
  onTestFinished(async () => {
    await Promise.all([from.destroy(), to.destroy()])
    await place.remove()
  })
  await ensureAccounts(from, 'roles')
  for (let i = 0; i < 3; i++) await setCases(from, 'deviation', 'qa', said)
  const reading = { center_code: 'C1', accession_no: 'A', product_code: 'P', finding_code: 'F' }
  const drawn = { readings: [reading], from: '2026-01-01', to: '2026-02-01', snapshot_id: 's' }
  await keepSample(from, 'qa', { product_code: 'P', size: 4, seed: 1 }, drawn as never)
  const query = {
    name: 'q',
    folder: '',
    description: '',
    sql: 'SELECT 1',
    parameters: {},
    shared_with: 'nobody' as const,
  }
  await createSavedQuery(from, 'analyst', query)
  await audit(from, { kind: 'query', userName: 'analyst', detail: { sql: 'SELECT 1' } })
  return { from, to }
}

const TABLES = ['account', 'audit_entry', 'case_event', 'case_sample', 'case_sample_item', 'saved_query'] as const
const all = (db: Kysely<AppDatabase>) =>
  Promise.all(
    TABLES.map(async (table) =>
      (await db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort(),
    ),
  )

test('what app.db keeps stands in PostgreSQL word for word, and goes on there', async () => {
  const { from, to } = await both()
  expect(await moveState(from, to)).toMatchObject({ account: 5, case_event: 3, saved_query: 1, audit_entry: 6 })
  const [before, after] = await Promise.all([all(from), all(to)])
  const asObjects = (rows: string[][]) => rows.map((table) => table.map((row) => JSON.parse(row) as object))
  expect(asObjects(after)).toEqual(asObjects(before))
  await setCases(to, 'deviation', 'qa', said)
  await audit(to, { kind: 'sign_in', userName: 'qa' })
  expect(await caseMarks(to, 'deviation')).toMatchObject({ revision: 4 })
  expect(await verifyChain(to, null)).toMatchObject({ sound: true, entries: 7 })
  await expect(moveState(from, to)).rejects.toMatchObject({ code: 'app/config', message: /has accounts already/ })
})

test('a trail that is not sound is not moved, nor anything else', async () => {
  const { from, to } = await both()
  await from.updateTable('audit_entry').set({ detail: 'x' }).where('seq', '=', 2).execute()
  await expect(moveState(from, to)).rejects.toMatchObject({ code: 'app/config', message: /entry 2 \(changed\)/ })
  expect((await all(to)).flat()).toEqual([])
})
