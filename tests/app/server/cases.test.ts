import { expect, onTestFinished, test } from 'vitest'
import { ensureAccounts } from '#app/server/accounts.ts'
import { caseMarks, peopleForCases, setCases } from '#app/server/cases.ts'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import type { Kysely } from 'kysely'
import { appDatabase, appPlace, openPlace } from '#tests/support/app-database.ts'

const key = (accession_no: string) => ({ center_code: 'C1', accession_no, step: 't1', parameter: 'RepetitionTime' })
const accepted = { state: 'accepted', reason: 'patient', comment: 'could not hold still' } as const
const nobody = { assigned_to: null, due: null }
/** Deviations are one kind of cases. */
const markDeviations = (db: Kysely<AppDatabase>, who: string, input: unknown, now?: Date) =>
  setCases(db, 'deviation', who, input, now)
const deviationMarks = (db: Kysely<AppDatabase>) => caseMarks(db, 'deviation')
const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 10, minute))

test('several deviations are set at once, and everything that was said stays, the newest first', async () => {
  const db = await appDatabase()
  expect(await markDeviations(db, 'ann', { keys: [key('A'), key('B')], ...accepted }, at(0))).toBe(2)
  await markDeviations(db, 'bo', { keys: [key('A')], state: 'training', reason: null, comment: '' }, at(1))
  const { marks, revision } = await deviationMarks(db)
  expect(revision).toBe(3)
  expect(marks).toEqual([
    {
      ...key('A'),
      ...nobody,
      state: 'training',
      reason: null,
      comment: '',
      user_name: 'bo',
      at: '2026-03-03T10:01:00.000Z',
    },
    { ...key('B'), ...nobody, ...accepted, user_name: 'ann', at: '2026-03-03T10:00:00.000Z' },
    { ...key('A'), ...nobody, ...accepted, user_name: 'ann', at: '2026-03-03T10:00:00.000Z' },
  ])
  await db.destroy()
})

test('what was said is still there when the database is opened again, whatever the warehouse did', async () => {
  const place = await appPlace()
  onTestFinished(place.remove)
  const first = await openPlace(place)
  await markDeviations(first, 'ann', { keys: [key('A')], ...accepted })
  await first.destroy()
  const second = await openPlace(place)
  expect((await deviationMarks(second)).marks).toMatchObject([{ ...key('A'), state: 'accepted' }])
  await second.destroy()
})

test('accepting needs a reason, nothing else has one, and nothing of what is refused is kept', async () => {
  const db = await appDatabase()
  const refused = [
    { keys: [key('A')], state: 'accepted', reason: null, comment: '' },
    { keys: [key('A')], state: 'fixed', reason: 'patient', comment: '' },
    { keys: [], ...accepted },
    { keys: [key('A')], state: 'gone', reason: null, comment: '' },
    { keys: [key('A'), { center_code: 'C1' }], ...accepted },
  ]
  for (const input of refused)
    await expect(markDeviations(db, 'ann', input)).rejects.toMatchObject({ code: 'app/case' })
  expect(await deviationMarks(db)).toEqual({ marks: [], revision: 0 })
  await db.destroy()
})

const reading = (accession_no: string, basis: string | null = 'FP') => {
  return { center_code: 'C1', accession_no, product_code: 'AI-LUNG', finding_code: 'LUNG_NODULE', basis }
}
const said = { reason: null, comment: '', assigned_to: null, due: null }

test('a reading is another kind of case in the same table, and neither list holds the other', async () => {
  const db = await appDatabase()
  await markDeviations(db, 'ann', { keys: [key('A')], ...accepted }, at(0))
  await setCases(db, 'reading', 'qa', { keys: [reading('A')], state: 'ai_right', ...said }, at(1))
  expect(await caseMarks(db, 'reading')).toEqual({
    marks: [{ ...reading('A'), ...said, state: 'ai_right', user_name: 'qa', at: '2026-03-03T10:01:00.000Z' }],
    revision: 2,
  })
  expect((await deviationMarks(db)).marks).toHaveLength(1)
  await db.destroy()
})

test('who is right cannot be said of a reading whose answer was hidden', async () => {
  const db = await appDatabase()
  const blind = (state: string) => setCases(db, 'reading', 'qa', { keys: [reading('A', null)], state, ...said })
  await expect(blind('ai_right')).rejects.toMatchObject({ code: 'app/case' })
  expect(await blind('present')).toBe(1)
  await db.destroy()
})

test('a case is given to somebody who may see single exams, until a day', async () => {
  const db = await appDatabase()
  await ensureAccounts(db, 'roles')
  expect(await peopleForCases(db)).toEqual(['admin', 'analyst', 'manager', 'qa'])
  const give = (assigned_to: string, due: string) =>
    setCases(db, 'deviation', 'qa', { keys: [key('A')], state: 'open', reason: null, comment: '', assigned_to, due })
  expect(await give('manager', '2026-03-20')).toBe(1)
  await expect(give('executive', '2026-03-20')).rejects.toMatchObject({ code: 'app/case' })
  await expect(give('manager', '20 March')).rejects.toMatchObject({ code: 'app/case' })
  expect((await deviationMarks(db)).marks).toMatchObject([{ assigned_to: 'manager', due: '2026-03-20' }])
  await db.destroy()
})
