import { expect, test } from 'vitest'
import {
  clearHistory,
  historyEntry,
  historyOf,
  KEPT_DAYS,
  remember,
  type NewEntry,
} from '#app/server/sql-store/history.ts'
import { keepLink, linkedQuery, MOST_LINKS } from '#app/server/sql-store/links.ts'
import {
  createSavedQuery,
  MOST_SAVED,
  MOST_VERSIONS,
  deleteSavedQuery,
  restoreVersion,
  savedQueriesFor,
  savedQuery,
  updateSavedQuery,
  versionsOf,
  type SavedQueryInput,
} from '#app/server/sql-store/saved-queries.ts'
import { ann, bob, eve, store } from '#tests/support/console-store.ts'

const query = (more: Partial<SavedQueryInput> = {}): SavedQueryInput => ({
  name: '按时段利用率',
  folder: 'Rooms',
  description: 'Use by hour',
  sql: 'select 1',
  parameters: { from: '2026-03-01' },
  shared_with: 'nobody',
  ...more,
})

const entry = (more: Partial<NewEntry> = {}): NewEntry => ({
  kind: 'run',
  sql: 'select 1',
  parameters: {},
  startedAt: new Date('2026-03-01T08:00:00Z'),
  elapsedMs: 12.4,
  rows: 1,
  truncated: false,
  outcome: 'ok',
  snapshotId: 's1',
  ...more,
})

const NOT_FOUND = expect.objectContaining({ code: 'app/not-found' })

test('a private query is its owner’s alone, to see, change, restore and delete', async () => {
  const db = await store()
  const id = await createSavedQuery(db, 'ann', query())
  expect((await savedQueriesFor(db, ann)).map((q) => q.name)).toEqual(['按时段利用率'])
  for (const other of [bob, eve]) {
    expect(await savedQueriesFor(db, other)).toEqual([])
    await expect(savedQuery(db, other, id)).rejects.toEqual(NOT_FOUND)
    await expect(versionsOf(db, other, id)).rejects.toEqual(NOT_FOUND)
    await expect(updateSavedQuery(db, other.user_name, id, query())).rejects.toEqual(NOT_FOUND)
    await expect(restoreVersion(db, other, id, 1)).rejects.toEqual(NOT_FOUND)
    await expect(deleteSavedQuery(db, other.user_name, id)).rejects.toEqual(NOT_FOUND)
  }
  expect((await savedQuery(db, ann, id)).version).toBe(1)
})

test('what others saved about a center that is not theirs is not for somebody of some centers, in no version', async () => {
  const db = await store()
  const id = await createSavedQuery(db, 'ann', query({ name: 'of C2', sql: "SELECT 'C2'", shared_with: 'everyone' }))
  const ofSome = { ...bob, foreign: ['C2'] }
  expect(await savedQueriesFor(db, ofSome)).toEqual([])
  await expect(savedQuery(db, ofSome, id)).rejects.toEqual(NOT_FOUND)
  await updateSavedQuery(db, 'ann', id, query({ name: 'of all', sql: 'SELECT 1', shared_with: 'everyone' }))
  expect((await versionsOf(db, ofSome, id)).map(({ version }) => version)).toEqual([2])
  expect((await versionsOf(db, bob, id)).map(({ version }) => version)).toEqual([2, 1])
  expect(await savedQueriesFor(db, { ...ann, foreign: ['C2'] })).toHaveLength(1)
})

test('a shared query is read by whom it is shared with, and changed by its owner only', async () => {
  const db = await store()
  const forAll = await createSavedQuery(db, 'ann', query({ name: 'all', shared_with: 'everyone' }))
  await createSavedQuery(db, 'ann', query({ name: 'executives', shared_with: 'executive' }))
  expect((await savedQueriesFor(db, eve)).map((q) => q.name)).toEqual(['all', 'executives'])
  expect((await savedQueriesFor(db, bob)).map((q) => q.name)).toEqual(['all'])
  await expect(updateSavedQuery(db, 'bob', forAll, query())).rejects.toEqual(NOT_FOUND)
  await expect(restoreVersion(db, bob, forAll, 1)).rejects.toEqual(NOT_FOUND)
  await expect(deleteSavedQuery(db, 'bob', forAll)).rejects.toEqual(NOT_FOUND)
})

test('each save keeps the text before it, and an old one can be had back', async () => {
  const db = await store()
  const id = await createSavedQuery(db, 'ann', query({ sql: 'select 1' }))
  expect(await updateSavedQuery(db, 'ann', id, query({ sql: 'select 2', shared_with: 'everyone' }))).toBe(2)
  expect(await restoreVersion(db, ann, id, 1)).toBe(3)
  expect((await versionsOf(db, bob, id)).map(({ version, sql }) => [version, sql])).toEqual([
    [3, 'select 1'],
    [2, 'select 2'],
    [1, 'select 1'],
  ])
  // Whom it is shared with is no part of a version.
  expect(await savedQuery(db, ann, id)).toMatchObject({ sql: 'select 1', version: 3, shared_with: 'everyone' })
  await expect(restoreVersion(db, ann, id, 9)).rejects.toEqual(NOT_FOUND)
})

test('a deleted query is gone with its versions', async () => {
  const db = await store()
  const id = await createSavedQuery(db, 'ann', query())
  await deleteSavedQuery(db, 'ann', id)
  expect(await savedQueriesFor(db, ann)).toEqual([])
  expect(await db.selectFrom('saved_query_version').selectAll().execute()).toEqual([])
})

test('saved queries are found by words of name, folder, description and text; signs of LIKE are letters', async () => {
  const db = await store()
  await createSavedQuery(db, 'ann', query())
  const found = async (search: string) => (await savedQueriesFor(db, ann, search)).length
  expect(await found('利用率 ROOMS')).toBe(1)
  expect(await found('hour select')).toBe(1)
  expect(await found('%')).toBe(0)
  expect(await found('_')).toBe(0)
})

test('everybody has a history of their own, newest first, searched by words', async () => {
  const db = await store()
  await remember(db, 'ann', entry({ sql: 'select * from exam', startedAt: new Date('2026-03-01T08:00:00Z') }))
  await remember(db, 'ann', entry({ outcome: 'syntax', rows: null, startedAt: new Date('2026-03-01T09:00:00Z') }))
  await remember(db, 'bob', entry())
  expect((await historyOf(db, 'ann')).map((e) => [e.outcome, e.rows, e.elapsed_ms])).toEqual([
    ['syntax', null, 12],
    ['ok', 1, 12],
  ])
  expect((await historyOf(db, 'ann', 'EXAM from')).map((e) => e.sql)).toEqual(['select * from exam'])
  const [own] = await historyOf(db, 'ann')
  expect((await historyEntry(db, 'ann', own!.id))?.sql).toBe(own!.sql)
  expect(await historyEntry(db, 'bob', own!.id)).toBeUndefined()
  await clearHistory(db, 'ann')
  expect([await historyOf(db, 'ann'), (await historyOf(db, 'bob')).length]).toEqual([[], 1])
})

test('what is older than the retention goes with the next entry', async () => {
  const db = await store()
  const now = new Date('2027-06-01T00:00:00Z')
  await remember(db, 'ann', entry({ startedAt: new Date(now.getTime() - (KEPT_DAYS + 1) * 86_400_000) }))
  await remember(db, 'ann', entry({ startedAt: now }))
  expect(await historyOf(db, 'ann')).toHaveLength(1)
})

test('a long query is had back under its id, and an unknown id is none', async () => {
  const db = await store()
  const linked = { sql: 'select 1', parameters: { a: 'x' }, snapshotId: null }
  expect(await linkedQuery(db, await keepLink(db, 'ann', linked))).toEqual(linked)
  expect(await linkedQuery(db, 'nothing')).toBeNull()
})

test('a person has at most 500 saved queries, 100 versions of each and 1,000 links, the same one once', async () => {
  const db = await store()
  const id = await createSavedQuery(db, 'ann', query())
  for (let i = 2; i <= MOST_VERSIONS + 1; i++) await updateSavedQuery(db, 'ann', id, query({ sql: `SELECT ${i}` }))
  const versions = await versionsOf(db, ann, id)
  expect([versions.length, versions.at(-1)!.version]).toEqual([MOST_VERSIONS, 2])
  const at = '2026-03-01T00:00:00.000Z'
  const more = Array.from({ length: MOST_SAVED - 1 }, (_, i) => ({
    ...{ query_id: `q${i}`, owner: 'ann', version: 1, created_at: at, updated_at: at, name: 'x', folder: '' },
    ...{ description: '', query_text: 'SELECT 1', parameters: '{}', shared_with: 'nobody' as const },
  }))
  await db.insertInto('saved_query').values(more).execute()
  await expect(createSavedQuery(db, 'ann', query())).rejects.toMatchObject({ code: 'app/too-many' })
  await createSavedQuery(db, 'bob', query())

  const link = (n: number) => ({ sql: `SELECT ${n}`, parameters: {}, snapshotId: null })
  const old = Array.from({ length: MOST_LINKS }, (_, i) => ({
    ...{ link_id: `l${i}`, created_by: 'ann', created_at: new Date(Date.parse(at) + i).toISOString() },
    ...{ query_text: `SELECT ${i}`, parameters: '{}', snapshot_id: null },
  }))
  await db.insertInto('sql_link').values(old).execute()
  expect(await keepLink(db, 'ann', link(7))).toBe('l7')
  const made = await keepLink(db, 'ann', link(MOST_LINKS))
  expect(await linkedQuery(db, made)).toEqual(link(MOST_LINKS))
  expect([await linkedQuery(db, 'l0'), await linkedQuery(db, 'l1')]).toEqual([null, link(1)])
})
