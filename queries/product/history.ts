import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { concordanceMetrics as m, fn, fp, tn, tp } from '../concordance/concordance-metrics.ts'
import { concordanceStep } from '../concordance/over-time.ts'
import { inBothPeriods, isCurrent } from '../filter/scope.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { aiReading } from '../metric/sources.ts'
import { baselineChart, baselineOf, startOfStep } from '../page/control-chart.ts'
import type { NameOf } from '../page/names.ts'
import type { ControlChart, Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { stabilityOf } from '../statistics/case-mix.ts'
import { cusum } from '../statistics/control-charts.ts'
import { rateDifference } from '../statistics/period-difference.ts'
import { centerDrifts } from './center-drift.ts'
import { ofProduct } from './product-readings.ts'
import type { CusumPoint, Drift, ProductHistory, ProductVersionSpan, VersionStep } from './product-types.ts'

export const BY_START = ['start'] as const
export const BY_PRODUCT_VERSION = ['product_version'] as const

const WATCHED = [m.agreement, m.sensitivity, m.specificity, m.flag_rate]
type Steps = Measured<(typeof WATCHED)[number]['id'] | 'readings'>

/** By week or month, and by version; of the period, and of the days before that limits come from (`is_current` false). */
function steps(db: Kysely<Database>, filters: Filters, baseline: Period, product_code: string): Promise<Steps[]> {
  const step = concordanceStep(filters)
  return measure(db, {
    name: 'product.steps',
    metrics: [m.readings, ...WATCHED],
    by: [{ name: 'start', of: ({ columns }) => startOfStep(step, columns.day) }, 'product_version'],
    sets: [BY_START, BY_PRODUCT_VERSION],
    filters: { ...filters, previous: baseline },
    periods: 'both',
    where: ofProduct(product_code),
    beside: [tp, fp, fn, tn, aiReading.first('day', 'first_day'), aiReading.last('day', 'last_day')],
  })
}

function chartOf(rows: Steps[], id: 'agreement' | 'flag_rate', filters: Filters, baseline: Period): ControlChart {
  const samples = (current: boolean) =>
    ofSet(rows, ...BY_START)
      .filter(({ is_current, figures }) => is_current === current && (figures.readings.value ?? 0) > 0)
      .map(({ row, figures }) => {
        const { numerator, n } = figures[id]
        return { start: row['start'] as string, k: numerator ?? 0, n: n ?? 0 }
      })
  const shown = { period: filters, samples: samples(true) }
  return baselineChart(concordanceStep(filters), shown, { period: baseline, samples: samples(false) })
}

/** Slack and decision limit in σ, as for change points everywhere. */
const [SLACK, DECISION] = [0.5, 5]

/**
 * CUSUM on discordance between the chart's own limits: how far disagreements have piled up beyond what the baseline lets
 * expect, in σ. Points that are not judged are left out.
 */
function cusumOf(chart: ControlChart): CusumPoint[] {
  const center = chart.center_line
  if (center === null) return []
  const judged = chart.points.flatMap(({ from, value, upper, lower, n }) => {
    if (value === null || upper === null || lower === null || n < 5) return []
    const sigma = Math.max(upper - center, center - lower) / 3
    return sigma > 0 ? [{ from, z: (center - value) / sigma }] : []
  })
  const sums = cusum(
    judged.map(({ z }) => z),
    { target: 0, k: SLACK, h: DECISION },
  )
  return judged.map(({ from }, i) => ({ from, upper: sums.upper[i]!, signal: sums.upper[i]! > DECISION }))
}

function versionsOf(rows: Steps[]): (ProductVersionSpan & { row: Steps })[] {
  const spans = new Map<string, ProductVersionSpan & { row: Steps }>()
  for (const one of ofSet(rows, ...BY_PRODUCT_VERSION)) {
    if (!one.figures.readings.value) continue
    const version = one.row['product_version'] as string
    const [first_day, last_day] = [one.row['first_day'] as string, one.row['last_day'] as string]
    const known = spans.get(version)
    spans.set(version, {
      product_version: version,
      first_day: known && known.first_day < first_day ? known.first_day : first_day,
      last_day: known && known.last_day > last_day ? known.last_day : last_day,
      n: (known?.n ?? 0) + one.figures.readings.value,
      row: known ? added(known.row, one) : one,
    })
  }
  return [...spans.values()].sort((a, b) => a.first_day.localeCompare(b.first_day))
}

/** Figures over both spans: numerators and denominators added. */
function added(a: Steps, b: Steps): Steps {
  const figures = { ...a.figures }
  for (const { id } of WATCHED) {
    const [x, y] = [a.figures[id], b.figures[id]]
    figures[id] = { ...x, numerator: (x.numerator ?? 0) + (y.numerator ?? 0), n: (x.n ?? 0) + (y.n ?? 0) }
  }
  return { ...a, figures }
}

/** Each version against the one before it. */
function versionSteps(versions: ReturnType<typeof versionsOf>): VersionStep[] {
  return versions.slice(1).flatMap((after, i) => {
    const before = versions[i]!
    return WATCHED.map(({ id }): VersionStep => {
      const [now, then] = [after.row.figures[id], before.row.figures[id]]
      const sample = (e: typeof now) => ({ k: e.numerator ?? 0, n: e.n ?? 0 })
      const { difference, low, high, verdict } = rateDifference(sample(now), sample(then))
      return {
        ...{ from_version: before.product_version, to_version: after.product_version, day: after.first_day },
        metric: id,
        ...{ before: sample(then), after: sample(now), difference, low, high },
        clear: verdict === 'higher' || verdict === 'lower',
      }
    })
  })
}

interface Bin {
  finding_code: string
  product_version: string
  is_current: boolean
  bin: number
  n: number
}

/** Scores in hundredths, by finding, version and period. */
const bins = (db: Kysely<Database>, filters: Filters, product_code: string): Promise<Bin[]> =>
  askedSql(
    db,
    'product.score_bins',
    sql<Bin>`SELECT finding_code, product_version, ${isCurrent('day', filters)} AS is_current,
      CAST(floor(score * 100) AS INTEGER) AS bin, count(*) AS n
    FROM mart.ai_reading WHERE product_code = ${product_code} AND score IS NOT NULL AND ${inBothPeriods(filters, {
      ...{ day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' },
    })}
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  )

const histogram = (rows: Bin[]) => {
  const counts = new Map<number, number>()
  for (const { bin, n } of rows) counts.set(bin, (counts.get(bin) ?? 0) + n)
  return counts
}

const driftOf = (before: Map<number, number>, after: Map<number, number>) => {
  const { p: _, ...drift } = stabilityOf(before, after)
  return drift
}

/** Drift of scores by finding: this period against the one before, and each version against the one before it. */
function driftsOf(rows: Bin[], versions: ProductVersionSpan[], finding: NameOf): Drift[] {
  const order = versions.map(({ product_version }) => product_version)
  const codes = [...new Set(rows.map(({ finding_code }) => finding_code))]
  return codes.flatMap((finding_code) => {
    const mine = rows.filter((row) => row.finding_code === finding_code)
    const read = order.filter((version) => mine.some((row) => row.product_version === version))
    const compare = (kind: Drift['kind'], names: [string, string] | null, before: Bin[], after: Bin[]): Drift => ({
      ...{ kind, finding_code, finding: finding(finding_code) },
      ...{ from_version: names?.[0] ?? null, to_version: names?.[1] ?? null, center_code: null, center: null },
      ...driftOf(histogram(before), histogram(after)),
    })
    const isNow = (row: Bin) => row.is_current
    return [
      compare(
        'period',
        null,
        mine.filter((row) => !isNow(row)),
        mine.filter(isNow),
      ),
      ...read.slice(1).map((version, i) => {
        const of = (name: string) => mine.filter((row) => row.product_version === name)
        return compare('version', [read[i]!, version], of(read[i]!), of(version))
      }),
    ]
  })
}

/** One product over time: charts with its versions, CUSUM on discordance, versions before and after, drift of scores. */
export async function productHistory(
  db: Kysely<Database>,
  filters: Filters,
  product_code: string,
  finding: NameOf,
): Promise<ProductHistory> {
  const baseline = baselineOf(concordanceStep(filters), filters)
  const [rows, scores, centers] = await Promise.all([
    steps(db, filters, baseline, product_code),
    bins(db, filters, product_code),
    centerDrifts(db, filters, product_code, finding),
  ])
  const agreement = chartOf(rows, 'agreement', filters, baseline)
  const versions = versionsOf(rows)
  return {
    agreement,
    flag_rate: chartOf(rows, 'flag_rate', filters, baseline),
    cusum: cusumOf(agreement),
    decision_limit: DECISION,
    versions: versions.map(({ row: _row, ...span }) => span),
    version_steps: versionSteps(versions),
    drifts: [...driftsOf(scores, versions, finding), ...centers.drifts],
    drift_centers: centers.compared,
  }
}
