import { pathToFileURL } from 'node:url'
import type { Kysely } from 'kysely'
import { ROLES, type Role } from '../access.ts'
import { openAppDatabase } from './app-db/database.ts'
import type { AppDatabase } from './app-db/schema.ts'
import { audit } from './audit.ts'
import { ensureWritable, readConfig } from './config.ts'
import { AppError, ConfigError } from './errors.ts'
import { generatePassword, hashPassword } from './passwords.ts'
import { Sessions } from './sessions.ts'

export interface NewAccount {
  userName: string
  role: Role
  /** In clear: shown once, never kept. */
  password: string
}

/** On first start, one account for each kind of user. @returns those that were made now, with their passwords */
export async function ensureAccounts(db: Kysely<AppDatabase>): Promise<NewAccount[]> {
  const any = await db.selectFrom('account').select('user_name').limit(1).executeTakeFirst()
  if (any) return []
  const accounts = ROLES.map((role) => ({ userName: role, role, password: generatePassword() }))
  const rows = await Promise.all(
    accounts.map(async ({ userName, role, password }) => {
      const at = new Date().toISOString()
      const password_hash = await hashPassword(password)
      return { user_name: userName, role, password_hash, created_at: at, password_changed_at: at, disabled: 0 }
    }),
  )
  await db.insertInto('account').values(rows).execute()
  for (const { userName } of accounts) await audit(db, { kind: 'account_created', userName })
  return accounts
}

/** A table for the terminal. The only place where a generated password is ever written. */
export function accountTable(accounts: NewAccount[]): string {
  const width = Math.max(9, ...accounts.map((account) => account.userName.length))
  const line = (name: string, password: string) => `  ${name.padEnd(width)}  ${password}`
  return [
    'Sign in with one of these accounts. The passwords are shown this once; keep them.',
    line('user name', 'password'),
    ...accounts.map((account) => line(account.userName, account.password)),
    'A lost one: node --import tsx app/server/accounts.ts reset <user name>',
  ].join('\n')
}

/** Gives an account a new password and ends its sessions. @throws {ConfigError} for an unknown user name */
export async function resetPassword(db: Kysely<AppDatabase>, userName: string): Promise<NewAccount> {
  const account = await db.selectFrom('account').selectAll().where('user_name', '=', userName).executeTakeFirst()
  if (!account) {
    const known = await db.selectFrom('account').select('user_name').orderBy('user_name').execute()
    const names = known.map((row) => row.user_name).join(', ') || 'none; start the dashboard once to make them'
    throw new ConfigError(`There is no user "${userName}". Known: ${names}.`)
  }
  const password = generatePassword()
  await db
    .updateTable('account')
    .set({ password_hash: await hashPassword(password), password_changed_at: new Date().toISOString() })
    .where('user_name', '=', userName)
    .execute()
  await new Sessions(db, { sessionIdleMinutes: 0, sessionMaxHours: 0 }).endAllOf(userName)
  await audit(db, { kind: 'password_reset', userName })
  return { userName, role: account.role, password }
}

async function main(args: string[]): Promise<void> {
  process.umask(0o077)
  const [command, userName, ...rest] = args
  if (command !== 'reset' || !userName || rest.length > 0) {
    throw new ConfigError('Unknown command. Write: node --import tsx app/server/accounts.ts reset <user name>')
  }
  const config = readConfig(process.env)
  await ensureWritable(config.dataDir)
  const db = await openAppDatabase(config.dataDir)
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
