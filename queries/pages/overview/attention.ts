import { Z_998 } from '../../statistics/distributions.ts'
import { differenceOfProportions } from '../../statistics/proportion.ts'
import { metric } from '../../metrics/index.ts'
import { funnel, type CenterSample } from '../shared/funnel.ts'
import type { NameOf } from '../shared/names.ts'
import { STALE_BOOKINGS_SHARE } from '../throughput/figures.ts'
import type { Funnel } from '../types/common.ts'
import type { FreshnessRow } from '../types/data.ts'
import type { Attention, Signal } from '../types/overview.ts'
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
function outliers(f: Funnel, kind: Signal['kind'], modality: string | null): Found[] {
  const bad = metric(f.metric).better === 'higher' ? 'below_998' : 'above_998'
  return f.rows
    .filter((row) => row.place === bad)
    .map((row) =>
      signal(row.center_code, kind, f.metric, { modality, value: row.value, reference: f.target, n: row.n }),
    )
}

/** One funnel per modality: modalities are never pooled. */
function byModality(
  counts: CenterCounts[],
  metricId: string,
  kind: Signal['kind'],
  sample: (row: CenterCounts) => CenterSample | null,
  nameOf: NameOf,
): Found[] {
  const modalities = [...new Set(counts.map((row) => row.modality))].sort()
  return modalities.flatMap((modality) => {
    const samples = counts.filter((row) => row.modality === modality).flatMap((row) => sample(row) ?? [])
    return outliers(funnel(metricId, samples, nameOf), kind, modality)
  })
}

const noShows = (row: CenterCounts): CenterSample | null =>
  row.stale_bookings > STALE_BOOKINGS_SHARE * row.bookings_due
    ? null
    : { center_code: row.center_code, k: row.no_shows_due, n: row.bookings_due }

const backlog = (row: CenterCounts): CenterSample => ({
  center_code: row.center_code,
  k: row.unreported,
  n: row.exams_performed,
})

/** The 99.8 % interval of the change since the previous period lies below 0. */
function slipping(rows: CenterCompliance[]): Found[] {
  const { minimumCount } = metric('compliance_rate')
  return rows
    .filter((row) => row.is_current && row.n >= minimumCount)
    .flatMap((now) => {
      const before = rows.find((row) => !row.is_current && row.center_code === now.center_code)
      if (!before || before.n < minimumCount) return []
      const d = differenceOfProportions(now, before, Z_998)
      if (!d || d.high >= 0) return []
      const figures = { value: now.k / now.n, reference: before.k / before.n, n: now.n }
      return [signal(now.center_code, 'compliance_slipping', 'compliance_rate', figures)]
    })
}

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

function inTrouble(down: ScannerDown[]): Found[] {
  return down.map(({ center_code, scanner_id, modality, down_minutes, staffed_minutes }) =>
    signal(center_code, 'down_time', 'down_share', {
      modality,
      scanner_id,
      value: down_minutes / staffed_minutes,
      n: staffed_minutes,
    }),
  )
}

export function complianceFunnel(rows: CenterCompliance[], nameOf: NameOf): Funnel {
  return funnel(
    'compliance_rate',
    rows.filter((row) => row.is_current),
    nameOf,
  )
}

/** Centers with a signal, most signals first; no score and no rank, each with why it is named. */
export function attentionOf({ counts, compliance, down, freshness }: Evidence, nameOf: NameOf): Attention[] {
  const found = [
    ...outliers(complianceFunnel(compliance, nameOf), 'compliance_funnel', null),
    ...slipping(compliance),
    ...byModality(counts, 'no_show_rate', 'no_show_funnel', noShows, nameOf),
    ...byModality(counts, 'unreported_rate', 'reporting_backlog', backlog, nameOf),
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
