import { inSet } from '../metric/grouping-sets.ts'
import { columnsOf, estimateShown, figureTile, valuesShown, valuesText } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import type { ControlChart, Funnel } from '../page/page-types.ts'
import { FIGURES, HEADLINE, REASONS } from './compliance-figures.ts'
import { complianceMetrics as m } from './compliance-metrics.ts'
import type { CompliancePage, DeviationRow, ProtocolRow } from './compliance-types.ts'
import { unitColumn } from './parameter-units.ts'
import { CHARTED, TOGETHER, VARIATION } from './variation.ts'

/** Headline figures of compliance; on several pages. */
export function complianceTiles<Page>(): Panel<Page>[] {
  const shown = HEADLINE.filter(({ id }) => id !== 'assessable' && id !== 'compliant')
  return shown.map((metric) => figureTile<Page>(metric, FIGURES, [], undefined, inSet()))
}

/** What the table by modality shows. */
const BY_MODALITY = [
  m.compliance_rate,
  m.compliance_coverage_rate,
  m.deviating,
  m.not_assessable,
  m.critical_deviations,
  m.dose_over_reference_rate,
]

const modality: Panel<CompliancePage> = {
  id: 'modality',
  from: { q: FIGURES },
  select: `SELECT modality, ${valuesText(BY_MODALITY)} FROM q WHERE ${inSet('modality')} AND is_current ORDER BY modality`,
  shows: (page) =>
    page.by_modality.map((row) => ({ modality: row.modality, ...valuesShown(row.figures, BY_MODALITY) })),
  exact: true,
}

const POINT = CHARTED.map(({ id }) => `${id}, ${id}_numerator, ${id}_n`).join(', ')

/** The points of the charts by which the tiles are judged, those of the baseline too. */
const variation: Panel<CompliancePage> = {
  id: 'variation',
  from: { q: VARIATION },
  select: `SELECT start, is_current, ${POINT} FROM q WHERE ${TOGETHER} ORDER BY start, is_current`,
  shows: (page) =>
    page.variation.flatMap(({ metric, chart }) =>
      chart.points
        .filter(({ n }) => n > 0)
        .map(({ from, value, numerator, n }) => ({
          ...{ start: from, is_current: true },
          ...{ [metric]: value, [`${metric}_numerator`]: numerator, [`${metric}_n`]: n },
        })),
    ),
}

/** Rate by day, week or month, of the period and of the days before that its limits come from (docs: methods). */
export function overTimePanel<Page>(id: string, chart: (page: Page) => ControlChart): Panel<Page> {
  return {
    id,
    from: { q: 'compliance.over_time' },
    select: `SELECT start, compliance_rate_numerator AS numerator, compliance_rate_n AS n, compliance_rate AS value,
      is_current FROM q WHERE compliance_rate_n > 0 ORDER BY start, is_current`,
    // A step without exams is a gap of the chart.
    shows: (page) =>
      chart(page)
        .points.filter(({ n }) => n > 0)
        .map((p) => ({ start: p.from, is_current: true, ...pick(p, ['numerator', 'n', 'value']) })),
  }
}

/** Rate and interval by center; the funnel's limits are computed from these rows. */
export function funnelPanel<Page>(id: string, question: string, funnel: (page: Page) => Funnel): Panel<Page> {
  return {
    id,
    from: { q: question },
    select: `SELECT center_code, compliance_rate_numerator AS numerator, compliance_rate_n AS n, compliance_rate AS value,
      compliance_rate_low AS low, compliance_rate_high AS high FROM q WHERE compliance_rate_n > 0 ORDER BY center_code`,
    shows: (page) =>
      funnel(page).rows.map((row) => pick(row, ['center_code', 'numerator', 'n', 'value', 'low', 'high'])),
    exact: true,
  }
}

const PROTOCOL_COUNTS = ['missing_steps', 'deviating_parameters', 'missing_parameters', 'critical_deviations'] as const

export function protocolsPanel<Page>(id: string, rows: (page: Page) => ProtocolRow[]): Panel<Page> {
  return {
    id,
    from: { q: 'compliance.protocols' },
    select: `SELECT protocol_code, modality, exams, assessable, compliant, ${columnsOf(m.compliance_rate)},
      ${PROTOCOL_COUNTS.join(', ')} FROM q ORDER BY protocol_code`,
    shows: (page) =>
      rows(page).map((row) => ({
        ...pick(row, ['protocol_code', 'modality', 'exams', 'assessable', 'compliant', ...PROTOCOL_COUNTS]),
        ...estimateShown(m.compliance_rate, row.compliance_rate),
      })),
    exact: true,
  }
}

const DEVIATION = ['step', 'parameter', 'kind', 'severity', 'deviations', 'exams', 'centers', 'share'] as const

export function deviationsPanel<Page>(id: string, rows: (page: Page) => DeviationRow[]): Panel<Page> {
  return {
    id,
    from: { q: 'compliance.deviations' },
    select: `SELECT ${DEVIATION.join(', ')} FROM q ORDER BY deviations DESC, kind, step, parameter`,
    shows: (page) => rows(page).map((row) => pick(row, DEVIATION)),
    exact: true,
  }
}

const WHERE_FOUND = ['center_code', 'protocol_code', 'step', 'parameter', 'kind'] as const
const HOW_OFTEN = ['exams', 'n', 'rate', 'previous_exams', 'previous_n', 'previous_rate'] as const

/** The page lists the rows that are no chance when all are judged together. */
const drift: Panel<CompliancePage> = {
  id: 'drift',
  from: { q: 'compliance.drift' },
  select: `SELECT ${[...WHERE_FOUND, ...HOW_OFTEN].join(', ')} FROM q ORDER BY abs(rate - previous_rate) DESC`,
  shows: (page) => page.drift.map((row) => pick(row, [...WHERE_FOUND, ...HOW_OFTEN])),
}

const EXAM = [
  'center_code',
  'accession_no',
  'day',
  'scanner_id',
  'modality',
  'protocol_code',
  'protocol_version',
  'missing_steps',
  'deviating_parameters',
  'missing_parameters',
  'missing_tags',
  'critical_deviations',
  'dose_over_reference',
] as const

const DEVIATED = ['step', 'parameter', 'kind', 'severity', 'expected', 'observed', 'unit'] as const

const exams: Panel<CompliancePage> = {
  id: 'exams',
  from: { q: 'compliance.deviating_exams', d: 'compliance.exam_deviations' },
  // A row for each deviation: step, parameter, what was expected and what was found, in its unit.
  select: `SELECT q.*, d.step, d.parameter, d.kind, d.severity, d.expected, d.observed,
      ${unitColumn('d.parameter')} AS unit
    FROM q LEFT JOIN d ON d.center_code = q.center_code AND d.accession_no = q.accession_no
    ORDER BY q.day DESC, q.center_code, q.accession_no, d.step, d.parameter, d.kind`,
  shows: (page) =>
    (page.exams?.rows ?? []).flatMap((row) =>
      (row.deviations.length > 0 ? row.deviations : [null]).map((deviation) => ({
        ...pick(row, EXAM),
        ...Object.fromEntries(DEVIATED.map((name) => [name, deviation?.[name] ?? null])),
      })),
    ),
  exact: true,
}

const dose: Panel<CompliancePage> = {
  id: 'dose',
  from: { q: 'compliance.dose', l: 'compliance.reference_levels' },
  select: `SELECT q.protocol_code, q.protocol_version, q.modality, l.ctdi_vol_reference, l.dlp_reference,
      ${columnsOf(m.dose_over_reference_rate)}
    FROM q LEFT JOIN l ON l.protocol_code = q.protocol_code AND l.version = q.protocol_version
    WHERE dose_over_reference_rate_n > 0 ORDER BY q.protocol_code, q.protocol_version`,
  shows: (page) =>
    page.dose.map((row) => ({
      ...pick(row, ['protocol_code', 'protocol_version', 'modality', 'ctdi_vol_reference', 'dlp_reference']),
      ...estimateShown(m.dose_over_reference_rate, row.dose_over_reference_rate),
    })),
  exact: true,
}

const reasons = REASONS.map(
  ({ id }) => `SELECT '${id}' AS reason, ${id} AS exams FROM q WHERE ${inSet()} AND is_current`,
)

const notAssessable: Panel<CompliancePage> = {
  id: 'not_assessable',
  from: { q: FIGURES },
  select: `SELECT * FROM (${reasons.join(' UNION ALL ')}) AS reasons WHERE exams > 0 ORDER BY exams DESC`,
  shows: (page) => page.not_assessable.map((row) => ({ ...row })),
  exact: true,
}

export const compliancePanels: Panel<CompliancePage>[] = [
  ...complianceTiles<CompliancePage>(),
  modality,
  overTimePanel('over_time', (page) => page.over_time),
  funnelPanel('center_funnel', 'compliance.centers', (page) => page.centers),
  protocolsPanel('protocol_chart', (page) => page.protocols),
  deviationsPanel('deviations', (page) => page.deviations),
  variation,
  drift,
  exams,
  protocolsPanel('protocols', (page) => page.protocols),
  dose,
  notAssessable,
]
