import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { daysBetween } from '../filter/days.ts'
import { inScope } from '../filter/scope.ts'
import { concordanceMetrics as m } from '../concordance/concordance-metrics.ts'
import { none, rateOf } from '../metric/estimate.ts'
import type { NameOf } from '../page/names.ts'
import type { Estimate, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { areaUnderCurve, type PlacementSums } from '../statistics/roc.ts'
import { rates, type Counts } from '../statistics/two-by-two.ts'
import { withheld } from '../statistics/minimum-numbers.ts'
import type { FindingCurve, OperatingPoint, Thresholds } from './product-types.ts'

/** Steps of the drawn curve along each axis; the points themselves are exact. */
const STEPS = 40

/** Scores of one product by finding: how many the radiologist reports (p) and does not (q) at each, and up to it. */
const ranked = (
  filters: Filters,
  product_code: string,
  finding_code?: string,
) => sql`score AS (SELECT finding_code, score,
      sum(CASE WHEN reader_positive THEN 1 ELSE 0 END) AS p, sum(CASE WHEN reader_positive THEN 0 ELSE 1 END) AS q,
      sum(CASE WHEN flagged AND reader_positive THEN 1 ELSE 0 END) AS flagged_p,
      sum(CASE WHEN flagged AND NOT reader_positive THEN 1 ELSE 0 END) AS flagged_q
    FROM mart.ai_reading WHERE product_code = ${product_code} AND score IS NOT NULL
      ${finding_code === undefined ? sql`` : sql`AND finding_code = ${finding_code}`} AND ${inScope(filters, { day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' })}
    GROUP BY finding_code, score),
  ranked AS (SELECT *, sum(p) OVER upto AS p_upto, sum(q) OVER upto AS q_upto, sum(p) OVER whole AS positives,
      sum(q) OVER whole AS negatives
    FROM score WINDOW whole AS (PARTITION BY finding_code),
      upto AS (PARTITION BY finding_code ORDER BY score ROWS UNBOUNDED PRECEDING))`

interface Areas extends PlacementSums, Counts {
  finding_code: string
  /** Least score that was flagged, and greatest that was not; null without any. */
  least_flagged: number | null
  greatest_unflagged: number | null
}

/** By finding: what the area under the curve needs, and the 2×2 of the readings that have a score. */
const areas = (db: Kysely<Database>, filters: Filters, product_code: string): Promise<Areas[]> =>
  askedSql(
    db,
    'product.areas',
    sql<Areas>`WITH ${ranked(filters, product_code)},
      placed AS (SELECT *, (q_upto - q / 2.0) / nullif(negatives, 0) AS above,
          (positives - p_upto + p / 2.0) / nullif(positives, 0) AS below FROM ranked)
      SELECT finding_code, CAST(max(positives) AS BIGINT) AS positives, CAST(max(negatives) AS BIGINT) AS negatives,
        coalesce(sum(p * above), 0) AS above, coalesce(sum(p * above * above), 0) AS above_squares,
        coalesce(sum(q * below), 0) AS below, coalesce(sum(q * below * below), 0) AS below_squares,
        min(CASE WHEN flagged_p + flagged_q > 0 THEN score END) AS least_flagged,
        max(CASE WHEN flagged_p + flagged_q < p + q THEN score END) AS greatest_unflagged,
        CAST(sum(flagged_p) AS BIGINT) AS tp, CAST(sum(flagged_q) AS BIGINT) AS fp,
        CAST(sum(p - flagged_p) AS BIGINT) AS fn, CAST(sum(q - flagged_q) AS BIGINT) AS tn
      FROM placed GROUP BY finding_code ORDER BY finding_code`,
  )

interface Point extends Counts {
  kind: 'curve' | 'asked'
  score: number
}

/** Exact points of the curve, flagging from a score on: some forty along each axis, and the one that is asked for. */
async function pointsOf(
  db: Kysely<Database>,
  filters: Filters,
  { product_code, finding_code, threshold }: { product_code: string; finding_code: string; threshold: number },
): Promise<Point[]> {
  const counts = (tp: string, fp: string) =>
    sql.raw(`CAST(${tp} AS BIGINT) AS tp, CAST(${fp} AS BIGINT) AS fp,
      CAST(positives - (${tp}) AS BIGINT) AS fn, CAST(negatives - (${fp}) AS BIGINT) AS tn`)
  return askedSql(
    db,
    'product.points',
    sql<Point>`WITH ${ranked(filters, product_code, finding_code)},
      stepped AS (SELECT *, row_number() OVER (PARTITION BY floor(${sql.lit(STEPS)} * (p_upto - p) / nullif(positives, 0)),
          floor(${sql.lit(STEPS)} * (q_upto - q) / nullif(negatives, 0)) ORDER BY score) AS place FROM ranked),
      asked AS (SELECT max(positives) AS positives, max(negatives) AS negatives,
          coalesce(sum(CASE WHEN score >= ${threshold} THEN p END), 0) AS p,
          coalesce(sum(CASE WHEN score >= ${threshold} THEN q END), 0) AS q FROM ranked)
      SELECT 'curve' AS kind, score, ${counts('positives - p_upto + p', 'negatives - q_upto + q')}
        FROM stepped WHERE place = 1
      UNION ALL SELECT 'asked', ${threshold}, ${counts('p', 'q')} FROM asked WHERE positives IS NOT NULL
      ORDER BY kind, score`,
  )
}

/** What flagging from one score on does, or did. */
function operatingPoint(threshold: number | null, counts: Counts, days: number): OperatingPoint {
  const { sensitivity, specificity, ppv } = rates(counts)
  const { tp, fp, fn, tn } = counts
  return {
    threshold,
    ...{ tp, fp, fn, tn },
    n: tp + fp + fn + tn,
    flags_a_day: (tp + fp) / days,
    missed_a_month: (fn * 30) / days,
    sensitivity: rateOf(m.sensitivity, sensitivity),
    specificity: rateOf(m.specificity, specificity),
    ppv: rateOf(m.ppv, ppv),
  }
}

/** Area with its interval, withheld over as few readings as any figure of the same table. */
function areaOf(sums: PlacementSums): Estimate {
  const n = sums.positives + sums.negatives
  const why = withheld(n, m.agreement.minimumCount)
  const area = why ? null : areaUnderCurve(sums)
  if (!area) return none(why ?? 'no_denominator', n)
  return { value: area.auc, n, numerator: null, low: area.low, high: area.high, reason: null }
}

/**
 * The score from which on a finding is flagged: the catalogue's where it tells the readings apart, else the least that was
 * flagged; null where no single one does.
 */
function cutOf({ least_flagged, greatest_unflagged }: Areas, known: number | null): number | null {
  const above = greatest_unflagged ?? -Infinity
  if (least_flagged === null || above >= least_flagged) return null
  return known !== null && known > above && known <= least_flagged ? known : least_flagged
}

interface Asked {
  finding?: string | undefined
  threshold?: number | undefined
}

/**
 * What scores can tell: area under the curve of every finding, and of one finding the curve, today's operating point and
 * what another threshold would have done over the same readings. Null without a score.
 */
export async function productThresholds(
  db: Kysely<Database>,
  filters: Filters,
  product: { product_code: string; threshold: number | null },
  asked: Asked,
  finding: NameOf,
): Promise<Thresholds | null> {
  const found = await areas(db, filters, product.product_code)
  const most = [...found].sort((a, b) => b.positives + b.negatives - a.positives - a.negatives)
  const chosen = found.find(({ finding_code }) => finding_code === asked.finding) ?? most[0]
  const finding_code = chosen?.finding_code ?? ''
  const own = chosen ? cutOf(chosen, product.threshold) : null
  const cut = own ?? product.threshold
  const threshold = asked.threshold ?? cut ?? 0.5
  const points = await pointsOf(db, filters, { product_code: product.product_code, finding_code, threshold })
  const at = points.find(({ kind }) => kind === 'asked')
  if (chosen === undefined || at === undefined) return null
  const days = Math.max(1, daysBetween(filters.from, filters.to))
  const today = operatingPoint(cut, chosen, days)
  return {
    findings: found.map((row): FindingCurve => ({
      finding_code: row.finding_code,
      finding: finding(row.finding_code),
      positives: row.positives,
      negatives: row.negatives,
      auc: areaOf(row),
      threshold: cutOf(row, product.threshold),
    })),
    finding_code,
    finding: finding(finding_code),
    auc: areaOf(chosen),
    is_one_cut: own !== null,
    today,
    asked: operatingPoint(threshold, at, days),
    is_asked: asked.threshold !== undefined,
    curve: points
      .filter(({ kind }) => kind === 'curve')
      .map(({ score, tp, fp, fn, tn }) => operatingPoint(score, { tp, fp, fn, tn }, days)),
  }
}
