import path from 'node:path'
import type { Kysely } from 'kysely'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { keepHeadAt } from './audit/head.ts'
import { trailOfQueries } from './audit/queries.ts'
import { watchAnswers } from './app-db/answers.ts'
import { closeAppDatabase, openAppDatabase } from './app-db/database.ts'
import type { AppDatabase } from './app-db/schema.ts'
import type { Config } from './config.ts'
import { createLog, type Log } from './log.ts'
import { PageUse } from './people/page-use.ts'
import { ProviderSignIn } from './oidc/provider-sign-in.ts'
import { Operations } from './operation/operation.ts'
import { Passes } from './print/passes.ts'
import { Printer } from './print/printer.ts'
import { Sessions } from './sessions.ts'
import { nameableNow } from './shell-state.ts'
import { SignIn } from './sign-in.ts'
import { RefusedExports } from './sql-store/refused-exports.ts'
import { createSqlService } from './sql/service.ts'
import type { SqlService } from '../sql/sql-types.ts'

/** What lives as long as the process: the open snapshot, the application's database and what stands on them. */
export interface Services {
  config: Config
  reader: SnapshotReader
  appDb: Kysely<AppDatabase>
  /** Whether the application's database answers now. */
  appDbAnswers: () => Promise<boolean>
  sessions: Sessions
  signIn: SignIn
  /** Signing in by the identity provider; null where none is named. */
  providerSignIn: ProviderSignIn | null
  /** Analysts' SQL, in processes of its own. */
  sql: SqlService
  refusedExports: RefusedExports
  log: Log
  operations: Operations
  pageUse: PageUse
  /** Makes PDF of pages; null where no browser is configured. */
  printer: Printer | null
  passes: Passes
}

/** @param resetAccounts a damaged `app.db` makes way for a new one */
export async function openServices(config: Config, { resetAccounts = false } = {}): Promise<Services> {
  const appDb = await openAppDatabase(config.dataDir, { resetAccounts, url: config.appDatabaseUrl })
  keepHeadAt(appDb, config.auditHeadFile)
  const sessions = new Sessions(appDb, config)
  const log = createLog(config.logLevel)
  // Once real data is loaded, the demo is no longer served.
  const reader = createSnapshotReader({ dataDirs: [config.dataDir, path.join(config.dataDir, 'demo')] })
  const sql = createSqlService({ reader, limits: config.sql, onFault: log.error })
  trailOfQueries(sql, appDb, log)
  const { oidc, signInAttempts } = config
  const providerSignIn =
    oidc &&
    new ProviderSignIn({
      ...{ oidc, appDb, sessions, log },
      ...{ secondFactorRoles: config.secondFactorRoles, passwordAccounts: config.passwordAccounts },
      centers: async () => (await nameableNow(reader)).centers,
    })
  const mayUsePassword = providerSignIn ? (name: string) => providerSignIn.mayUsePassword(name) : undefined
  return {
    config,
    reader,
    operations: new Operations(config.dataDir, reader),
    appDb,
    appDbAnswers: watchAnswers(appDb, (change) =>
      'fault' in change ? log.error(change.fault) : log.info({ app_database: 'answers again' }),
    ),
    sessions,
    signIn: new SignIn(appDb, sessions, signInAttempts, mayUsePassword),
    providerSignIn,
    sql,
    refusedExports: new RefusedExports(),
    log,
    pageUse: new PageUse(appDb, log.error),
    printer: config.chromePath ? new Printer({ chromePath: config.chromePath, userId: config.sql.userId }) : null,
    passes: new Passes(),
  }
}

export async function closeServices(services: Services): Promise<void> {
  await services.sql.close()
  await services.reader.close()
  await services.pageUse.close()
  await closeAppDatabase(services.appDb)
}
