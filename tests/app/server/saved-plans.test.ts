import { expect, test } from 'vitest'
import { deletePlan, savedPlans, savePlan } from '#app/server/saved-plans.ts'
import { appDatabase } from '#tests/support/app-database.ts'

async function opened() {
  const db = await appDatabase()
  const times = { created_at: '2026-03-01T00:00:00.000Z', password_changed_at: '2026-03-01T00:00:00.000Z' }
  for (const user_name of ['ann', 'bo'])
    await db
      .insertInto('account')
      .values({
        user_name,
        display_name: '',
        roles: 'executive',
        scope_kind: 'all',
        scope_values: '[]',
        must_change_password: 0,
        password_hash: '',
        disabled: 0,
        ...times,
      })
      .execute()
  return db
}

const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 10, minute))

test('a person keeps plans by name; the same name again takes the place of the first, and others see neither', async () => {
  const db = await opened()
  await savePlan(db, 'ann', { name: 'Cheaper CT', levers: 'tariff.CT=-10' }, at(0))
  await savePlan(db, 'ann', { name: ' Cheaper CT ', levers: 'tariff.CT=-12&partner_share=0' }, at(1))
  await savePlan(db, 'bo', { name: 'Cheaper CT', levers: 'hours=5' }, at(2))
  expect(await savedPlans(db, 'ann')).toEqual([
    { name: 'Cheaper CT', levers: 'tariff.CT=-12&partner_share=0', saved_at: '2026-03-03T10:01:00.000Z' },
  ])
  await deletePlan(db, 'ann', 'Cheaper CT')
  expect([await savedPlans(db, 'ann'), (await savedPlans(db, 'bo')).length]).toEqual([[], 1])
})

test('only levers are kept, those that move something', async () => {
  const db = await opened()
  await savePlan(db, 'ann', { name: 'A', levers: 'tariff.CT=0&hours=&ai=5&center=C1&b.hours=3&constructor=1' })
  expect((await savedPlans(db, 'ann'))[0]!.levers).toBe('ai=5')
})

test('a plan without a name, or with a lever that is none, is refused', async () => {
  const db = await opened()
  await expect(savePlan(db, 'ann', { name: '  ', levers: '' })).rejects.toMatchObject({ code: 'app/saved-plan' })
  await expect(savePlan(db, 'ann', { name: 'A', levers: 'hours=lots' })).rejects.toMatchObject({
    code: 'queries/filter',
  })
  expect(await savedPlans(db, 'ann')).toEqual([])
})
