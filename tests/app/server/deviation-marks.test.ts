import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { deviationMarks, markDeviations } from '#app/server/deviation-marks.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'isocenter-marks-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const key = (accession_no: string) => ({ center_code: 'C1', accession_no, step: 't1', parameter: 'RepetitionTime' })
const accepted = { state: 'accepted', reason: 'patient', comment: 'could not hold still' } as const
const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 10, minute))

test('several deviations are set at once, and everything that was said stays, the newest first', async () => {
  const db = await openAppDatabase(await folder())
  expect(await markDeviations(db, 'ann', { keys: [key('A'), key('B')], ...accepted }, null, at(0))).toBe(2)
  await markDeviations(db, 'bo', { keys: [key('A')], state: 'training', reason: null, comment: '' }, null, at(1))
  const { marks, revision } = await deviationMarks(db)
  expect(revision).toBe(3)
  expect(marks).toEqual([
    { ...key('A'), state: 'training', reason: null, comment: '', user_name: 'bo', at: '2026-03-03T10:01:00.000Z' },
    { ...key('B'), ...accepted, user_name: 'ann', at: '2026-03-03T10:00:00.000Z' },
    { ...key('A'), ...accepted, user_name: 'ann', at: '2026-03-03T10:00:00.000Z' },
  ])
  await db.destroy()
})

test('what was said is still there when the database is opened again, whatever the warehouse did', async () => {
  const dataDir = await folder()
  const first = await openAppDatabase(dataDir)
  await markDeviations(first, 'ann', { keys: [key('A')], ...accepted })
  await first.destroy()
  const second = await openAppDatabase(dataDir)
  expect((await deviationMarks(second)).marks).toMatchObject([{ ...key('A'), state: 'accepted' }])
  await second.destroy()
})

test('accepting needs a reason, nothing else has one, and nothing of what is refused is kept', async () => {
  const db = await openAppDatabase(await folder())
  const refused = [
    { keys: [key('A')], state: 'accepted', reason: null, comment: '' },
    { keys: [key('A')], state: 'fixed', reason: 'patient', comment: '' },
    { keys: [], ...accepted },
    { keys: [key('A')], state: 'gone', reason: null, comment: '' },
    { keys: [key('A'), { center_code: 'C1' }], ...accepted },
  ]
  for (const input of refused)
    await expect(markDeviations(db, 'ann', input)).rejects.toMatchObject({ code: 'app/deviation-mark' })
  expect(await deviationMarks(db)).toEqual({ marks: [], revision: 0 })
  await db.destroy()
})
