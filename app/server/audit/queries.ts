import type { Kysely } from 'kysely'
import type { SqlService } from '../../sql/sql-types.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import type { Log } from '../log.ts'
import { audit } from './audit.ts'

/** Writes every statement that anybody ran, explained or exported, however it ended and whatever their history keeps. */
export function trailOfQueries(sql: SqlService, db: Kysely<AppDatabase>, log: Log): void {
  sql.onFinished(({ user, kind, sql: text, rows, elapsedMs, snapshotId, outcome }) => {
    const detail = { kind, outcome, rows, elapsed_ms: elapsedMs, snapshot_id: snapshotId, sql: text }
    audit(db, { kind: kind === 'export' ? 'export' : 'query', userName: user, detail }).catch((fault: unknown) =>
      log.error(fault),
    )
  })
}
