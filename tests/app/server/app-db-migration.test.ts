import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { expect, onTestFinished, test } from 'vitest'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { verifyChain } from '#app/server/audit/verify.ts'
import { peopleList } from '#app/server/people/people.ts'

/** As the first three steps of the program's past left it. */
const BEFORE = `
  CREATE TABLE schema_migration (version integer primary key, applied_at text not null);
  INSERT INTO schema_migration VALUES (1, 'x'), (2, 'x'), (3, 'x');
  CREATE TABLE account (user_name text primary key, role text not null, password_hash text not null,
    created_at text not null, password_changed_at text not null, disabled integer not null default 0);
  INSERT INTO account VALUES ('qa', 'qa', 'h', '2026-01-01', '2026-01-01', 0), ('admin', 'admin', 'h', '2026-01-01', '2026-01-01', 0);
  CREATE TABLE session (token_hash text primary key, user_name text not null references account (user_name) on delete cascade,
    created_at text not null, last_seen_at text not null, expires_at text not null, revoked_at text);
  INSERT INTO session VALUES ('t', 'qa', '2026-01-01', '2026-01-01', '2027-01-01', null);
  CREATE TABLE audit_event (event_id text primary key, at text not null, kind text not null, user_name text, client_ip text, detail text);
  INSERT INTO audit_event VALUES ('b', '2026-01-02', 'sign_in', 'qa', '10.0.0.1', null), ('a', '2026-01-01', 'account_created', 'qa', null, null);
`

test('accounts, sessions and the trail of before become people of all centers and the beginning of the chain', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-before-'))
  const old = new Database(path.join(folder, 'app.db'))
  old.exec(BEFORE)
  old.close()
  const db = await openAppDatabase(folder)
  onTestFinished(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })
  expect(await peopleList(db)).toMatchObject([
    { user_name: 'admin', roles: ['admin'], scope: { kind: 'all' }, must_change_password: false },
    { user_name: 'qa', roles: ['qa'], scope: { kind: 'all' }, must_change_password: false },
  ])
  expect(await db.selectFrom('session').select('user_name').execute()).toEqual([{ user_name: 'qa' }])
  const kinds = await db.selectFrom('audit_entry').select('kind').orderBy('seq').execute()
  expect(kinds.map((entry) => entry.kind)).toEqual(['account_created', 'sign_in'])
  expect(await verifyChain(db, null)).toMatchObject({ sound: true, entries: 2 })
})
