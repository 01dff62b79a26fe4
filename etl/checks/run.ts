import { rows, type Db } from '../db.ts'
import { literal } from '../sql-text.ts'
import { FINDINGS_KEPT, type Check, type CheckResult, type Finding } from './check.ts'
import { checks } from './families/index.ts'
import { dropScope, makeScope } from './scope.ts'
import { parseSettings, settingOf, type CheckSettings, type Settings } from './settings.ts'

export interface CheckOptions {
  /** As `readSettings` gives them; null = the defaults. */
  settings?: Settings | null
  now?: Date
  /** The run whose own rows are judged; left out, none. */
  runId?: string
  /** Zone of the run's date. */
  timeZone?: string
  /** Told the check that is running. */
  onProgress?: (id: string) => void
}

/** Runs every check that is enabled on the built marts. Nothing is written: the caller keeps the results. */
export async function runChecks(db: Db, options: CheckOptions = {}): Promise<CheckResult[]> {
  const settings = options.settings ?? parseSettings('{}', checks)
  const { now = new Date(), timeZone = 'Asia/Shanghai', runId } = options
  await makeScope(db, { now, timeZone, runId })
  const results: CheckResult[] = []
  for (const check of checks) {
    const own = settings.get(check.id)!
    if (!own.enabled) continue
    options.onProgress?.(check.id)
    results.push(await runCheck(db, check, own))
  }
  await dropScope(db)
  return results
}

/** Columns that a check may select; one that it leaves out is null. */
const NOTHING = `SELECT NULL::VARCHAR AS feed, NULL::VARCHAR AS center_code, NULL::VARCHAR AS subject,
  NULL::DOUBLE AS measured, NULL::DOUBLE AS expected, NULL::VARCHAR AS detail WHERE false`

async function runCheck(db: Db, check: Check, settings: CheckSettings): Promise<CheckResult> {
  const off = Object.entries(settings.centers).filter(([, local]) => !local.enabled)
  const silent = off.map(([code]) => literal(code)).join(', ')
  // Their number by a subquery: counted as a window over all rows it can end the engine (its issue 25713) where there are none.
  const found = await rows<Finding & { n: number }>(
    db,
    `WITH found AS MATERIALIZED (FROM (${NOTHING} UNION ALL BY NAME (${check.findings(settingOf(settings))}))
       ${silent === '' ? '' : `WHERE center_code IS NULL OR center_code NOT IN (${silent})`})
     SELECT *, (SELECT count(*) FROM found) AS n FROM found
     ORDER BY center_code, feed, subject, detail LIMIT ${FINDINGS_KEPT}`,
  )
  const n = found[0]?.n ?? 0
  const findings = found.map(({ n: _, ...finding }) => finding)
  return {
    check_name: check.id,
    severity: settings.severity,
    passed: n === 0,
    measured: n,
    expected: 0,
    detail: n === 0 ? null : `${examples(findings, n)}. ${check.next}`,
    findings: n > FINDINGS_KEPT ? [...findings, leftOut(n - FINDINGS_KEPT)] : findings,
  }
}

function examples(findings: Finding[], n: number): string {
  const some = findings.slice(0, 20).map((f) => {
    const where = [f.center_code, f.feed, f.subject].filter((part) => part !== null).join(' ')
    return f.detail === null ? where : `${where}${where === '' ? '' : ' '}(${f.detail})`
  })
  return `${some.join(', ')}${n > 20 ? `, … (${n} in all)` : ''}`
}

const leftOut = (n: number): Finding => ({
  feed: null,
  center_code: null,
  subject: null,
  measured: n,
  expected: null,
  detail: `${n} more findings were left out`,
})
