import type { CheckResult } from '../checks/check.ts'
import type { Profiles } from './folder.ts'

/** Lines that profiles left out in a run, by kind. */
export type LeftOut = Map<string, number>

/** Adds what the profiles left out of the files of a slice. */
export function addLeftOut(
  sums: LeftOut,
  { fresh }: { fresh: Map<unknown, { leftOut: Record<string, number> }[]> },
): void {
  for (const f of [...fresh.values()].flat())
    for (const [kind, n] of Object.entries(f.leftOut)) sums.set(kind, (sums.get(kind) ?? 0) + n)
}

/** What a run says of the profiles: whether all can be used, and how many lines they left out. Nothing where none lies. */
export function profileChecks(profiles: Profiles, leftOut: LeftOut): CheckResult[] {
  return profiles.isEmpty ? [] : [validCheck(profiles), leftOutCheck(leftOut)]
}

function validCheck({ found }: Profiles): CheckResult {
  const broken = found.filter((f) => !f.profile)
  const named = broken.slice(0, 3).map((f) => {
    const { path, message } = f.problems[0]!
    const more = f.problems.length > 1 ? ` (and ${f.problems.length - 1} more)` : ''
    return `profiles/${f.name}.json: ${path && `${path}: `}${message}${more}.`
  })
  return {
    check_name: 'profiles_valid',
    severity: 'warn',
    passed: broken.length === 0,
    measured: broken.length,
    expected: 0,
    findings: broken.map((f) => ({
      ...{ feed: null, center_code: null, subject: f.name, measured: f.problems.length, expected: 0 },
      detail: f.problems
        .map((p) => `${p.path && `${p.path}: `}${p.message}`)
        .join('; ')
        .slice(0, 500),
    })),
    detail: broken.length === 0 ? null : `${named.join(' ')} Until it is mended, its new files are rejected whole.`,
  }
}

/** Lines that are no rows of the feed (totals, repeated headers, filters): counted, never dropped in silence. */
function leftOutCheck(sums: LeftOut): CheckResult {
  const total = [...sums.values()].reduce((a, b) => a + b, 0)
  return {
    check_name: 'profile_lines_left_out',
    severity: 'warn',
    passed: true,
    measured: total,
    expected: total,
    findings: [],
    detail: total === 0 ? null : `left out by profiles: ${[...sums].map(([kind, n]) => `${n} ${kind}`).join(', ')}`,
  }
}
