import type { AttemptTables } from './attempt-tables.ts'
import type { CaseTables } from './case-tables.ts'
import type { ConsoleTables } from './console-tables.ts'
import type { OidcTables } from './oidc-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { PlanTables } from './plan-tables.ts'

/**
 * Application state, in `DATA_DIR/app.db` or in PostgreSQL. Instants are ISO text in UTC, flags 0 or 1, lists JSON text: what
 * both share. Texts are ordered by their bytes in both.
 */
export interface AppDatabase extends ConsoleTables, CaseTables, OidcTables, PeopleTables, PlanTables, AttemptTables {
  account: {
    user_name: string
    display_name: string
    /** Joined by commas. */
    roles: string
    /** The centers that the person works for: kind, and JSON list of what it names. */
    scope_kind: string
    scope_values: string
    password_hash: string
    /** 1: somebody else chose the password, so that nothing is shown before another is set. */
    must_change_password: number
    created_at: string
    password_changed_at: string
    last_sign_in_at: string | null
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
    client_ip: string | null
    user_agent: string | null
    /** 1: begun by the identity provider, which asks for passwords and second factors itself. */
    by_provider: number
    /** By which the provider knows whom to sign out; null once the session was ended. */
    id_token: string | null
  }
  schema_migration: { version: number; applied_at: string }
}
