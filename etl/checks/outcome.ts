import { insertObjects, type Db } from '../db.ts'
import { EtlError, UsageError } from '../errors.ts'
import { factTables } from '../schema/main.ts'
import type { CheckResult } from './check.ts'
import { checks } from './families/index.ts'

const isRowCount = (name: string) => name.startsWith('rows_kept_')

/** Names that `--allow` knows. */
export const checkNames = (): string[] => [...checks.map((c) => c.id), ...factTables.map((t) => `rows_kept_${t.name}`)]

/** @throws UsageError for a name that no check has. */
export function assertCheckNames(names: string[]): void {
  const unknown = names.find((name) => !checkNames().includes(name))
  if (unknown !== undefined)
    throw new UsageError(`--allow ${unknown}: no check has this name. Checks: ${checkNames().join(', ')}.`)
}

/** @throws EtlError that names each failed blocking check, what it found where, and what to do; the old snapshot stays. */
export function stopIfBlocked(results: CheckResult[], allowed: { shrink: boolean; checks: string[] }): void {
  const failed = results.filter(
    (r) =>
      r.severity === 'block' &&
      !r.passed &&
      !allowed.checks.includes(r.check_name) &&
      !(allowed.shrink && isRowCount(r.check_name)),
  )
  if (failed.length === 0) return
  const text = (r: CheckResult) =>
    isRowCount(r.check_name)
      ? r.detail
      : `check ${r.check_name}: ${r.detail} To publish all the same: --allow ${r.check_name}.`
  throw new EtlError('etl/blocked', `not published: ${failed.map(text).join(' ')}`, {
    checks: failed.map((f) => f.check_name),
  })
}

/** Keeps results in `ops.check` and what they found in `ops.check_finding`. */
export async function recordChecks(db: Db, runId: string, results: CheckResult[]): Promise<void> {
  const text = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'VARCHAR']))
  const figures = { measured: 'DOUBLE', expected: 'DOUBLE', detail: 'VARCHAR' }
  await insertObjects(
    db,
    'ops.check',
    { ...text('run_id', 'check_name', 'severity'), passed: 'BOOLEAN', ...figures },
    results.map(({ findings: _, ...result }) => ({ run_id: runId, ...result })),
  )
  await insertObjects(
    db,
    'ops.check_finding',
    { ...text('run_id', 'check_name', 'feed', 'center_code', 'subject'), ...figures },
    results.flatMap((r) => r.findings.map((finding) => ({ run_id: runId, check_name: r.check_name, ...finding }))),
  )
}
