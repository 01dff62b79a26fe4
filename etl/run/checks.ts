import { count, insertObjects, type Db } from '../db.ts'
import { EtlError } from '../errors.ts'
import type { CheckResult } from '../models/index.ts'
import { factTables } from '../schema/main.ts'

/** A run may not publish a fact table that lost more than this share of its rows. */
const KEPT_SHARE = 0.9

export async function factCounts(db: Db): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const t of factTables) counts.set(t.name, await count(db, `SELECT count(*) FROM main.${t.name}`))
  return counts
}

/** Blocking check: rows of every fact table against the current snapshot. Tables that were empty cannot shrink. */
export function checkRowCounts(before: Map<string, number>, after: Map<string, number>): CheckResult[] {
  return [...before].map(([table, had]) => {
    const has = after.get(table) ?? 0
    const passed = has >= had * KEPT_SHARE
    return {
      check_name: `rows_kept_${table}`,
      severity: 'block' as const,
      passed,
      measured: has,
      expected: Math.ceil(had * KEPT_SHARE),
      detail: passed
        ? null
        : `main.${table} would have ${has} rows where the current snapshot has ${had}. If that is meant, run again with --allow-shrink.`,
    }
  })
}

export function stopIfBlocked(results: CheckResult[]): void {
  const failed = results.filter((r) => r.severity === 'block' && !r.passed)
  if (failed.length === 0) return
  throw new EtlError('etl/blocked', `not published: ${failed.map((f) => f.detail).join(' ')}`, {
    checks: failed.map((f) => f.check_name),
  })
}

export async function recordChecks(db: Db, runId: string, results: CheckResult[]): Promise<void> {
  const types = {
    run_id: 'VARCHAR',
    check_name: 'VARCHAR',
    severity: 'VARCHAR',
    passed: 'BOOLEAN',
    measured: 'DOUBLE',
    expected: 'DOUBLE',
    detail: 'VARCHAR',
  }
  await insertObjects(
    db,
    'ops.check',
    types,
    results.map((r) => ({ run_id: runId, ...r })),
  )
}
