import { productsPanel, robustnessPanel } from '../concordance/concordance-panels.ts'
import { BY_SEEN, RATES, WATCHED } from '../concordance/readings.ts'
import { COMPUTED } from '../concordance/two-by-two.ts'
import { computedText } from '../metric/compile.ts'
import { inSet } from '../metric/grouping-sets.ts'
import { figureTile, valuesShown, valuesText } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { BY_PRODUCT_VERSION, BY_START } from './history.ts'
import { BY_VERSION_AND_FINDING, HEADLINE } from './product-readings.ts'
import type { ProductPage } from './product-types.ts'

const READINGS = 'product.readings'
const COUNTS = ['tp', 'fp', 'fn', 'tn'] as const

const byVersion: Panel<ProductPage> = {
  id: 'versions',
  from: { q: READINGS },
  select: `SELECT product_version, finding_code, ${COUNTS.join(', ')}, readings AS n, ${valuesText(RATES)},
      ${COMPUTED.map(computedText).join(', ')}
    FROM q WHERE is_current AND ${inSet(...BY_VERSION_AND_FINDING)} AND readings > 0 ORDER BY finding_code, product_version`,
  shows: (page) =>
    page.by_version.map((row) => {
      const figures = Object.fromEntries([...RATES, ...COMPUTED].map(({ id }) => [id, row[id]]))
      const counts = pick(row, ['product_version', 'finding_code', ...COUNTS, 'n'])
      return { ...counts, ...valuesShown(figures, [...RATES, ...COMPUTED]) }
    }),
  exact: true,
}

const seen: Panel<ProductPage> = {
  id: 'seen',
  from: { q: READINGS },
  select: `SELECT finding_code, opened_before_report, readings AS n, ${valuesText(WATCHED)} FROM q
    WHERE is_current AND ${inSet(...BY_SEEN)} AND readings > 0 ORDER BY finding_code, opened_before_report`,
  shows: (page) =>
    page.seen_against_unseen.flatMap((row) =>
      ([true, false] as const).flatMap((opened_before_report) => {
        const { n, agreement, sensitivity, specificity } = opened_before_report ? row.first : row.second
        if (n === 0) return []
        const figures = valuesShown({ agreement, sensitivity, specificity }, WATCHED)
        return [{ finding_code: row.finding_code, opened_before_report, n, ...figures }]
      }),
    ),
}

const slices: Panel<ProductPage> = {
  id: 'differs',
  from: { q: 'product.slices' },
  select: 'SELECT dimension, value, n, agree FROM q ORDER BY dimension, value',
  shows: (page) => page.slices.map((row) => pick(row, ['dimension', 'value', 'n', 'agree'])),
  exact: true,
}

const manufacturers: Panel<ProductPage> = {
  id: 'manufacturers',
  from: { q: 'product.manufacturers' },
  select:
    'SELECT product_code, manufacturer, is_current, n, agree FROM q ORDER BY product_code, manufacturer, is_current',
  shows: (page) =>
    page.manufacturers.flatMap(({ manufacturer, now, before }) =>
      [
        { is_current: true, ...now },
        { is_current: false, ...before },
      ].flatMap(({ is_current, k, n }) =>
        n > 0 ? [{ product_code: page.product_code, manufacturer, is_current, n, agree: k }] : [],
      ),
    ),
}

const areas: Panel<ProductPage> = {
  id: 'areas',
  from: { q: 'product.areas' },
  select: `SELECT finding_code, positives, negatives, above / nullif(positives, 0) AS auc FROM q
    WHERE negatives > 0 ORDER BY finding_code`,
  shows: (page) =>
    (page.thresholds?.findings ?? []).flatMap(({ finding_code, positives, negatives, auc }) =>
      auc.value === null ? [] : [{ finding_code, positives, negatives, auc: auc.value }],
    ),
}

const curve: Panel<ProductPage> = {
  id: 'thresholds',
  from: { q: 'product.points' },
  select: `SELECT score AS threshold, tp, fp, fn, tn FROM q ORDER BY kind, score`,
  shows: ({ thresholds }) =>
    [...(thresholds?.curve ?? []), ...(thresholds ? [thresholds.asked] : [])].map((point) =>
      pick(point, ['threshold', ...COUNTS]),
    ),
  exact: true,
}

/** Steps of a control chart: of the period; those of the baseline stand beside them. */
const chart = (id: 'agreement' | 'flag_rate'): Panel<ProductPage> => ({
  id: `over_time.${id}`,
  from: { q: 'product.steps' },
  select: `SELECT start, is_current, readings AS n, ${id} FROM q WHERE ${inSet(...BY_START)} ORDER BY start, is_current`,
  shows: ({ history }) =>
    history[id].points.flatMap(({ from, n, value }) =>
      // A rate over too few readings is drawn, and kept back in a table.
      n >= 5 ? [{ start: from, is_current: true, n, [id]: value }] : [],
    ),
})

const versionSpans: Panel<ProductPage> = {
  id: 'version_steps',
  from: { q: 'product.steps' },
  select: `SELECT product_version, min(first_day) AS first_day, max(last_day) AS last_day,
      CAST(sum(readings) AS BIGINT) AS n
    FROM q WHERE ${inSet(...BY_PRODUCT_VERSION)} AND readings > 0 GROUP BY product_version ORDER BY first_day`,
  shows: ({ history }) => history.versions.map((row) => pick(row, ['product_version', 'first_day', 'last_day', 'n'])),
  exact: true,
}

const drifts: Panel<ProductPage> = {
  id: 'drifts',
  from: { q: 'product.score_bins' },
  select: `SELECT finding_code, CAST(sum(CASE WHEN is_current THEN 0 ELSE n END) AS BIGINT) AS before,
      CAST(sum(CASE WHEN is_current THEN n ELSE 0 END) AS BIGINT) AS after
    FROM q GROUP BY finding_code ORDER BY finding_code`,
  shows: ({ history }) =>
    history.drifts.filter(({ kind }) => kind === 'period').map((row) => pick(row, ['finding_code', 'before', 'after'])),
  exact: true,
}

const driftCenters: Panel<ProductPage> = {
  id: 'drift_centers',
  from: { q: 'product.score_centers' },
  select: `SELECT finding_code, center_code, CAST(sum(n) AS BIGINT) AS after FROM q GROUP BY finding_code, center_code
    ORDER BY finding_code, center_code`,
  shows: ({ history }) =>
    history.drifts
      .filter(({ kind }) => kind === 'center')
      .map((row) => pick(row, ['finding_code', 'center_code', 'after'])),
}

const turnaround: Panel<ProductPage> = {
  id: 'turnaround',
  from: { q: 'product.turnaround' },
  select: 'SELECT in_time, n FROM q ORDER BY in_time DESC',
  shows: ({ turnaround: found }) =>
    [
      { in_time: true, n: found?.in_time.n ?? 0 },
      { in_time: false, n: found?.not_in_time.n ?? 0 },
    ].filter(({ n }) => n > 0),
  exact: true,
}

export const productPanels: Panel<ProductPage>[] = [
  ...HEADLINE.map((metric) => figureTile<ProductPage>(metric, 'product.figures')),
  productsPanel('findings', (page) => page.findings, READINGS),
  byVersion,
  seen,
  robustnessPanel(READINGS, (page) => page.robustness),
  slices,
  manufacturers,
  areas,
  curve,
  chart('agreement'),
  chart('flag_rate'),
  versionSpans,
  drifts,
  driftCenters,
  turnaround,
]
