export type Severity = 'block' | 'warn'

/**
 * A data check as data. Nothing is compared in code: `findings` selects what is wrong, and no row is good.
 */
export interface Check {
  /** Stable snake_case name; its title is the dictionary's `check.<id>`. */
  id: string
  /** `block`: a run that fails it is not published. */
  severity: Severity
  /** What is measured and in which unit, against what. */
  measures: string
  /** Numbers that `reference/checks.json` may set, for all centers or for one; the values here are the defaults. */
  thresholds: Record<string, number>
  /** What one row of `findings` is. */
  grain: string
  /**
   * SELECT of columns among `feed, center_code, subject, measured, expected, detail`; those left out are null. Codes, days and
   * counts only: nothing that a patient or a person wrote.
   */
  findings: (setting: Setting) => string
  /** What to do about it. */
  next: string
}

/** SQL of a threshold. With centers of their own numbers it reads column `center_code`. */
export type Setting = (name: string, centerColumn?: string) => string

/** A row of `ops.check_finding`, but for run and check. */
export interface Finding {
  feed: string | null
  center_code: string | null
  subject: string | null
  measured: number | null
  expected: number | null
  detail: string | null
}

/** A row of `ops.check`, but for the run, and what it found. */
export interface CheckResult {
  check_name: string
  severity: Severity
  passed: boolean
  /** Findings; of the row-count checks, rows. */
  measured: number
  /** The most findings that pass, none; of the row-count checks, the fewest rows. */
  expected: number
  /** Examples and what to do next; null when the check passed. */
  detail: string | null
  /** The first `FINDINGS_KEPT`; a last row says how many were left out. */
  findings: Finding[]
}

/** Findings kept of one check in one run. */
export const FINDINGS_KEPT = 200
