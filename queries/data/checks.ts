import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import type { CheckFinding, CheckHistory, CheckRow } from './data-types.ts'

const MOST_RUNS = 30
const MOST_FINDINGS = 1_000

/** Each check over the last runs that had any; those that fail now first, then those that failed most. */
export async function checkHistory(db: Kysely<Database>): Promise<CheckHistory[]> {
  const rows = await db
    .selectFrom('ops.check as c')
    .select(['c.run_id', 'c.check_name', 'c.severity', 'c.passed', 'c.measured', 'c.expected'])
    .where('c.run_id', 'in', (eb) =>
      eb.selectFrom('ops.check as n').select('n.run_id').distinct().orderBy('n.run_id', 'desc').limit(MOST_RUNS),
    )
    .orderBy('c.check_name')
    .orderBy('c.run_id')
    .$call(asked('data.check_history'))
  const byName = new Map<string, CheckHistory>()
  for (const { check_name, severity, ...run } of rows) {
    const check = byName.get(check_name) ?? { check_name, severity, failed: 0, runs: [] }
    byName.set(check_name, check)
    check.severity = severity
    check.failed += run.passed ? 0 : 1
    check.runs.push(run)
  }
  return [...byName.values()].sort((a, b) => Number(failsNow(b)) - Number(failsNow(a)) || b.failed - a.failed)
}

const failsNow = (check: CheckHistory) => check.runs.at(-1)?.passed === false

export function checksOfRun(db: Kysely<Database>, runId: string): Promise<CheckRow[]> {
  return db
    .selectFrom('ops.check as c')
    .select(['c.run_id', 'c.check_name', 'c.severity', 'c.passed', 'c.measured', 'c.expected', 'c.detail'])
    .where('c.run_id', '=', runId)
    .orderBy('c.passed')
    .orderBy(sql`c.check_name`)
    .$call(asked('data.run_checks'))
}

/** Where the checks of a run failed, by center first; at most 200 a check are kept. */
export function checkFindings(db: Kysely<Database>, runId: string | null): Promise<CheckFinding[]> {
  return db
    .selectFrom('ops.check_finding as f')
    .select(['f.check_name', 'f.feed', 'f.center_code', 'f.subject', 'f.measured', 'f.expected', 'f.detail'])
    .where('f.run_id', '=', (eb) =>
      runId === null ? eb.selectFrom('ops.check as n').select(sql<string>`max(n.run_id)`.as('run_id')) : eb.val(runId),
    )
    .orderBy('f.check_name')
    .orderBy('f.center_code')
    .orderBy('f.subject')
    .limit(MOST_FINDINGS)
    .$call(asked('data.check_findings'))
}
