import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import { SCOPE_KINDS, type CenterScope } from '#queries/scope/center-scope.ts'
import { mayAdminister, ROLES, type Person, type Role } from '../../access.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import { alone } from '../app-db/turns.ts'
import { AppError } from '../errors.ts'

/** Somebody with an account. */
export interface KnownPerson extends Person {
  user_name: string
  display_name: string
  disabled: boolean
  must_change_password: boolean
  created_at: string
  last_sign_in_at: string | null
}

/** What cannot be kept of a person, said by the field. */
export class PersonError extends AppError {
  readonly code = 'app/person'
  readonly field: string
  /** What is wrong, for who chooses the words. */
  readonly problem: PersonProblem

  constructor(field: string, problem: PersonProblem) {
    super(`The person was not saved: ${field} is wrong (${problem}). Mend it and save again.`)
    this.field = field
    this.problem = problem
  }
}

export type PersonProblem = 'name' | 'taken' | 'no_role' | 'no_scope' | 'last_administrator' | 'unknown' | 'too_long'

/** The columns of an account by which rights are decided. */
type Rights = Pick<Selectable<AppDatabase['account']>, 'roles' | 'scope_kind' | 'scope_values'>

const Values = z.array(z.string())

/** What is kept and cannot be read as a scope is a scope of nothing. */
export function scopeFrom({ scope_kind, scope_values }: Omit<Rights, 'roles'>): CenterScope {
  const kind = SCOPE_KINDS.find((one) => one === scope_kind)
  if (kind === 'all') return { kind }
  const values = Values.safeParse(JSON.parse(scope_values))
  return { kind: kind ?? 'center', values: kind && values.success ? values.data : [] }
}

export const rolesFrom = (roles: string): Role[] => ROLES.filter((role) => roles.split(',').includes(role))

export const rightsFrom = (row: Rights): Person => ({ roles: rolesFrom(row.roles), scope: scopeFrom(row) })

const columnsOf = ({ roles, scope }: Person) => ({
  roles: ROLES.filter((role) => roles.includes(role)).join(','),
  scope_kind: scope.kind,
  scope_values: JSON.stringify(scope.kind === 'all' ? [] : [...new Set(scope.values)].sort()),
})

const personOf = (row: Selectable<AppDatabase['account']>): KnownPerson => ({
  ...rightsFrom(row),
  user_name: row.user_name,
  display_name: row.display_name,
  disabled: row.disabled === 1,
  must_change_password: row.must_change_password === 1,
  created_at: row.created_at,
  last_sign_in_at: row.last_sign_in_at,
})

/** What an administrator says of a person. */
export interface PersonInput extends Person {
  user_name: string
  display_name: string
}

/** A name that a person types to sign in: small letters, digits, dots, hyphens and underscores, or an address of mail. */
const USER_NAME = /^[a-z0-9][a-z0-9._@-]{0,63}$/

/** Everything that must hold of a person, whoever writes it: a form or a file. */
export function problemOf({ user_name, display_name, roles, scope }: PersonInput): [string, PersonProblem] | null {
  if (!USER_NAME.test(user_name)) return ['user_name', 'name']
  if (display_name.length > 100) return ['display_name', 'too_long']
  if (roles.length === 0) return ['roles', 'no_role']
  if (scope.kind !== 'all' && (scope.values.length === 0 || scope.values.length > 4_000)) return ['scope', 'no_scope']
  return null
}

function check(input: PersonInput) {
  const problem = problemOf(input)
  if (problem) throw new PersonError(...problem)
}

/** By name. */
export async function peopleList(db: Kysely<AppDatabase>): Promise<KnownPerson[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('user_name').execute()
  return rows.map(personOf)
}

/** Null where there is no such account. */
export async function personNamed(db: Kysely<AppDatabase>, userName: string): Promise<KnownPerson | null> {
  const row = await db.selectFrom('account').selectAll().where('user_name', '=', userName).executeTakeFirst()
  return row ? personOf(row) : null
}

/** @throws {PersonError} */
export async function addPerson(
  db: Kysely<AppDatabase>,
  input: PersonInput,
  password: { hash: string; mustChange: boolean },
  now = new Date(),
): Promise<void> {
  check(input)
  const at = now.toISOString()
  const added = await db
    .insertInto('account')
    .values({
      user_name: input.user_name,
      display_name: input.display_name,
      ...columnsOf(input),
      password_hash: password.hash,
      must_change_password: password.mustChange ? 1 : 0,
      created_at: at,
      password_changed_at: at,
      last_sign_in_at: null,
      disabled: 0,
    })
    .onConflict((conflict) => conflict.column('user_name').doNothing())
    .executeTakeFirst()
  if (Number(added.numInsertedOrUpdatedRows) === 0) throw new PersonError('user_name', 'taken')
}

/** Somebody must be left who can mend what was set wrong. */
async function keepAnAdministrator(db: Kysely<AppDatabase>, changed: KnownPerson) {
  const others = (await peopleList(db)).filter((person) => person.user_name !== changed.user_name)
  const left = [...others, changed].filter((person) => !person.disabled && mayAdminister(person))
  if (left.length === 0) throw new PersonError('roles', 'last_administrator')
}

/** Roles, scope, name and whether the account may be used. What is open to the person follows at once. @throws {PersonError} */
export async function changePerson(
  db: Kysely<AppDatabase>,
  input: PersonInput & { disabled: boolean },
): Promise<{ before: KnownPerson; after: KnownPerson }> {
  check(input)
  // Two administrators who take the other's role at once would leave none.
  return alone(db, 'people', async (transaction) => {
    const before = await personNamed(transaction, input.user_name)
    if (!before) throw new PersonError('user_name', 'unknown')
    const { display_name, roles, scope, disabled } = input
    const after = { ...before, display_name, roles, scope, disabled }
    await keepAnAdministrator(transaction, after)
    await transaction
      .updateTable('account')
      .set({ display_name, ...columnsOf(input), disabled: disabled ? 1 : 0 })
      .where('user_name', '=', input.user_name)
      .execute()
    return { before, after }
  })
}

/** Name, roles and scope as somebody else decides them: an identity provider may take every one of them. */
export async function setRights(
  db: Kysely<AppDatabase>,
  userName: string,
  { display_name, ...rights }: Person & { display_name: string },
): Promise<void> {
  await db
    .updateTable('account')
    .set({ display_name, ...columnsOf(rights) })
    .where('user_name', '=', userName)
    .execute()
}

/** A new password, by its hash; who may use the old one is the caller's to end. */
export async function setPassword(
  db: Kysely<AppDatabase>,
  userName: string,
  password: { hash: string; mustChange: boolean },
  now = new Date(),
): Promise<void> {
  await db
    .updateTable('account')
    .set({
      password_hash: password.hash,
      password_changed_at: now.toISOString(),
      must_change_password: password.mustChange ? 1 : 0,
    })
    .where('user_name', '=', userName)
    .execute()
  // A secret that was shown under the password of before belongs to whoever knew that.
  await db.deleteFrom('second_factor').where('user_name', '=', userName).where('confirmed_at', 'is', null).execute()
}
