import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ensureAccounts } from '#app/server/accounts.ts'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { audit } from '#app/server/audit/audit.ts'

let folder: string
const file = () => path.join(folder, 'app.db')

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'isocenter-app-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const DAMAGE: [string, (whole: Buffer) => Buffer | string][] = [
  ['another file', () => 'no database at all '.repeat(100)],
  ['an empty file', () => ''],
  ['pages overwritten', (whole) => Buffer.from(whole).fill(7, 4096, whole.length - 4096)],
  ['cut in the middle', (whole) => whole.subarray(0, Math.floor(whole.length / 2))],
]

test.each(DAMAGE)('a damaged app.db (%s) is never replaced unless that is asked for', async (_, damage) => {
  const db = await openAppDatabase(folder)
  await ensureAccounts(db, 'roles')
  for (let i = 0; i < 200; i++) await audit(db, { kind: 'sign_in', userName: 'admin', detail: 'x'.repeat(100) })
  await db.destroy()
  const damaged = Buffer.from(damage(readFileSync(file())))
  for (const end of ['-wal', '-shm']) rmSync(file() + end, { force: true })
  writeFileSync(file(), damaged)

  await expect(openAppDatabase(folder)).rejects.toMatchObject({
    code: 'app/config',
    message: /app\.db is damaged \(.+\).*backup.*--reset-accounts/,
  })
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const anew = await openAppDatabase(folder, { resetAccounts: true })
  expect(await ensureAccounts(anew, 'roles')).toHaveLength(5)
  await anew.destroy()
  const aside = readdirSync(folder).find((name) => /^app\.db\.damaged-\d{8}T\d{6}Z$/.test(name))
  expect(said.mock.calls.join()).toContain(aside!)
  expect(readFileSync(path.join(folder, aside!)).subarray(0, 20)).toEqual(damaged.subarray(0, 20))
})

test('a sound app.db keeps its accounts when they are asked to be made anew', async () => {
  const db = await openAppDatabase(folder)
  await ensureAccounts(db, 'roles')
  await db.destroy()
  const again = await openAppDatabase(folder, { resetAccounts: true })
  expect(await ensureAccounts(again, 'roles')).toEqual([])
  await again.destroy()
})

test.each([
  ['DROP TABLE page_use', 'without table page_use'],
  ['DROP TABLE session', 'without table session'],
  ['ALTER TABLE saved_plan DROP COLUMN levers', 'without column saved_plan.levers'],
])('an app.db that lacks something is told at the start, with the way back (%s)', async (change, said) => {
  const db = await openAppDatabase(folder)
  await sql.raw(change).execute(db)
  await db.destroy()
  const message = expect.stringMatching(new RegExp(`damaged \\(${said}\\).*backup.*--reset-accounts`))
  await expect(openAppDatabase(folder)).rejects.toMatchObject({ code: 'app/config', message })
})
