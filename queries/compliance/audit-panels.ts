import { columnsOf, estimateShown } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { DEVIATION_STATES, type AuditItem, type AuditPage } from './audit-types.ts'
import { complianceMetrics as m } from './compliance-metrics.ts'

const rate: Panel<AuditPage> = {
  id: 'rate',
  from: { q: 'audit.rate' },
  select: `SELECT ${columnsOf(m.compliance_rate)} FROM q`,
  shows: (page) => [estimateShown(m.compliance_rate, page.compliance_rate)],
  exact: true,
}

const ITEM = [
  ...['center_code', 'accession_no', 'step', 'parameter', 'day', 'scanner_id', 'protocol_code', 'kind', 'severity'],
  ...['observed', 'expected', 'state'],
] as (keyof AuditItem & string)[]

const items: Panel<AuditPage> = {
  id: 'items',
  from: { q: 'audit.items' },
  select: `SELECT ${ITEM.join(', ')} FROM q ORDER BY day, center_code, accession_no, step, parameter, kind`,
  shows: (page) => page.items.rows.map((row) => pick(row, ITEM)),
  exact: true,
}

const counts: Panel<AuditPage> = {
  id: 'counts',
  from: { q: 'audit.counts' },
  select: 'SELECT state, deviations FROM q ORDER BY state',
  shows: (page) =>
    DEVIATION_STATES.flatMap((state) => (page.counts[state] > 0 ? [{ state, deviations: page.counts[state] }] : [])),
  exact: true,
}

export const auditPanels: Panel<AuditPage>[] = [rate, counts, items]
