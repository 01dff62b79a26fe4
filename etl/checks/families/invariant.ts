import type { Check, Severity } from '../check.ts'

/** SQL of the rows of a mart that this run built (scope.ts). */
export const built = (mart: string): string => `built_${mart}`

interface Invariant {
  id: string
  severity?: Severity
  measures: string
  grain: string
  /** SELECT of the bad rows, with the columns of a finding. */
  bad: string
  next?: string
}

/** What must hold whatever the centers send: a bad row is a fault of ours. */
export const invariant = ({ id, severity = 'warn', measures, grain, bad, next }: Invariant): Check => ({
  id,
  severity,
  measures,
  thresholds: {},
  grain,
  findings: () => bad,
  next:
    next ??
    'A figure contradicts its definition: run `npm run etl -- rebuild`; if it stays, follow it to its facts by source_file_id and source_line, and report it.',
})

export const MONTH = "strftime(month, '%Y-%m')"
export const SCANNER_DAY = "scanner_id || ' ' || day"
