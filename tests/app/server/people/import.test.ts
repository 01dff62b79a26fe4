import { expect, test } from 'vitest'
import { previewImport } from '#app/server/people/import.ts'
import { changePerson, personNamed } from '#app/server/people/people.ts'
import { createToken, revokeToken, tokenUser } from '#app/server/people/tokens.ts'
import { people } from '#tests/support/people.ts'

const KNOWN = { center: new Set(['C001', 'C002']), province: new Set(['北京']), ownership: new Set(['self_owned']) }
const HEADER = 'user_name,display_name,roles,scope_kind,scope_values'

async function preview(...lines: string[]) {
  const { db, add } = await people()
  await add('admin', ['admin'])
  await add('known', ['manager'], { kind: 'center', values: ['C001'] })
  return previewImport(db, lines.join('\n'), KNOWN, 'admin')
}

const states = async (...lines: string[]) => {
  const seen = await preview(HEADER, ...lines)
  if (seen.problem !== null) throw new Error(seen.problem)
  return seen.rows.map(({ line, state, reason }) => [line, state, reason])
}

test('each row of a file is new, changed, as it is, or left out with its reason; nothing is changed', async () => {
  expect(
    await states(
      'ann,Ann Li,manager;qa,center,C001;C002',
      'bo,Bo,analyst,province,北京',
      'known,,manager,center,C001',
      'Known,,manager,center,C001',
      'cy,Cy,boss,all,',
      'di,Di,manager,center,C009',
      'ed,Ed,manager,galaxy,x',
      'fa,Fa,manager,all,C001',
      'ga,Ga,,all,',
      'h!,Ha,manager,all,',
      'ida,Ida,manager,center,',
      'too,few',
      'admin,,executive,all,',
    ),
  ).toEqual([
    [2, 'new', null],
    [3, 'new', null],
    [4, 'same', null],
    [5, 'rejected', 'twice'],
    [6, 'rejected', 'bad_role'],
    [7, 'rejected', 'unknown_center'],
    [8, 'rejected', 'bad_scope'],
    [9, 'rejected', 'bad_scope'],
    [10, 'rejected', 'no_role'],
    [11, 'rejected', 'name'],
    [12, 'rejected', 'no_scope'],
    [13, 'rejected', 'malformed'],
    [14, 'rejected', 'own_account'],
  ])
  expect(await states('known,Now with a name,manager,center,C001')).toEqual([[2, 'changed', null]])
})

test('a header that is another is refused as a whole, columns may stand in any order', async () => {
  expect(await preview('user_name,roles', 'ann,qa')).toMatchObject({ problem: 'header' })
  expect(await preview(`${HEADER},password`, 'ann,,qa,all,,x')).toMatchObject({ problem: 'header' })
  expect(await preview(HEADER)).toMatchObject({ problem: 'empty' })
  const turned = await preview('\ufeffroles,user_name,display_name,scope_values,scope_kind', 'qa,ann,Ann,,all')
  expect(turned).toMatchObject({ problem: null, rows: [{ state: 'new', person: { user_name: 'ann', roles: ['qa'] } }] })
})

test('the last who administers all centers cannot be narrowed, demoted or disabled', async () => {
  const { db, add } = await people()
  await add('admin', ['admin'])
  const admin = { ...(await personNamed(db, 'admin'))!, disabled: false }
  for (const change of [
    { roles: ['qa'] as const },
    { disabled: true },
    { scope: { kind: 'center', values: ['C001'] } as const },
  ])
    await expect(changePerson(db, { ...admin, ...change })).rejects.toMatchObject({ problem: 'last_administrator' })
  await add('second', ['admin'])
  await changePerson(db, { ...admin, roles: ['qa'] })
  expect((await personNamed(db, 'admin'))!.roles).toEqual(['qa'])
})

test('rights that are changed hold in a session that is open, and a disabled account has none', async () => {
  const { db, add, sessions } = await people()
  await add('admin', ['admin'])
  await add('ann', ['executive'])
  const token = await sessions.start('ann', null)
  const scope = { kind: 'center', values: ['C001'] } as const
  await changePerson(db, { user_name: 'ann', display_name: '', roles: ['qa'], scope, disabled: false })
  expect(await sessions.find(token)).toMatchObject({ roles: ['qa'], scope })
  await changePerson(db, { user_name: 'ann', display_name: '', roles: ['qa'], scope, disabled: true })
  expect(await sessions.find(token)).toBeNull()
})

test('a token is kept as a hash, reads with its person’s rights of now, and ends', async () => {
  const { db, add } = await people()
  await add('admin', ['admin'])
  await add('ann', ['qa'])
  const now = new Date('2026-03-01T00:00:00Z')
  const of = { userName: 'ann', name: 'BI', centers: ['C001'], days: 10, createdBy: 'admin' }
  const token = await createToken(db, of, now)
  expect(JSON.stringify(await db.selectFrom('api_token').selectAll().execute())).not.toContain(token)
  expect(await tokenUser(db, token, now)).toMatchObject({
    user: { user_name: 'ann', roles: ['qa'] },
    centers: ['C001'],
  })
  expect(await tokenUser(db, token, new Date('2026-03-11T00:00:00Z'))).toBeNull()
  expect(await tokenUser(db, `${token}x`, now)).toBeNull()
  const [row] = await db.selectFrom('api_token').selectAll().execute()
  expect(row!.last_used_at).toBe(now.toISOString())
  expect(await revokeToken(db, row!.token_id, now)).toBe('ann')
  expect(await tokenUser(db, token, now)).toBeNull()
})
