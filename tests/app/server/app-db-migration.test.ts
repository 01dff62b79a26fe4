import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { expect, onTestFinished, test } from 'vitest'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { verifyChain } from '#app/server/audit/verify.ts'
import { caseMarks, setCases } from '#app/server/cases.ts'
import { peopleList } from '#app/server/people/people.ts'

/** `app.db` as version 3 made it: what the steps after it read, and the tables of the console, whole. */
const VERSION_3 = `
  CREATE TABLE schema_migration (version integer primary key, applied_at text not null);
  INSERT INTO schema_migration VALUES (1, '2026-01-01'), (2, '2026-01-01'), (3, '2026-01-01');
  CREATE TABLE account (user_name text primary key, role text not null, password_hash text not null,
    created_at text not null, password_changed_at text not null, disabled integer not null default 0);
  INSERT INTO account VALUES ('qa', 'qa', 'h', '2026-01-01', '2026-01-01', 0), ('admin', 'admin', 'h', '2026-01-01', '2026-01-01', 0);
  CREATE TABLE session (token_hash text primary key, user_name text not null references account (user_name) on delete cascade,
    created_at text not null, last_seen_at text not null, expires_at text not null, revoked_at text);
  INSERT INTO session VALUES ('t', 'qa', '2026-01-01', '2026-01-01', '2027-01-01', null);
  CREATE TABLE audit_event (event_id text primary key, at text not null, kind text not null, user_name text, client_ip text, detail text);
  INSERT INTO audit_event VALUES ('b', '2026-01-02', 'sign_in', 'qa', '10.0.0.1', null), ('a', '2026-01-01', 'account_created', 'qa', null, null);
  CREATE TABLE deviation_event (event_id integer primary key autoincrement, center_code text not null,
    accession_no text not null, step text not null, parameter text not null, state text not null, reason text,
    comment text not null, user_name text not null, at text not null);
  CREATE INDEX deviation_event_by_deviation ON deviation_event (center_code, accession_no, step, parameter, event_id);
  INSERT INTO deviation_event VALUES
    (1, 'C1', 'A1', 't1', 'KVP', 'accepted', 'patient', 'said "no", and 说', 'ann', '2026-02-01T08:00:00.000Z'),
    (2, 'C1', 'A1', 't1', 'KVP', 'training', NULL, '', 'bo', '2026-02-02T08:00:00.000Z'),
    (7, 'C2', 'A1', '', '', 'fixed', NULL, 'x', 'gone', '2026-02-03T08:00:00.000Z');
  CREATE TABLE sql_history (history_id text primary key, user_name text not null, kind text not null, query_text text not null,
    parameters text not null, started_at text not null, elapsed_ms integer not null, row_count integer,
    truncated integer not null, outcome text not null, snapshot_id text);
  CREATE TABLE saved_query (query_id text primary key, owner text not null, version integer not null, name text not null,
    folder text not null, description text not null, query_text text not null, parameters text not null,
    shared_with text not null, created_at text not null, updated_at text not null);
  CREATE TABLE saved_query_version (query_id text not null, version integer not null, name text not null,
    description text not null, query_text text not null, parameters text not null, saved_at text not null,
    primary key (query_id, version));
  CREATE TABLE sql_link (link_id text primary key, created_by text not null, created_at text not null,
    query_text text not null, parameters text not null, snapshot_id text);`

function oldFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'isocenter-old-app-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const old = new Database(path.join(folder, 'app.db'))
  old.exec(VERSION_3)
  old.close()
  return folder
}

const nobody = { assigned_to: null, due: null }
const OLD = [
  {
    ...{ center_code: 'C2', accession_no: 'A1', step: '', parameter: '', state: 'fixed', reason: null, comment: 'x' },
    ...{ user_name: 'gone', at: '2026-02-03T08:00:00.000Z', ...nobody },
  },
  {
    ...{ center_code: 'C1', accession_no: 'A1', step: 't1', parameter: 'KVP', state: 'training', reason: null },
    ...{ comment: '', user_name: 'bo', at: '2026-02-02T08:00:00.000Z', ...nobody },
  },
  {
    ...{ center_code: 'C1', accession_no: 'A1', step: 't1', parameter: 'KVP', state: 'accepted', reason: 'patient' },
    ...{ comment: 'said "no", and 说', user_name: 'ann', at: '2026-02-01T08:00:00.000Z', ...nobody },
  },
]

test('what was said of deviations in an older app.db stands in the table of cases, word for word and in its order', async () => {
  const db = await openAppDatabase(oldFolder())
  expect(await caseMarks(db, 'deviation')).toEqual({ marks: OLD, revision: 7 })
  await db.destroy()
})

test('what is said afterwards comes after all of it, and opening the file again moves nothing twice', async () => {
  const folder = oldFolder()
  const first = await openAppDatabase(folder)
  const key = { center_code: 'C1', accession_no: 'A1', step: 't1', parameter: 'KVP' }
  await setCases(first, 'deviation', 'ann', { keys: [key], state: 'open', reason: null, comment: '' })
  await first.destroy()
  const again = await openAppDatabase(folder)
  const { marks, revision } = await caseMarks(again, 'deviation')
  expect(revision).toBe(8)
  expect(marks.slice(1)).toEqual(OLD)
  await again.destroy()
})

test('accounts, sessions and the trail of before become people of all centers and the beginning of the chain', async () => {
  const db = await openAppDatabase(oldFolder())
  onTestFinished(() => db.destroy())
  expect(await peopleList(db)).toMatchObject([
    { user_name: 'admin', roles: ['admin'], scope: { kind: 'all' }, must_change_password: false },
    { user_name: 'qa', roles: ['qa'], scope: { kind: 'all' }, must_change_password: false },
  ])
  expect(await db.selectFrom('session').select('user_name').execute()).toEqual([{ user_name: 'qa' }])
  const kinds = await db.selectFrom('audit_entry').select('kind').orderBy('seq').execute()
  expect(kinds.map((entry) => entry.kind)).toEqual(['account_created', 'sign_in'])
  expect(await verifyChain(db, null)).toMatchObject({ sound: true, entries: 2 })
})
