import { FEEDS } from '../data/freshness.ts'
import type { Attention, FeedFreshness, OverviewPage } from './overview-types.ts'
import { complianceTiles } from '../compliance/compliance-panels.ts'
import { concordanceTiles, productsPanel } from '../concordance/concordance-panels.ts'
import { DOWN_SHARE } from './samples.ts'
import { moneyTiles, monthsPanel } from '../profitability/profitability-panels.ts'
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
    from: { c: 'overview.center_counts', x: 'overview.center_compliance' },
    select: `SELECT coalesce(e.center_code, x.center_code) AS center_code,
        coalesce(e.exams_performed, 0) AS exams_performed, coalesce(x.compliance_rate_n, 0) AS assessable,
        x.compliance_rate
      FROM (SELECT center_code, sum(exams_performed) AS exams_performed FROM c GROUP BY center_code) AS e
      FULL JOIN (SELECT * FROM x WHERE is_current) AS x ON x.center_code = e.center_code
      ORDER BY center_code`,
    // A center without an exam or a judgement in the period has no row.
    shows: (page) =>
      page.centers
        .filter((row) => row.exams_performed > 0 || row.assessable > 0)
        .map((row) => pick(row, ['center_code', 'exams_performed', 'assessable', 'compliance_rate'])),
  }
}

/**
 * What signals rest on, of every center; the page names those outside the 99.8 % limits of the funnel, slipping, down or
 * behind with reports.
 */
export const EVIDENCE = `SELECT 'compliance' AS evidence, center_code, NULL AS modality, NULL AS scanner_id,
    compliance_rate AS value, compliance_rate_n AS n FROM x WHERE is_current
  UNION ALL SELECT 'no_show', center_code, modality, NULL, no_show_rate, no_show_rate_n FROM c
  UNION ALL SELECT 'unreported', center_code, modality, NULL, unreported_rate, unreported_rate_n FROM c
  UNION ALL SELECT 'down', center_code, modality, scanner_id, down_share, down_share_n FROM d
    WHERE down_share > ${DOWN_SHARE}
  ORDER BY evidence, center_code, modality, scanner_id`

const EVIDENCE_OF: Record<string, string> = {
  compliance_funnel: 'compliance',
  compliance_slipping: 'compliance',
  no_show_funnel: 'no_show',
  reporting_backlog: 'unreported',
  down_time: 'down',
}

/** The signals of a list that rest on the evidence; late data is in the freshness table. */
export function signalsShown(rows: Attention[]): Shown[] {
  return rows.flatMap(({ center_code, signals }) =>
    signals.flatMap((s) => {
      const evidence = EVIDENCE_OF[s.kind]
      return evidence ? [{ evidence, center_code, ...pick(s, ['modality', 'scanner_id', 'value', 'n']) }] : []
    }),
  )
}

const attention: Panel<OverviewPage> = {
  id: 'attention',
  from: { c: 'overview.center_counts', x: 'overview.center_compliance', d: 'overview.scanners_down' },
  select: EVIDENCE,
  shows: (page) => signalsShown(page.attention),
}

const productAttention: Panel<OverviewPage> = {
  ...productsPanel<OverviewPage>('product_attention', () => []),
  shows: (page) =>
    page.product_attention.map((s) => ({ ...pick(s, ['product_code', 'finding_code']), [s.metric]: s.value })),
  exact: false,
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
  from: { q: 'profitability.centers' },
  select: `SELECT 'denial' AS evidence, center_code, month_state, denial_rate AS value, denial_rate_n AS n FROM q
    UNION ALL SELECT 'loss', center_code, month_state, CAST(operating_profit AS DOUBLE), NULL FROM q
    UNION ALL SELECT 'capacity_use', center_code, month_state, capacity_use_rate, NULL FROM q
    ORDER BY evidence, center_code, month_state`,
  shows: (page) =>
    (page.money?.attention ?? []).flatMap(({ center_code, signals }) =>
      signals.map((s) => ({
        evidence: s.kind === 'denial_funnel' ? 'denial' : 'loss',
        center_code,
        value: s.value,
      })),
    ),
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
  productAttention,
  moneyAttention,
  monthsPanel('months', (page) => page.money?.months ?? null),
  freshnessPanel('freshness', (page) => page.data.feeds),
  centersPanel('centers'),
]
