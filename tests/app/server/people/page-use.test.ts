import { expect, test } from 'vitest'
import { PageUse, pageUse, personUse } from '#app/server/people/page-use.ts'
import { people } from '#tests/support/people.ts'

test('reads of a page add up by person and day, and are listed by how many people read it', async () => {
  const { db, add } = await people()
  await add('ann')
  await add('bob')
  const use = new PageUse(db, () => {})
  const [old, day] = [new Date('2026-01-01T10:00:00Z'), new Date('2026-03-01T10:00:00Z')]
  use.count('ann', 'dose', old)
  for (let i = 0; i < 3; i++) use.count('ann', 'overview', day)
  use.count('bob', 'overview', day)
  await use.flush()
  use.count('ann', 'overview', day)
  use.count('ann', 'flow', day)
  await use.close()
  expect(await pageUse(db, '2026-02-01')).toEqual([
    { page: 'overview', people: 2, reads: 5, last_day: '2026-03-01' },
    { page: 'flow', people: 1, reads: 1, last_day: '2026-03-01' },
  ])
  expect(await personUse(db, '2026-02-01')).toEqual([
    { user_name: 'ann', pages: 2, reads: 5, last_day: '2026-03-01' },
    { user_name: 'bob', pages: 1, reads: 1, last_day: '2026-03-01' },
  ])
  // Who uses which page: a page's readers, a person's pages.
  expect((await personUse(db, '2026-02-01', 'flow')).map((row) => row.user_name)).toEqual(['ann'])
  expect((await pageUse(db, '2026-02-01', 'bob')).map((row) => row.page)).toEqual(['overview'])
})
