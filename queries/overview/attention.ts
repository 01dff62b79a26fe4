import { Z_998 } from '../statistics/distributions.ts'
import { differenceOfProportions } from '../statistics/proportion.ts'
import { complianceMetrics } from '../compliance/compliance-metrics.ts'
import type { Metric } from '../metric/define.ts'
import { funnel } from '../page/funnel.ts'
import type { NameOf } from '../page/names.ts'
import { throughputMetrics as m } from '../throughput/throughput-metrics.ts'
import type { Estimate, Funnel } from '../page/page-types.ts'
import type { FreshnessRow } from '../data/data-types.ts'
import type { Attention, Signal } from './overview-types.ts'
import type { CenterCompliance, CenterCounts, ScannerDown } from './samples.ts'

type Found = Signal & { center_code: string }

const signal = (center_code: string, kind: Signal['kind'], metricId: string, rest: Partial<Signal>): Found => ({
  center_code,
  kind,
  metric: metricId,
  modality: null,
  product_code: null,
  scanner_id: null,
  value: null,
  reference: null,
  reference_metric: metricId,
  n: null,
  ...rest,
})

/** Outside the 99.8 % limits on the bad side: 300 centers give less than one false alarm a figure and period. */
function outliers({ better }: Metric, f: Funnel, kind: Signal['kind'], modality: string | null): Found[] {
  const bad = better === 'higher' ? 'below_998' : 'above_998'
  return f.rows
    .filter((row) => row.place === bad)
    .map((row) =>
      signal(row.center_code, kind, f.metric, { modality, value: row.value, reference: f.target, n: row.n }),
    )
}

/** One funnel per modality: modalities are never pooled. */
function byModality(
  counts: CenterCounts[],
  metric: Metric,
  kind: Signal['kind'],
  rateOf: (row: CenterCounts) => Estimate,
  nameOf: NameOf,
): Found[] {
  const modalities = [...new Set(counts.map((row) => row.modality))].sort()
  return modalities.flatMap((modality) => {
    const samples = counts
      .filter((row) => row.modality === modality && rateOf(row).reason !== 'stale_bookings')
      .map((row) => ({ center_code: row.center_code, rate: rateOf(row) }))
    return outliers(metric, funnel(metric, samples, nameOf), kind, modality)
  })
}

/** The 99.8 % interval of the change since the previous period lies below 0. */
function slipping(rows: CenterCompliance[]): Found[] {
  return rows
    .filter((row) => row.is_current && row.rate.value !== null)
    .flatMap(({ center_code, rate: now }) => {
      const before = rows.find((row) => !row.is_current && row.center_code === center_code)?.rate
      if (!before || before.value === null) return []
      const d = differenceOfProportions(countsOf(now), countsOf(before), Z_998)
      if (!d || d.high >= 0) return []
      const figures = { value: now.value, reference: before.value, n: now.n }
      return [signal(center_code, 'compliance_slipping', 'compliance_rate', figures)]
    })
}

const countsOf = ({ numerator, n }: Estimate) => ({ k: numerator ?? 0, n: n ?? 0 })

export interface Evidence {
  counts: CenterCounts[]
  compliance: CenterCompliance[]
  down: ScannerDown[]
  freshness: FreshnessRow[]
}

function stale(freshness: FreshnessRow[]): Found[] {
  const codes = [...new Set(freshness.filter((row) => row.stale).map((row) => row.center_code))]
  return codes.map((code) => signal(code, 'data_stale', 'exams_performed', {}))
}

function inTrouble(scanners: ScannerDown[]): Found[] {
  return scanners.map(({ center_code, scanner_id, modality, down }) =>
    signal(center_code, 'down_time', 'down_share', { modality, scanner_id, value: down.value, n: down.n }),
  )
}

export function complianceFunnel(rows: CenterCompliance[], nameOf: NameOf): Funnel {
  return funnel(
    complianceMetrics.compliance_rate,
    rows.filter((row) => row.is_current),
    nameOf,
  )
}

/** Centers with a signal, most signals first; no score and no rank, each with why it is named. */
export function attentionOf({ counts, compliance, down, freshness }: Evidence, nameOf: NameOf): Attention[] {
  const found = [
    ...outliers(complianceMetrics.compliance_rate, complianceFunnel(compliance, nameOf), 'compliance_funnel', null),
    ...slipping(compliance),
    ...byModality(counts, m.no_show_rate, 'no_show_funnel', (row) => row.no_show_rate, nameOf),
    ...byModality(counts, m.unreported_rate, 'reporting_backlog', (row) => row.unreported_rate, nameOf),
    ...inTrouble(down),
    ...stale(freshness),
  ]
  const codes = [...new Set(found.map((s) => s.center_code))].sort()
  return codes
    .map((center_code) => ({
      center_code,
      ...nameOf(center_code),
      signals: found.filter((s) => s.center_code === center_code).map(({ center_code: _, ...rest }) => rest),
    }))
    .sort((a, b) => b.signals.length - a.signals.length || a.center_code.localeCompare(b.center_code))
}
