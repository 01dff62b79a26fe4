/** What the trail knows. */
export const AUDIT_KINDS = [
  'account_created',
  'account_changed',
  'people_imported',
  'password_reset',
  'password_changed',
  'reset_link_made',
  'second_factor_on',
  'second_factor_off',
  'recovery_codes_made',
  'identity_linked',
  'identity_unlinked',
  'sign_in',
  'sign_in_failed',
  'sign_in_refused',
  'sign_out',
  'sessions_ended',
  'token_created',
  'token_revoked',
  'access_refused',
  'page_read',
  'query',
  'export',
  'run_requested',
  'deviations_marked',
  'readings_judged',
  'readings_drawn',
  'audit_exported',
  'audit_pruned',
] as const

export type AuditKind = (typeof AUDIT_KINDS)[number]

/** An entry of a newer program may be of a kind that this one has no word for. */
export const isAuditKind = (kind: string): kind is AuditKind => (AUDIT_KINDS as readonly string[]).includes(kind)
