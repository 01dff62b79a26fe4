import path from 'node:path'
import type { Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { ensureAccounts } from '#app/server/accounts.ts'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import { beginTry } from '#app/server/attempts.ts'
import { audit } from '#app/server/audit/audit.ts'
import { keepHeadAt, readHead } from '#app/server/audit/head.ts'
import { verifyChain } from '#app/server/audit/verify.ts'
import { caseMarks, setCases } from '#app/server/cases.ts'
import { addPerson, changePerson } from '#app/server/people/people.ts'
import { makeResetLink, resetByLink } from '#app/server/people/reset-links.ts'
import {
  beginSecondFactor,
  codeAt,
  codeMatches,
  confirmSecondFactor,
  stepOf,
} from '#app/server/people/second-factor.ts'
import { Sessions } from '#app/server/sessions.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { appPlace, openPlace } from '#tests/support/app-database.ts'

/** Two that share a database, as two processes do: each with connections of its own. */
async function two() {
  const place = await appPlace()
  const both = await Promise.all([openPlace(place), openPlace(place)])
  onTestFinished(async () => {
    await Promise.all(both.map((db) => db.destroy()))
    await place.remove()
  })
  return { both, place }
}

type Db = Kysely<AppDatabase>
const atOnce = <Result>(both: Db[], work: (db: Db, place: number) => Promise<Result>, times = 1) =>
  Promise.all(
    Array.from({ length: times }, () => both)
      .flat()
      .map(work),
  )

const person = (user_name: string) => ({ user_name, display_name: '', roles: ['admin'] as const, scope: ALL_CENTERS })
const add = (db: Db, name: string) => addPerson(db, person(name), { hash: '', mustChange: false })

test('the trail is one chain, whoever writes it at once, and the file outside names its end', async () => {
  const { both, place } = await two()
  const file = path.join(place.dataDir, 'head.json')
  for (const db of both) keepHeadAt(db, file)
  await atOnce(both, (db, i) => audit(db, { kind: 'query', userName: `p${i}` }), 40)
  expect(await verifyChain(both[0]!, await readHead(file))).toEqual({ sound: true, entries: 80, first: 1, last: 80 })
  expect(await readHead(file)).toMatchObject({ seq: 80 })
})

test('of two first starts one makes the accounts', async () => {
  const { both } = await two()
  const made = await atOnce(both, (db) => ensureAccounts(db, 'roles'))
  expect(made.map((accounts) => accounts.length).sort()).toEqual([0, 5])
  expect(await both[0]!.selectFrom('account').select('user_name').execute()).toHaveLength(5)
})

test('a name is given once, and two administrators cannot demote each other', async () => {
  const { both } = await two()
  const names = await Promise.allSettled([add(both[0]!, 'ann'), add(both[1]!, 'ann')])
  expect(names.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await add(both[0]!, 'bo')
  const demoted = await Promise.allSettled(
    [both[0]!, both[1]!].map((db, i) =>
      changePerson(db, { ...person(['ann', 'bo'][i]!), roles: ['qa'], disabled: false }),
    ),
  )
  expect(demoted.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a link, a code and a recovery code are each taken once', async () => {
  const { both } = await two()
  await add(both[0]!, 'ann')
  const now = new Date('2026-03-01T12:00:10Z')
  const secret = await beginSecondFactor(both[0]!, 'ann')
  const code = codeAt(secret, stepOf(now))
  const shown = await atOnce(both, (db) => confirmSecondFactor(db, 'ann', code, now), 3)
  const codes = shown.filter((one) => one !== null)
  expect(codes).toHaveLength(1)
  expect(await both[0]!.selectFrom('recovery_code').selectAll().execute()).toHaveLength(10)
  for (const one of [codeAt(secret, stepOf(now) + 1), codes[0]![0]!]) {
    const taken = await atOnce(both, (db) => codeMatches(db, 'ann', one, now), 3)
    expect(taken.filter(Boolean)).toHaveLength(1)
  }
  const links = await atOnce(both, (db) => makeResetLink(db, 'ann', 'bo'), 3)
  expect(await both[0]!.selectFrom('reset_link').selectAll().execute()).toHaveLength(1)
  const sessions = (db: Db) => new Sessions(db, { sessionIdleMinutes: 60, sessionMaxHours: 10 })
  const tries = links.flatMap((link) => both.map((db) => ({ link, db })))
  const set = await Promise.all(
    tries.map(({ link, db }, i) =>
      resetByLink({ appDb: db, sessions: sessions(db) }, link, `a long word of number ${i}`, '10.0.0.1'),
    ),
  )
  expect(set.filter((problem) => problem === null)).toHaveLength(1)
})

test('wrong tries are counted together, and what is said of cases has one order', async () => {
  const { both } = await two()
  const bucket = { key: ['a'], most: 3 }
  const tries = await atOnce(both, (db) => beginTry(db, bucket), 5)
  expect(tries.filter(({ waitSeconds }) => waitSeconds === 0)).toHaveLength(3)
  const key = { center_code: 'C1', accession_no: 'A', step: 't1', parameter: 'KVP' }
  const said = { keys: [key], state: 'open', reason: null, comment: '' }
  await atOnce(both, (db, i) => setCases(db, 'deviation', `p${i}`, said), 10)
  const { marks, revision } = await caseMarks(both[1]!, 'deviation')
  expect([marks.length, revision]).toEqual([20, 20])
})
