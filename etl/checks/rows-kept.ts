import { count, type Db } from '../db.ts'
import { factTables } from '../schema/main.ts'
import type { CheckResult } from './check.ts'

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
    const expected = Math.ceil(had * KEPT_SHARE)
    const detail = passed
      ? null
      : `main.${table} would have ${has} rows where the current snapshot has ${had}. If that is meant, run again with --allow-shrink.`
    const findings = passed
      ? []
      : [{ feed: null, center_code: null, subject: `main.${table}`, measured: has, expected, detail: null }]
    return { check_name: `rows_kept_${table}`, severity: 'block', passed, measured: has, expected, detail, findings }
  })
}
