import type { CompliancePage, DeviationRow, ProtocolRow } from './compliance-types.ts'
import type { Estimate, Figure, Funnel, ControlChart } from '../page/page-types.ts'
import { pick, rateSql, rateShown, valuesOf, wilsonSql } from '../panel/expressions.ts'
import type { Panel } from '../panel/panel.ts'
import { countTile, rateSelect, rateTile } from '../panel/tiles.ts'

const JUDGED = 'compliance.judged'
const sum = (column: string) => `coalesce(sum(q.${column}), 0)`

/** Sums of both periods over the judged exams and over the performed exams of the book's modalities. */
const WITH_BOOK = `FROM (VALUES (true), (false)) AS periods (is_current)
  LEFT JOIN (SELECT is_current, sum(assessable) AS assessable, sum(exams) AS exams FROM q GROUP BY is_current) AS j
    ON j.is_current = periods.is_current
  LEFT JOIN (SELECT is_current, sum(exams_performed) AS performed FROM b GROUP BY is_current) AS p
    ON p.is_current = periods.is_current`
const ASSESSABLE = 'coalesce(j.assessable, 0)'
const PERFORMED = 'coalesce(p.performed, 0)'

interface WithFigures {
  figures: Record<string, Figure>
}

function coverageTile<Page extends WithFigures>(): Panel<Page> {
  const id = 'compliance_coverage_rate'
  return {
    id: `tile.${id}`,
    from: { q: JUDGED, b: 'compliance.performed' },
    select: rateSelect(
      id,
      `SELECT periods.is_current, least(${ASSESSABLE}, ${PERFORMED}) AS k, ${PERFORMED} AS n ${WITH_BOOK}`,
    ),
    shows: (page) => [{ ...rateShown(id, page.figures[id] as Figure), is_current: true }],
  }
}

/** Headline figures of compliance; on several pages. */
export function complianceTiles<Page extends WithFigures>(): Panel<Page>[] {
  return [
    rateTile<Page>('compliance_rate', JUDGED, sum('compliant'), sum('assessable')),
    coverageTile(),
    countTile<Page>('deviating', JUDGED, `${sum('assessable')} - ${sum('compliant')}`),
    {
      id: 'tile.not_assessable',
      from: { q: JUDGED, b: 'compliance.performed' },
      select: `SELECT greatest(${PERFORMED}, coalesce(j.exams, 0)) - ${ASSESSABLE} AS not_assessable,
        periods.is_current ${WITH_BOOK} ORDER BY periods.is_current DESC`,
      shows: (page) => [{ not_assessable: page.figures['not_assessable']?.value ?? null, is_current: true }],
    },
    countTile<Page>('critical_deviations', JUDGED, sum('critical_deviations')),
    rateTile<Page>('dose_over_reference_rate', JUDGED, sum('over_reference'), sum('dosed')),
    rateTile<Page>('wrong_order_rate', JUDGED, sum('wrong_order'), sum('ordered')),
    countTile<Page>('repeated_steps', JUDGED, sum('repeated_steps')),
  ]
}

const BY_MODALITY = [
  'compliance_rate',
  'compliance_coverage_rate',
  'deviating',
  'critical_deviations',
  'dose_over_reference_rate',
] as const

const modality: Panel<CompliancePage> = {
  id: 'modality',
  from: { q: JUDGED, b: 'compliance.performed' },
  select: `SELECT keys.modality, ${rateSql('compliance_rate', 'q.compliant', 'q.assessable')} AS compliance_rate,
      ${rateSql('compliance_coverage_rate', 'least(coalesce(q.assessable, 0), b.exams_performed)', 'b.exams_performed')}
        AS compliance_coverage_rate,
      coalesce(q.assessable - q.compliant, 0) AS deviating,
      greatest(coalesce(b.exams_performed, 0), coalesce(q.exams, 0)) - coalesce(q.assessable, 0) AS not_assessable,
      coalesce(q.critical_deviations, 0) AS critical_deviations,
      ${rateSql('dose_over_reference_rate', 'q.over_reference', 'q.dosed')} AS dose_over_reference_rate
    FROM (SELECT modality FROM q UNION SELECT modality FROM b) AS keys
    LEFT JOIN q ON q.modality = keys.modality AND q.is_current
    LEFT JOIN b ON b.modality = keys.modality AND b.is_current
    ORDER BY keys.modality`,
  shows: (page) =>
    page.by_modality.map((row) => ({
      modality: row.modality,
      ...valuesOf(row.figures, [...BY_MODALITY, 'not_assessable']),
    })),
  exact: true,
}

/** Rate by day, week or month; limits and signals are computed from these points (docs: methods). */
export function overTimePanel<Page>(id: string, chart: (page: Page) => ControlChart): Panel<Page> {
  return {
    id,
    from: { q: 'compliance.over_time' },
    select: 'SELECT start, k AS numerator, n, CAST(k AS DOUBLE) / n AS value FROM q ORDER BY start',
    shows: (page) => chart(page).points.map((p) => ({ start: p.from, ...pick(p, ['numerator', 'n', 'value']) })),
    exact: true,
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

const PROTOCOL = ['protocol_code', 'modality', 'exams', 'assessable', 'compliant', 'missing_steps'] as const
const PROTOCOL_COUNTS = ['deviating_parameters', 'missing_parameters', 'critical_deviations'] as const

const ofEstimate = (e: Estimate) => ({ low: e.low, high: e.high })

export function protocolsPanel<Page>(id: string, rows: (page: Page) => ProtocolRow[]): Panel<Page> {
  return {
    id,
    from: { q: 'compliance.protocols' },
    select: `SELECT protocol_code, modality, exams, assessable, compliant,
      ${rateSql('compliance_rate', 'compliant', 'assessable')} AS compliance_rate,
      ${wilsonSql('compliance_rate', 'compliant', 'assessable')},
      missing_steps, deviating_parameters, missing_parameters, critical_deviations FROM q ORDER BY protocol_code`,
    shows: (page) =>
      rows(page).map((row) => ({
        ...pick(row, [...PROTOCOL, ...PROTOCOL_COUNTS]),
        compliance_rate: row.compliance_rate.value,
        ...ofEstimate(row.compliance_rate),
      })),
    exact: true,
  }
}

/** Share: exams with the deviation ÷ assessable exams of the protocols in which it occurs. */
export function deviationsPanel<Page>(id: string, rows: (page: Page) => DeviationRow[]): Panel<Page> {
  return {
    id,
    from: { q: 'compliance.deviations', p: 'compliance.protocols' },
    select: `SELECT q.step, q.parameter, q.kind, q.severity, q.deviations, q.exams, q.centers,
      CAST(q.exams AS DOUBLE) / nullif(
        (SELECT sum(p.assessable) FROM p WHERE p.protocol_code = ANY (q.protocols)), 0) AS share
      FROM q ORDER BY q.deviations DESC, q.kind, q.step, q.parameter`,
    shows: (page) =>
      rows(page).map((row) =>
        pick(row, ['step', 'parameter', 'kind', 'severity', 'deviations', 'exams', 'centers', 'share']),
      ),
    exact: true,
  }
}

const drift: Panel<CompliancePage> = {
  id: 'drift',
  from: { q: 'compliance.occurrences', x: 'compliance.assessable' },
  // The page lists the rows whose 99.8 % interval of the difference does not hold 0.
  select: `SELECT q.center_code, q.protocol_code, q.step, q.parameter, q.kind,
      q.now AS exams, x.now AS n, CAST(least(q.now, x.now) AS DOUBLE) / x.now AS rate,
      q.before AS previous_exams, x.before AS previous_n, CAST(least(q.before, x.before) AS DOUBLE) / x.before AS previous_rate
    FROM q JOIN x ON x.center_code = q.center_code AND x.protocol_code = q.protocol_code
    WHERE x.now >= 10 AND x.before >= 10
    ORDER BY abs(CAST(q.now AS DOUBLE) / x.now - CAST(q.before AS DOUBLE) / x.before) DESC`,
  shows: (page) =>
    page.drift.map((row) => ({
      ...pick(row, ['center_code', 'protocol_code', 'step', 'parameter', 'kind', 'exams', 'n', 'rate']),
      ...pick(row, ['previous_exams', 'previous_n', 'previous_rate']),
    })),
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

const exams: Panel<CompliancePage> = {
  id: 'exams',
  from: { q: 'compliance.deviating_exams' },
  select: 'SELECT * FROM q ORDER BY day DESC, center_code, accession_no',
  shows: (page) => page.exams.rows.map((row) => pick(row, EXAM)),
  exact: true,
}

const dose: Panel<CompliancePage> = {
  id: 'dose',
  from: { q: 'compliance.protocols', l: 'compliance.reference_levels' },
  select: `SELECT q.protocol_code, q.modality, l.ctdi_vol_reference, l.dlp_reference,
      ${rateSql('dose_over_reference_rate', 'q.over_reference', 'q.dosed')} AS dose_over_reference_rate,
      q.over_reference AS numerator, q.dosed AS n
    FROM q LEFT JOIN l ON l.protocol_code = q.protocol_code
      AND l.version = (SELECT max(version) FROM l AS newest WHERE newest.protocol_code = q.protocol_code)
    WHERE q.dosed > 0 ORDER BY q.protocol_code`,
  shows: (page) =>
    page.dose.map((row) => ({
      ...pick(row, ['protocol_code', 'modality', 'ctdi_vol_reference', 'dlp_reference']),
      dose_over_reference_rate: row.dose_over_reference_rate.value,
      numerator: row.dose_over_reference_rate.numerator,
      n: row.dose_over_reference_rate.n,
    })),
  exact: true,
}

const notAssessable: Panel<CompliancePage> = {
  id: 'not_assessable',
  from: { q: JUDGED, b: 'compliance.performed' },
  select: `SELECT * FROM (
      SELECT 'no_protocol_code' AS reason, greatest(0, coalesce((SELECT sum(exams_performed) FROM b WHERE is_current), 0)
        - coalesce((SELECT sum(exams) FROM q WHERE is_current), 0)) AS exams
      UNION ALL SELECT 'no_version', coalesce(sum(no_version), 0) FROM q WHERE is_current
      UNION ALL SELECT 'no_acquisitions', coalesce(sum(no_acquisitions), 0) FROM q WHERE is_current) AS reasons
    WHERE exams > 0 ORDER BY exams DESC`,
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
  drift,
  exams,
  protocolsPanel('protocols', (page) => page.protocols),
  dose,
  notAssessable,
]
