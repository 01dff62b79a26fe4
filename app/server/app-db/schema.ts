import type { Role } from '../../access.ts'
import type { CaseTables } from './case-tables.ts'
import type { ConsoleTables } from './console-tables.ts'
import type { PlanTables } from './plan-tables.ts'

/** Application state in `DATA_DIR/app.db`. Instants are ISO text in UTC, flags 0 or 1: what SQLite and PostgreSQL share. */
export interface AppDatabase extends ConsoleTables, CaseTables, PlanTables {
  account: {
    user_name: string
    role: Role
    password_hash: string
    created_at: string
    password_changed_at: string
    disabled: number
  }
  session: {
    /** SHA-256 of the cookie's token: a stolen database opens no session. */
    token_hash: string
    user_name: string
    created_at: string
    last_seen_at: string
    expires_at: string
    revoked_at: string | null
  }
  audit_event: {
    event_id: string
    at: string
    kind: AuditKind
    /** As typed for failed sign-ins; null where nobody is named. */
    user_name: string | null
    client_ip: string | null
    detail: string | null
  }
  schema_migration: { version: number; applied_at: string }
}

export type AuditKind =
  | 'account_created'
  | 'password_reset'
  | 'sign_in'
  | 'sign_in_failed'
  | 'sign_in_refused'
  | 'sign_out'
  | 'access_refused'
  | 'run_requested'
  | 'deviations_marked'
  | 'readings_judged'
  | 'readings_drawn'
