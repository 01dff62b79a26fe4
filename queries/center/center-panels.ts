import { FEEDS } from '../data/freshness.ts'
import type { CenterPage } from './center-types.ts'
import { NETWORK, NETWORK_COMPLIANCE } from './network.ts'
import { FIGURES } from '../compliance/compliance-figures.ts'
import { complianceMetrics } from '../compliance/compliance-metrics.ts'
import type { ComplianceExamPage } from '../compliance/compliance-types.ts'
import { complianceTiles, deviationsPanel, overTimePanel, protocolsPanel } from '../compliance/compliance-panels.ts'
import { concordanceTiles, productsPanel } from '../concordance/concordance-panels.ts'
import { inSet } from '../metric/grouping-sets.ts'
import { columnsOf, estimateShown, valuesShown, valuesText } from '../panel/figures.ts'
import { throughputMetrics as m } from '../throughput/throughput-metrics.ts'
import { moneyTiles } from '../profitability/profitability-panels.ts'
import { EVIDENCE, evidenceFrom, signalsShown } from '../overview/overview-panels.ts'
import { only, pick, type Panel } from '../panel/panel.ts'
import { rejectGroupsPanel } from '../data/reject-panels.ts'
import {
  daysPanel,
  hoursPanel,
  modalityPanel,
  scannersPanel,
  throughputTiles,
} from '../throughput/throughput-panels.ts'

const { compliance_rate } = complianceMetrics

const COMPARED = [m.utilization_rate, m.wait_minutes_median, m.turnaround_minutes_median]

/** The figures of one side by modality. */
const side = (who: string) => `SELECT '${who}' AS side, modality, ${valuesText(COMPARED)} FROM ${who}`

const network: Panel<CenterPage> = {
  id: 'network',
  from: { center: 'throughput.modalities', network: NETWORK },
  select: `${side('center')} WHERE is_current UNION ALL ${side('network')} ORDER BY modality, side`,
  alone: { from: { center: 'throughput.modalities' }, select: `${side('center')} WHERE is_current ORDER BY modality` },
  shows: (page) =>
    page.by_modality.map(({ modality, figures }) => ({ side: 'center', modality, ...valuesShown(figures, COMPARED) })),
}

const rateOf = (who: string) => `SELECT '${who}' AS side, ${columnsOf(compliance_rate)} FROM ${who}`

const complianceNetwork: Panel<CenterPage> = {
  id: 'compliance_network',
  from: { center: FIGURES, network: NETWORK_COMPLIANCE },
  select: `${rateOf('center')} WHERE ${inSet()} AND is_current UNION ALL ${rateOf('network')} ORDER BY side`,
  alone: { from: { center: FIGURES }, select: `${rateOf('center')} WHERE ${inSet()} AND is_current` },
  shows: (page) => [
    { side: 'center', ...estimateShown(compliance_rate, page.figures.compliance_rate) },
    { side: 'network', ...estimateShown(compliance_rate, page.network.compliance_rate) },
  ],
  exact: true,
}

const attention: Panel<CenterPage> = {
  id: 'attention',
  from: evidenceFrom('network.'),
  select: EVIDENCE,
  shows: (page) => signalsShown(page.attention),
}

const months: Panel<CenterPage> = {
  id: 'months',
  from: { q: 'profitability.center_months' },
  select: 'SELECT * FROM q ORDER BY month',
  shows: (page) =>
    (page.money?.months ?? []).map((row) =>
      pick(row, ['month', 'month_state', 'net_revenue', 'operating_profit', 'operating_margin_rate']),
    ),
  exact: true,
}

const faults: Panel<CenterPage> = {
  id: 'faults',
  from: { q: 'center.faults' },
  select: 'SELECT * FROM q ORDER BY events DESC, scanner_id, code',
  shows: (page) => page.faults.map((row) => pick(row, ['scanner_id', 'severity', 'code', 'events', 'last_at'])),
  exact: true,
}

const freshness: Panel<CenterPage> = {
  id: 'freshness',
  from: Object.fromEntries(FEEDS.map(({ feed }) => [feed, `data.freshness_${feed}`])),
  select: FEEDS.map(({ feed }) => `SELECT '${feed}' AS feed, center_code, newest_at, rows FROM ${feed}`).join(
    ' UNION ALL ',
  ),
  shows: (page) => page.freshness.map((row) => pick(row, ['feed', 'center_code', 'newest_at', 'rows'])),
}

export const centerPanels: Panel<CenterPage>[] = [
  ...only(throughputTiles<CenterPage>(), 'exams_performed'),
  ...only(complianceTiles<CenterPage>(), 'compliance_rate', 'compliance_coverage_rate', 'critical_deviations'),
  ...only(concordanceTiles<CenterPage>(), 'readings', 'ai_coverage_rate', 'ai_failure_rate'),
  ...only(
    moneyTiles<CenterPage>((page) => page.money?.figures ?? null),
    'net_revenue',
    'contribution',
    'operating_profit',
    'operating_margin_rate',
    'denial_rate',
    'net_revenue_per_exam',
    'unused_capacity_cost',
  ),
  attention,
  modalityPanel('modality', (page) => page.by_modality),
  network,
  complianceNetwork,
  daysPanel(),
  overTimePanel('over_time', (page) => page.compliance_over_time),
  scannersPanel('scanner_use'),
  hoursPanel(),
  scannersPanel('scanners'),
  protocolsPanel('protocols', (page) => page.protocols),
  deviationsPanel('deviations', (page) => page.deviations),
  productsPanel('products', (page) => page.products),
  months,
  faults,
  freshness,
  rejectGroupsPanel('rejects', (page) => page.rejects),
]

const steps: Panel<ComplianceExamPage> = {
  id: 'steps',
  from: { q: 'exam.acquisitions' },
  select: 'SELECT * FROM q ORDER BY started_at, series_no',
  shows: (page) =>
    page.steps
      .filter((step) => step.started_at !== null)
      .map((step) => ({ step: step.logged_as ?? step.step, ...pick(step, ['series_no', 'started_at', 'ended_at']) })),
}

const deviations: Panel<ComplianceExamPage> = {
  id: 'deviations',
  from: { q: 'exam.deviations' },
  select: 'SELECT * FROM q ORDER BY step, kind, parameter',
  shows: (page) =>
    page.deviations.map((row) => pick(row, ['step', 'kind', 'parameter', 'observed', 'expected', 'severity'])),
  exact: true,
}

export const examPanels: Panel<ComplianceExamPage>[] = [steps, deviations]
