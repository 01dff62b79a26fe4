const STATUS: Record<string, number> = {
  'app/case': 400,
  'app/database-away': 503,
  'app/not-signed-in': 401,
  'app/must-change-password': 403,
  'app/second-factor-needed': 403,
  'app/person': 400,
  'app/forbidden': 403,
  'app/not-found': 404,
  'app/print-busy': 429,
  'app/print-late': 504,
  'app/print-unavailable': 503,
  'queries/filter': 400,
  'queries/not-found': 404,
  'queries/snapshot-unusable': 503,
}

/** Code of an expected failure; null for a fault of ours. The same classes may be loaded twice (server and build), so codes decide. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code in STATUS ? error.code : null
}

/** HTTP status of an expected failure, 500 for a fault of ours. */
export function httpStatus(error: unknown): number {
  const code = codeOf(error)
  return code === null ? 500 : (STATUS[code] ?? 500)
}
