import type { ConcordancePage, Contrast, ProductFinding } from './concordance-types.ts'
import type { Figure } from '../page/page-types.ts'
import { pick, rateSql } from '../panel/expressions.ts'
import type { Panel } from '../panel/panel.ts'
import { countTile, rateTile } from '../panel/tiles.ts'

const READINGS = 'concordance.readings'
const RUNS = 'concordance.runs'
const COVERAGE = 'concordance.coverage'
const sum = (column: string) => `coalesce(sum(q.${column}), 0)`

interface WithFigures {
  figures: Record<string, Figure>
}

/** How much AI is used; on several pages. Coverage is by whole months. */
export function concordanceTiles<Page extends WithFigures>(): Panel<Page>[] {
  return [
    countTile<Page>('readings', READINGS, 'coalesce(sum(q.tp + q.fp + q.fn + q.tn), 0)'),
    countTile<Page>('products', READINGS, 'count(DISTINCT q.product_code)'),
    rateTile<Page>('ai_flagged_share', COVERAGE, sum('covered_and_flagged'), sum('reader_positives')),
    rateTile<Page>('ai_coverage_rate', COVERAGE, sum('covered'), sum('reader_positives')),
    rateTile<Page>('ai_open_rate', RUNS, sum('opened'), sum('ok')),
    rateTile<Page>('ai_failure_rate', RUNS, `${sum('runs')} - ${sum('ok')}`, sum('runs')),
  ]
}

const COUNTS = 'sum(tp) AS tp, sum(fp) AS fp, sum(fn) AS fn, sum(tn) AS tn'

/** The rates of a 2×2 with the radiologist as reference. */
const RATES = `tp, fp, fn, tn, tp + fp + fn + tn AS n,
  ${rateSql('agreement', '(tp + tn)', '(tp + fp + fn + tn)')} AS agreement,
  ${rateSql('sensitivity', 'tp', '(tp + fn)')} AS sensitivity,
  ${rateSql('specificity', 'tn', '(tn + fp)')} AS specificity`

/** Cohen's κ, from observed and expected agreement; not defined when both raters always give one answer. */
const KAPPA = `CASE WHEN (tp + fp) * (tp + fn) + (fn + tn) * (fp + tn) < (tp + fp + fn + tn) * (tp + fp + fn + tn) THEN
  (CAST(tp + tn AS DOUBLE) * (tp + fp + fn + tn) - (tp + fp) * (tp + fn) - (fn + tn) * (fp + tn))
  / ((tp + fp + fn + tn) * (tp + fp + fn + tn) - (tp + fp) * (tp + fn) - (fn + tn) * (fp + tn)) END AS kappa`

export function productsPanel<Page>(id: string, rows: (page: Page) => ProductFinding[]): Panel<Page> {
  return {
    id,
    from: { q: READINGS },
    select: `SELECT product_code, finding_code, ${RATES}, ${rateSql('ppv', 'tp', '(tp + fp)')} AS ppv,
      ${rateSql('npv', 'tn', '(tn + fn)')} AS npv, ${rateSql('prevalence', '(tp + fn)', '(tp + fp + fn + tn)')} AS prevalence,
      ${KAPPA}
      FROM (SELECT product_code, finding_code, ${COUNTS} FROM q WHERE is_current GROUP BY product_code, finding_code) AS t
      ORDER BY product_code, finding_code`,
    shows: (page) =>
      rows(page).map((row) => ({
        ...pick(row, ['product_code', 'finding_code', 'tp', 'fp', 'fn', 'tn', 'n']),
        agreement: row.agreement.value,
        sensitivity: row.sensitivity.value,
        specificity: row.specificity.value,
        ppv: row.ppv.value,
        npv: row.npv.value,
        prevalence: row.prevalence.value,
        kappa: row.kappa.value,
      })),
    exact: true,
  }
}

const overTime: Panel<ConcordancePage> = {
  id: 'over_time',
  from: { q: 'concordance.steps' },
  select: `SELECT product_code, product_version, start, ${RATES} FROM q ORDER BY product_code, start, product_version`,
  shows: (page) =>
    page.over_time.map((p) => ({
      ...pick(p, ['product_code', 'product_version', 'tp', 'fp', 'fn', 'tn', 'n']),
      start: p.from,
      agreement: p.agreement.value,
      sensitivity: p.sensitivity.value,
      specificity: p.specificity.value,
    })),
  exact: true,
}

/** Groups of readings by what may explain agreement: true against false, null = not known. */
function contrastPanel(
  id: string,
  by: 'exam_compliant' | 'opened_before_report',
  keys: readonly ('product_code' | 'finding_code')[],
  rows: (page: ConcordancePage) => Contrast[],
): Panel<ConcordancePage> {
  const columns = [...keys, by].join(', ')
  return {
    id,
    from: { q: READINGS },
    select: `SELECT ${columns}, ${RATES}
      FROM (SELECT ${columns}, ${COUNTS} FROM q WHERE is_current GROUP BY ${columns}) AS t ORDER BY ${columns}`,
    shows: (page) =>
      rows(page).flatMap((row) =>
        ([true, false, null] as const).flatMap((value) => {
          const group = value === null ? row.unknown : value ? row.first : row.second
          if (group.n === 0) return []
          return [
            {
              ...pick(row, keys),
              [by]: value,
              n: group.n,
              agreement: group.agreement.value,
              sensitivity: group.sensitivity.value,
              specificity: group.specificity.value,
            },
          ]
        }),
      ),
    exact: true,
  }
}

const compliance = (id: string) =>
  contrastPanel(id, 'exam_compliant', ['product_code'], (page) => page.compliant_against_deviating)

const coverage: Panel<ConcordancePage> = {
  id: 'coverage',
  from: { q: COVERAGE },
  select: `SELECT modality, finding_code, reader_positives, coverable, covered, covered_and_flagged,
      ${rateSql('ai_coverage_rate', 'coverable', 'reader_positives')} AS coverable_share,
      ${rateSql('ai_coverage_rate', 'covered', 'reader_positives')} AS covered_share,
      ${rateSql('ai_flagged_share', 'covered_and_flagged', 'reader_positives')} AS flagged_share
    FROM q WHERE is_current AND reader_positives > 0 ORDER BY modality, finding_code`,
  shows: (page) =>
    page.coverage.map((row) => ({
      ...pick(row, ['modality', 'finding_code', 'reader_positives', 'coverable', 'covered', 'covered_and_flagged']),
      coverable_share: row.coverable_share.value,
      covered_share: row.covered_share.value,
      flagged_share: row.flagged_share.value,
    })),
  exact: true,
}

const runs: Panel<ConcordancePage> = {
  id: 'runs',
  from: { q: RUNS },
  select: `SELECT product_code, runs, failed, timeout, rejected_input, opened,
      ${rateSql('ai_failure_rate', '(runs - ok)', 'runs')} AS failure_rate, ${rateSql('ai_open_rate', 'opened', 'ok')} AS open_rate
    FROM q WHERE is_current ORDER BY product_code`,
  shows: (page) =>
    page.runs.map((row) => ({
      ...pick(row, ['product_code', 'runs', 'failed', 'timeout', 'rejected_input', 'opened']),
      failure_rate: row.failure_rate.value,
      open_rate: row.open_rate.value,
    })),
  exact: true,
}

export const concordancePanels: Panel<ConcordancePage>[] = [
  ...concordanceTiles<ConcordancePage>(),
  productsPanel('agreement', (page) => page.products),
  overTime,
  productsPanel('products', (page) => page.products),
  compliance('compliance_contrast'),
  coverage,
  compliance('compliance_contrast_table'),
  contrastPanel(
    'seen_contrast',
    'opened_before_report',
    ['product_code', 'finding_code'],
    (p) => p.seen_against_unseen,
  ),
  runs,
]
