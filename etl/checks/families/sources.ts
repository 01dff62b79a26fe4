import type { Check } from '../check.ts'

export const sources: Check[] = [
  {
    id: 'sources_answered',
    severity: 'warn',
    measures:
      'HTTP sources that this run asked and that did not give all their pages; the pages that landed are measured',
    thresholds: {},
    grain: 'source',
    findings:
      () => `SELECT feed, center_code, source_id AS subject, pages AS measured, coalesce(error_message, status) AS detail
      FROM ops.source_fetch f JOIN check_now USING (run_id) WHERE status <> 'complete'`,
    next: 'Once a source is mended: `npm run etl -- fetch <source id>`. The next run asks again in any case.',
  },
]
