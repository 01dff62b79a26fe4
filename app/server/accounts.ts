import { pathToFileURL } from 'node:url'
import type { Kysely } from 'kysely'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { ROLES, type Role } from '../access.ts'
import { openAppDatabase } from './app-db/database.ts'
import type { AppDatabase } from './app-db/schema.ts'
import { alone } from './app-db/turns.ts'
import { audit } from './audit/audit.ts'
import { keepHeadAt } from './audit/head.ts'
import { ensureWritable, readConfig } from './config.ts'
import { AppError, ConfigError } from './errors.ts'
import { generatePassword, hashPassword } from './passwords.ts'
import { addPerson, peopleList, personNamed, setPassword } from './people/people.ts'
import { Sessions } from './sessions.ts'

export interface NewAccount {
  userName: string
  roles: readonly Role[]
  /** In clear: shown once, never kept. */
  password: string
}

/** What a first start makes: one administrator, or an account of each role. */
export type FirstAccounts = 'administrator' | 'roles'

/**
 * On first start, an administrator whose password must be changed; or one account for each kind of user, as a demo offers.
 * @returns those that were made now, with their passwords
 */
export async function ensureAccounts(db: Kysely<AppDatabase>, first: FirstAccounts): Promise<NewAccount[]> {
  // Of several processes that begin at once, one makes them.
  const accounts = await alone(db, 'first_accounts', async (transaction) => {
    const any = await transaction.selectFrom('account').select('user_name').limit(1).executeTakeFirst()
    if (any) return []
    const names = first === 'roles' ? ROLES : (['admin'] as const)
    const made = names.map((role) => ({ userName: role, roles: [role], password: generatePassword() }))
    for (const { userName, roles, password } of made) {
      const person = { user_name: userName, display_name: '', roles, scope: ALL_CENTERS }
      await addPerson(transaction, person, {
        hash: await hashPassword(password),
        mustChange: first === 'administrator',
      })
    }
    return made
  })
  for (const { userName, roles } of accounts) {
    await audit(db, { kind: 'account_created', userName, detail: { roles, scope: ALL_CENTERS, by: 'first start' } })
  }
  return accounts
}

/** A table for the terminal. The only place where a generated password is ever written. */
export function accountTable(accounts: NewAccount[]): string {
  const width = Math.max(9, ...accounts.map((account) => account.userName.length))
  const line = (name: string, password: string) => `  ${name.padEnd(width)}  ${password}`
  return [
    accounts.length === 1
      ? 'Sign in with this account and set a password of your own. This one is shown this once.'
      : 'Sign in with one of these accounts. The passwords are shown this once; keep them.',
    line('user name', 'password'),
    ...accounts.map((account) => line(account.userName, account.password)),
    'A lost one: node --import tsx app/server/accounts.ts reset <user name>',
  ].join('\n')
}

/** Gives an account a password that must be changed, and ends its sessions. @throws {ConfigError} for an unknown user name */
export async function resetPassword(db: Kysely<AppDatabase>, userName: string): Promise<NewAccount> {
  const person = await personNamed(db, userName)
  if (!person) {
    const names = (await peopleList(db)).map((one) => one.user_name).join(', ')
    throw new ConfigError(
      `There is no user "${userName}". Known: ${names || 'none; start the dashboard once to make them'}.`,
    )
  }
  const password = generatePassword()
  await setPassword(db, userName, { hash: await hashPassword(password), mustChange: true })
  await new Sessions(db, { sessionIdleMinutes: 0, sessionMaxHours: 0 }).endAllOf(userName)
  await audit(db, { kind: 'password_reset', userName, detail: { by: 'command' } })
  return { userName, roles: person.roles, password }
}

async function main(args: string[]): Promise<void> {
  process.umask(0o077)
  const [command, userName, ...rest] = args
  if (command !== 'reset' || !userName || rest.length > 0) {
    throw new ConfigError('Unknown command. Write: node --import tsx app/server/accounts.ts reset <user name>')
  }
  const config = readConfig(process.env)
  await ensureWritable(config.dataDir)
  const db = await openAppDatabase(config.dataDir, { url: config.appDatabaseUrl })
  keepHeadAt(db, config.auditHeadFile)
  try {
    console.log(accountTable([await resetPassword(db, userName)]))
  } finally {
    await db.destroy()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  })
}
