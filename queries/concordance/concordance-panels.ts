import { computedText } from '../metric/compile.ts'
import { inSet } from '../metric/grouping-sets.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { figureTile, valuesShown, valuesText } from '../panel/figures.ts'
import type { Figure } from '../page/page-types.ts'
import { concordanceMetrics as m } from './concordance-metrics.ts'
import type { Robustness } from '../product/summary-types.ts'
import type { ConcordancePage, Contrast, ProductFinding } from './concordance-types.ts'
import { BY_COVERED_FINDING, COVERAGE } from './coverage.ts'
import { BY_COMPLIANCE, BY_FINDING, BY_SEEN, BY_STRATUM, BY_VERSION_AND_STEP, RATES, WATCHED } from './readings.ts'
import { RUN_RATES } from './runs.ts'
import { COMPUTED } from './two-by-two.ts'

const READINGS = 'concordance.readings'
const RUNS = 'concordance.runs'
const COVERED = 'concordance.coverage'

interface WithFigures {
  figures: Record<string, Figure>
}

/** How much AI is used; on several pages. Coverage is by whole months. */
export function concordanceTiles<Page extends WithFigures>(): Panel<Page>[] {
  const tile = (metric: Parameters<typeof figureTile>[0], question: string) =>
    figureTile<Page>(metric, question, [], (page) => page.figures, inSet())
  return [
    tile(m.readings, READINGS),
    tile(m.products, READINGS),
    tile(m.ai_flagged_share, COVERED),
    tile(m.ai_coverage_rate, COVERED),
    tile(m.ai_open_rate, RUNS),
    tile(m.ai_failure_rate, RUNS),
  ]
}

const COUNTS = ['tp', 'fp', 'fn', 'tn', 'n'] as const
const countsText = 'tp, fp, fn, tn, readings AS n'

export function productsPanel<Page>(
  id: string,
  rows: (page: Page) => ProductFinding[],
  question = READINGS,
): Panel<Page> {
  const keys = BY_FINDING.join(', ')
  return {
    id,
    from: { q: question },
    select: `SELECT ${keys}, ${countsText}, ${valuesText(RATES)}, ${COMPUTED.map(computedText).join(', ')}
      FROM q WHERE is_current AND ${inSet(...BY_FINDING)} AND readings > 0 ORDER BY ${keys}`,
    shows: (page) =>
      rows(page).map((row) => {
        const figures = Object.fromEntries([...RATES, ...COMPUTED].map(({ id }) => [id, row[id]]))
        return { ...pick(row, [...BY_FINDING, ...COUNTS]), ...valuesShown(figures, [...RATES, ...COMPUTED]) }
      }),
    exact: true,
  }
}

type Watched = Pick<Contrast['first'], 'agreement' | 'sensitivity' | 'specificity'>
const watchedOf = ({ agreement, sensitivity, specificity }: Watched) => ({ agreement, sensitivity, specificity })

const stepKeys = BY_VERSION_AND_STEP.join(', ')

const overTime: Panel<ConcordancePage> = {
  id: 'over_time',
  from: { q: 'concordance.steps' },
  select: `SELECT ${stepKeys}, ${countsText}, ${valuesText(WATCHED)} FROM q
    WHERE is_current AND ${inSet(...BY_VERSION_AND_STEP)} AND readings > 0 ORDER BY ${stepKeys}`,
  shows: (page) =>
    page.over_time.map((p) => ({
      ...pick(p, ['product_code', 'product_version', ...COUNTS]),
      start: p.from,
      ...valuesShown(watchedOf(p), WATCHED),
    })),
  exact: true,
}

/** Groups of readings by what may explain agreement: true against false, null = not known. */
function contrastPanel(
  id: string,
  set: typeof BY_COMPLIANCE | typeof BY_SEEN,
  rows: (page: ConcordancePage) => Contrast[],
): Panel<ConcordancePage> {
  const keys = (['product_code', 'finding_code'] as const).filter((key) => (set as readonly string[]).includes(key))
  const by = set[set.length - 1]!
  const columns = set.join(', ')
  return {
    id,
    from: { q: READINGS },
    select: `SELECT ${columns}, ${countsText}, ${valuesText(WATCHED)} FROM q
      WHERE is_current AND ${inSet(...set)} AND readings > 0 ORDER BY ${columns}`,
    shows: (page) =>
      rows(page).flatMap((row) =>
        ([true, false, null] as const).flatMap((value) => {
          const group = value === null ? row.unknown : value ? row.first : row.second
          if (group.n === 0) return []
          return [{ ...pick(row, keys), [by]: value, n: group.n, ...valuesShown(watchedOf(group), WATCHED) }]
        }),
      ),
    exact: true,
  }
}

const compliance = (id: string) => contrastPanel(id, BY_COMPLIANCE, (page) => page.compliant_against_deviating)

const SHOWN_POSITIVES = ['reader_positives', 'coverable', 'covered', 'covered_and_flagged'] as const
const findingKeys = BY_COVERED_FINDING.join(', ')

const coverage: Panel<ConcordancePage> = {
  id: 'coverage',
  from: { q: COVERED },
  select: `SELECT ${findingKeys}, ${SHOWN_POSITIVES.join(', ')}, ${valuesText(COVERAGE)} FROM q
    WHERE is_current AND ${inSet(...BY_COVERED_FINDING)} AND reader_positives > 0 ORDER BY ${findingKeys}`,
  shows: (page) =>
    page.coverage.map((row) => ({
      ...pick(row, [...BY_COVERED_FINDING, ...SHOWN_POSITIVES]),
      ai_coverable_share: row.coverable_share.value,
      ai_coverage_rate: row.covered_share.value,
      ai_flagged_share: row.flagged_share.value,
    })),
  exact: true,
}

const SHOWN_RUNS = ['runs', 'failed', 'timeout', 'rejected_input'] as const

const runs: Panel<ConcordancePage> = {
  id: 'runs',
  from: { q: RUNS },
  select: `SELECT product_code, ${SHOWN_RUNS.join(', ')}, opened_runs AS opened, ${valuesText(RUN_RATES)} FROM q
    WHERE is_current AND ${inSet('product_code')} AND runs > 0 ORDER BY product_code`,
  shows: (page) =>
    page.runs.map((row) => ({
      ...pick(row, ['product_code', ...SHOWN_RUNS, 'opened']),
      ai_failure_rate: row.failure_rate.value,
      ai_open_rate: row.open_rate.value,
    })),
  exact: true,
}

const summed = (column: string) => `CAST(sum(${column}) AS BIGINT) AS ${column}`

/** Readings of each product, all its findings together. */
const summaries: Panel<ConcordancePage> = {
  id: 'summaries',
  from: { q: READINGS },
  select: `SELECT product_code, CAST(sum(readings) AS BIGINT) AS n, ${summed('fn')}, ${summed('fp')},
      CAST(sum(tp + tn) AS DOUBLE) / sum(readings) AS agreement
    FROM q WHERE is_current AND ${inSet(...BY_FINDING)} AND readings > 0 GROUP BY product_code ORDER BY product_code`,
  shows: (page) =>
    page.summaries
      .filter(({ n }) => n > 0)
      .map((row) => ({
        ...pick(row, ['product_code', 'n']),
        ...{ fn: row.missed, fp: row.only_flagged },
        // A rate over too few readings is kept back on the page.
        ...(row.agreement.value === null ? {} : { agreement: row.agreement.value }),
      })),
}

/** What each product costs and brings; only for who asked the page with money. */
const fees: Panel<ConcordancePage> = {
  id: 'fees',
  from: { f: 'product.fees', r: RUNS },
  select: `SELECT f.product_code, coalesce(r.exams_read, 0) AS exams_read,
      CAST(f.fee_per_exam * coalesce(r.exams_read, 0) AS DOUBLE) AS fee,
      CAST(f.revenue_per_exam * coalesce(r.exams_read, 0) AS DOUBLE) AS revenue
    FROM f LEFT JOIN (SELECT * FROM r WHERE is_current AND ${inSet('product_code')}) AS r
      ON r.product_code = f.product_code ORDER BY f.product_code`,
  shows: (page) =>
    page.summaries.flatMap(({ product_code, exams_read, money }) =>
      money ? [{ product_code, exams_read, fee: money.fee, revenue: money.revenue }] : [],
    ),
  exact: true,
}

/**
 * Readings of compliant and deviating scans in the strata (product and finding) that have both, and the difference within
 * them, over all.
 */
export function robustnessPanel<Page>(question: string, of: (page: Page) => Robustness | null): Panel<Page> {
  return {
    id: 'robustness',
    from: { q: question },
    select: `SELECT count(*) AS strata, CAST(sum(c.readings) AS BIGINT) AS compliant,
        CAST(sum(d.readings) AS BIGINT) AS deviating,
        sum(1.0 * c.readings * d.readings / (c.readings + d.readings)
          * (1.0 * (c.tp + c.tn) / c.readings - 1.0 * (d.tp + d.tn) / d.readings))
          / sum(1.0 * c.readings * d.readings / (c.readings + d.readings)) AS difference
      FROM q AS c JOIN q AS d ON d.product_code = c.product_code AND d.finding_code = c.finding_code
        AND d.is_current AND d.${inSet(...BY_STRATUM)} AND NOT d.exam_compliant AND d.readings > 0
      WHERE c.is_current AND c.${inSet(...BY_STRATUM)} AND c.exam_compliant AND c.readings > 0`,
    shows: (page) => {
      const found = of(page)
      if (!found) return []
      const { strata, compliant, deviating, difference } = found
      return [{ strata, compliant: compliant.n, deviating: deviating.n, difference }]
    },
  }
}

/** Agreement and compliance of centers; the margin has its own statement on the profitability page. */
const chain: Panel<ConcordancePage> = {
  id: 'chain',
  from: { a: 'concordance.center_agreement', c: 'concordance.center_compliance' },
  select: `SELECT a.center_code, a.n, a.agree, a.expected, coalesce(c.compliance_rate_n, 0) AS assessable
    FROM a LEFT JOIN c ON c.center_code = a.center_code ORDER BY a.center_code`,
  shows: (page) => page.chain.centers.map((row) => pick(row, ['center_code', 'n', 'agree', 'assessable'])),
}

export const concordancePanels: Panel<ConcordancePage>[] = [
  ...concordanceTiles<ConcordancePage>(),
  productsPanel('agreement', (page) => page.products),
  overTime,
  productsPanel('products', (page) => page.products),
  compliance('compliance_contrast'),
  coverage,
  compliance('compliance_contrast_table'),
  contrastPanel('seen_contrast', BY_SEEN, (page) => page.seen_against_unseen),
  runs,
  summaries,
  fees,
  chain,
  robustnessPanel(READINGS, (page) => page.robustness),
]
