import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import { audit } from '#app/server/audit/audit.ts'
import { hashOf } from '#app/server/audit/chain.ts'
import { runAudit } from '#app/server/audit/cli.ts'
import { keepHeadAt, readHead } from '#app/server/audit/head.ts'
import { pruneEntries, verifyChain } from '#app/server/audit/verify.ts'
import { appPlace, environmentOf, openPlace } from '#tests/support/app-database.ts'

const at = (day: number) => new Date(Date.UTC(2026, 2, day))

/** A trail of five entries, one a day, and the file that names its end. */
async function trail() {
  const place = await appPlace()
  const db = await openPlace(place)
  const headFile = path.join(place.dataDir, 'head.json')
  keepHeadAt(db, headFile)
  onTestFinished(async () => {
    await db.destroy().catch(() => {})
    await place.remove()
  })
  for (let day = 1; day <= 5; day++)
    await audit(db, { kind: 'query', userName: 'ann', clientIp: '10.0.0.1', detail: { sql: `SELECT ${day}` } }, at(day))
  return { db, place, headFile, verify: async () => verifyChain(db, await readHead(headFile)) }
}

const change = (db: Kysely<AppDatabase>, seq: number, what: Partial<AppDatabase['audit_entry']>) =>
  db.updateTable('audit_entry').set(what).where('seq', '=', seq).execute()

test('a trail that nobody touched is sound, and its end stands outside the database', async () => {
  const { headFile, verify } = await trail()
  expect(await verify()).toEqual({ sound: true, entries: 5, first: 1, last: 5 })
  expect(await readHead(headFile)).toMatchObject({ seq: 5 })
})

test('entries that are written at once follow each other without gaps', async () => {
  const { db, verify } = await trail()
  await Promise.all(Array.from({ length: 40 }, (_, i) => audit(db, { kind: 'sign_in', userName: `p${i}` })))
  expect(await verify()).toEqual({ sound: true, entries: 45, first: 1, last: 45 })
})

test.each(['at', 'kind', 'user_name', 'client_ip', 'detail'] as const)(
  'an entry whose %s was changed is found',
  async (name) => {
    const { db, verify } = await trail()
    await change(db, 3, { [name]: 'x' })
    expect(await verify()).toMatchObject({ sound: false, seq: 3, reason: 'changed' })
  },
)

test('a changed entry with a fitting hash of its own is found by the next one', async () => {
  const { db, verify } = await trail()
  const entry = await db.selectFrom('audit_entry').selectAll().where('seq', '=', 3).executeTakeFirstOrThrow()
  const forged = { ...entry, user_name: 'bob' }
  await change(db, 3, { user_name: 'bob', hash: hashOf(forged, entry.previous_hash) })
  expect(await verify()).toMatchObject({ sound: false, seq: 4, reason: 'does_not_follow' })
})

test('a removed entry is found, from the middle, the beginning and the end', async () => {
  for (const [seq, reason] of [
    [1, 'missing'],
    [3, 'missing'],
    [5, 'cut_off'],
  ] as const) {
    const { db, verify } = await trail()
    await db.deleteFrom('audit_entry').where('seq', '=', seq).execute()
    expect(await verify()).toMatchObject({ sound: false, seq, reason })
  }
})

test('an inserted entry is found, in the middle and behind the end', async () => {
  const { db, verify } = await trail()
  const entry = await db.selectFrom('audit_entry').selectAll().where('seq', '=', 5).executeTakeFirstOrThrow()
  await db
    .insertInto('audit_entry')
    .values({ ...entry, seq: 6 })
    .execute()
  expect(await verify()).toMatchObject({ sound: false, seq: 6, reason: 'does_not_follow' })
})

test('a chain that was written anew as a whole does not end where the file says', async () => {
  const { db, headFile, verify } = await trail()
  await db.deleteFrom('audit_entry').execute()
  keepHeadAt(db, `${headFile}.other`)
  for (let day = 1; day <= 6; day++) await audit(db, { kind: 'query', userName: 'eve' }, at(day))
  expect(await verify()).toMatchObject({ sound: false, seq: 5, reason: 'rewritten' })
})

test('what retention took leaves the rest verifiable, and a change in the rest is still found', async () => {
  const { db, verify } = await trail()
  const note = (detail: object) => audit(db, { kind: 'audit_pruned', detail }, at(6))
  expect(await pruneEntries(db, at(4).toISOString(), note)).toBe(3)
  expect(await verify()).toEqual({ sound: true, entries: 3, first: 4, last: 6 })
  expect(await pruneEntries(db, at(5).toISOString(), note)).toBe(1)
  expect(await verify()).toEqual({ sound: true, entries: 3, first: 5, last: 7 })
  await change(db, 5, { user_name: 'bob' })
  expect(await verify()).toMatchObject({ sound: false, seq: 5, reason: 'changed' })
})

test('the command says whether the trail is sound, by its status too', async () => {
  const { db, place, headFile } = await trail()
  const env = { ...environmentOf(place), AUDIT_HEAD_FILE: headFile }
  expect(existsSync(headFile)).toBe(true)
  expect(await runAudit(['verify'], env)).toBe(0)
  await change(db, 2, { detail: null })
  expect(await runAudit(['verify'], env)).toBe(1)
  await expect(runAudit(['mend'], env)).rejects.toMatchObject({ code: 'app/config' })
  expect(readFileSync(headFile, 'utf8')).toContain('"seq":5')
})
