import { FINDINGS_KEPT, type CheckResult } from '../checks/check.ts'
import type { SourceFetch } from './fetch-log.ts'

const NAMED = 20

/** Check `sources_answered` over the sources that the run asked; none where it asked none. It is over the run, not over tables. */
export function sourcesAnswered(fetches: SourceFetch[]): CheckResult[] {
  if (fetches.length === 0) return []
  const failed = fetches.filter((f) => f.status !== 'complete')
  const named = failed.slice(0, NAMED).map((f) => `${f.source_id}: ${f.error_message ?? f.status}`)
  const more = failed.length > NAMED ? ` … (${failed.length} in all)` : ''
  const passed = failed.length === 0
  return [
    {
      check_name: 'sources_answered',
      severity: 'warn',
      passed,
      measured: failed.length,
      expected: 0,
      detail: passed ? null : `${named.join(' ')}${more} Once it is mended: npm run etl -- fetch <source id>.`,
      findings: failed.slice(0, FINDINGS_KEPT).map((f) => ({
        feed: f.feed,
        center_code: f.center_code,
        subject: f.source_id,
        measured: f.pages,
        expected: null,
        detail: f.error_message,
      })),
    },
  ]
}
