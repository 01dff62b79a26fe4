import { FEEDS } from '../data/freshness.ts'
import type { FeedFreshness, MoneySignalKind, OverviewPage, Signal } from './overview-types.ts'
import { complianceTiles } from '../compliance/compliance-panels.ts'
import { concordanceTiles } from '../concordance/concordance-panels.ts'
import { inSet } from '../metric/grouping-sets.ts'
import { BY_CENTER, BY_STRATUM } from './evidence.ts'
import { budgetPanel, moneyTiles, monthsPanel } from '../profitability/profitability-panels.ts'
import { only, pick, type Panel, type Shown } from '../panel/panel.ts'
import { modalityPanel, throughputTiles } from '../throughput/throughput-panels.ts'

const networkDays: Panel<OverviewPage> = {
  id: 'network_days',
  from: { q: 'throughput.days' },
  select: `SELECT day, CAST(sum(exams_performed) AS BIGINT) AS exams_performed FROM q
    GROUP BY day HAVING sum(exams_performed) > 0 ORDER BY day`,
  shows: (page) =>
    page.exams_per_day.filter((d) => d.exams_performed > 0).map((d) => pick(d, ['day', 'exams_performed'])),
}

/** Exams and compliance of each center; what the map and the list of centers show. */
function centersPanel(id: string): Panel<OverviewPage> {
  return {
    id,
    from: { c: 'overview.center_counts', x: 'overview.case_mix' },
    select: `SELECT coalesce(e.center_code, x.center_code) AS center_code,
        coalesce(e.exams_performed, 0) AS exams_performed, coalesce(x.compliance_rate_n, 0) AS assessable,
        x.compliance_rate
      FROM (SELECT center_code, sum(exams_performed) AS exams_performed FROM c GROUP BY center_code) AS e
      FULL JOIN (SELECT * FROM x WHERE ${inSet(...BY_CENTER)}) AS x ON x.center_code = e.center_code
      ORDER BY center_code`,
    // A center without an exam or a judgement in the period has no row.
    shows: (page) =>
      page.centers
        .filter((row) => row.exams_performed > 0 || row.assessable > 0)
        .map((row) => pick(row, ['center_code', 'exams_performed', 'assessable', 'compliance_rate'])),
  }
}

const RATES = ['compliance_rate', 'dose_over_reference_rate', 'wrong_order_rate'] as const

const of = (metric: string, from: string, keys: string, where = 'true') =>
  `SELECT '${metric}' AS metric, ${keys}, ${metric} AS value, ${metric}_n AS n FROM ${from} WHERE ${where}`

const CENTER = 'center_code, NULL AS modality, NULL AS scanner_id, NULL AS product_code, NULL AS finding_code'
const MODALITY = 'center_code, modality, NULL AS scanner_id, NULL AS product_code, NULL AS finding_code'
const SCANNER = 'center_code, modality, scanner_id, NULL AS product_code, NULL AS finding_code'
const PRODUCT = 'NULL AS center_code, NULL AS modality, NULL AS scanner_id, product_code, finding_code'

const USE = 'center_code, NULL AS modality, NULL AS scanner_id, product_code, NULL AS finding_code'

/** What signals rest on, of every center and product; the page names what stands out of it. */
export const EVIDENCE = [
  ...RATES.map((metric) => of(metric, 'x', CENTER, inSet(...BY_CENTER))),
  of('compliance_rate', 'g', CENTER),
  // Of a protocol in all centers together.
  `SELECT 'compliance_rate', NULL, NULL, NULL, NULL, NULL,
    CAST(sum(compliance_rate_numerator) AS DOUBLE) / sum(compliance_rate_n), CAST(sum(compliance_rate_n) AS BIGINT)
    FROM x WHERE ${inSet(...BY_STRATUM)} AND compliance_rate_n > 0 GROUP BY modality, protocol_code`,
  of('no_show_rate', 'c', MODALITY),
  `SELECT 'unreported_rate', ${CENTER}, CAST(sum(unreported_rate_numerator) AS DOUBLE) / sum(unreported_rate_n),
    CAST(sum(unreported_rate_n) AS BIGINT) FROM c WHERE unreported_rate_n > 0 GROUP BY center_code`,
  of('turnaround_minutes_median', 'c', MODALITY),
  of('down_share', 'd', SCANNER),
  `SELECT 'first_case_delay', ${SCANNER}, delay_minutes_median, days FROM f WHERE delay_minutes_median IS NOT NULL`,
  of('sensitivity', 'a', PRODUCT),
  of('specificity', 'a', PRODUCT),
  `SELECT 'agreement', NULL, NULL, NULL, product_code, NULL, CAST(agree AS DOUBLE) / n, n FROM m WHERE is_current`,
  of('ai_seen_in_time_rate', 's', USE),
].join(' UNION ALL ')

/** The page's questions that the evidence is put together from; `prefix` where it asks them of the whole network. */
export const evidenceFrom = (prefix = '') => ({
  x: `${prefix}overview.case_mix`,
  g: `${prefix}overview.changed_compliance`,
  c: `${prefix}overview.center_counts`,
  d: `${prefix}overview.scanners_down`,
  f: `${prefix}throughput.first_cases`,
  a: `${prefix}overview.changed_readings`,
  m: `${prefix}product.manufacturers`,
  s: `${prefix}overview.seen_in_time`,
})

const MONEY = new Set<string>(['loss', 'denial_funnel', 'price_step'] satisfies MoneySignalKind[])

/** The signals that rest on the evidence; late data is in the freshness table. */
export function signalsShown(signals: Signal[]): Shown[] {
  return signals
    .filter(({ kind }) => !MONEY.has(kind) && kind !== 'data_stale')
    .map((s) => ({
      metric: s.metric,
      center_code: s.center?.center_code ?? null,
      product_code: s.product?.product_code ?? null,
      finding_code: s.finding?.finding_code ?? null,
      ...pick(s, ['scanner_id', 'value']),
      // Of scanners the minutes that the share is of, which the list does not name.
      ...(s.kind === 'down_time' ? {} : { n: s.n }),
    }))
}

const attention: Panel<OverviewPage> = {
  id: 'attention',
  from: evidenceFrom(),
  select: `${EVIDENCE} ORDER BY metric, center_code, modality, scanner_id, product_code, finding_code`,
  shows: (page) => signalsShown(page.attention.signals),
}

/** Newest row by feed; a center more than three days behind its feed's newest counts as stale (costs come monthly). */
export function freshnessPanel<Page>(id: string, rows: (page: Page) => FeedFreshness[]): Panel<Page> {
  const one = (feed: string) => `SELECT '${feed}' AS feed, max(newest_at) AS newest_at, count(*) AS centers,
    ${feed === 'costs' ? '0' : `count(*) FILTER (WHERE newest_at < (SELECT max(newest_at) FROM ${feed}) - INTERVAL '72' HOUR)`} AS stale_centers
    FROM ${feed}`
  return {
    id,
    from: Object.fromEntries(FEEDS.map(({ feed }) => [feed, `data.freshness_${feed}`])),
    select: FEEDS.map(({ feed }) => one(feed)).join(' UNION ALL '),
    shows: (page) => rows(page).map((row) => pick(row, ['feed', 'newest_at', 'centers', 'stale_centers'])),
    exact: true,
  }
}

const moneyAttention: Panel<OverviewPage> = {
  id: 'money_attention',
  from: { q: 'profitability.centers', p: 'profitability.price_steps' },
  select: `SELECT 'denial_funnel' AS kind, center_code, NULL AS province, NULL AS modality, month_state,
      denial_rate AS value, denial_rate_n AS n FROM q
    UNION ALL SELECT 'loss', center_code, NULL, NULL, month_state,
      CAST(operating_profit AS DOUBLE) / center_months, NULL FROM q
    UNION ALL SELECT 'price_step', NULL, province, modality, CAST(month AS VARCHAR),
      sum(price * lines) / sum(lines), CAST(sum(lines) AS BIGINT) FROM p WHERE change < 0
      GROUP BY province, modality, month
    ORDER BY kind, center_code, province, modality`,
  shows: (page) =>
    page.attention.signals
      .filter(({ kind }) => MONEY.has(kind))
      .map((s) => ({ ...pick(s, ['kind', 'province', 'value', 'n']), center_code: s.center?.center_code ?? null })),
}

export const overviewPanels: Panel<OverviewPage>[] = [
  ...only(
    throughputTiles<OverviewPage>(),
    'exams_performed',
    'utilization_rate',
    'no_show_rate',
    'turnaround_minutes_median',
    'unreported',
  ),
  ...only(complianceTiles<OverviewPage>(), 'compliance_rate', 'compliance_coverage_rate'),
  ...only(concordanceTiles<OverviewPage>(), 'readings', 'ai_coverage_rate', 'ai_failure_rate'),
  ...only(
    moneyTiles<OverviewPage>((page) => page.money?.figures ?? null),
    'net_revenue',
    'operating_profit',
    'operating_margin_rate',
    'denial_rate',
  ),
  modalityPanel('modality', (page) => page.by_modality),
  networkDays,
  centersPanel('center_map'),
  attention,
  moneyAttention,
  monthsPanel('months', (page) => page.money?.months ?? null),
  budgetPanel((page) => page.money && { lines: page.money.budget }),
  freshnessPanel('freshness', (page) => page.data.feeds),
  centersPanel('centers'),
]
