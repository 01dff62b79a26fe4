import { MATTERS } from '../page/matters.ts'
import type { Estimate } from '../page/page-types.ts'
import { caseMixSignals, rateSignals, valueSignals } from '../statistics/center-signals.ts'
import type { CaseMixCell } from '../statistics/case-mix.ts'
import type { Sample } from '../statistics/proportion.ts'
import type { Evidence, MixMetric } from './evidence.ts'
import type { Signal, SignalLink } from './overview-types.ts'
import { ofCenter, perMonth, signalOf, type Candidate } from './signal.ts'

const centerOf = (row: Record<string, unknown>) => row['center_code'] as string
const modalityOf = (row: Record<string, unknown>) => row['modality'] as string

const SMALLEST = 10

interface Mixed {
  kind: Signal['kind']
  metric: keyof typeof MATTERS
  link: (center: string) => SignalLink
}

/** Exams of each center, over its strata. */
export function sumsByCenter(cells: CaseMixCell[]): Map<string, Sample> {
  const sums = new Map<string, Sample>()
  for (const { center_code, k, n } of cells) {
    const sum = sums.get(center_code)
    if (!sum) sums.set(center_code, { k, n })
    else {
      sum.k += k
      sum.n += n
    }
  }
  return sums
}

/** Centers against what their case mix lets expect; the stake is the exams too many (or too few) a month. */
function mixed({ filters, nameOf }: Evidence, cells: CaseMixCell[], { kind, metric, link }: Mixed): Candidate[] {
  const { codes, signals } = caseMixSignals(cells, { ...MATTERS[metric], minimumCount: SMALLEST })
  const sums = sumsByCenter(cells)
  return codes.flatMap((code, i): Candidate[] => {
    const { expected = null, p = null } = signals.centers[i] ?? {}
    if (p === null || expected === null) return []
    const signal = () => {
      const { k, n } = sums.get(code)!
      const stake = perMonth(Math.abs(k / n - expected) * n, filters)
      const figures = { metric, value: k / n, reference: expected, n }
      return signalOf({ kind, center: ofCenter(code, nameOf), ...figures, stake, link: link(code) })
    }
    return [{ p, signal }]
  })
}

const complianceLink = (panel: string) => (center: string) => ({ path: '/compliance', filters: { center }, panel })

/** Compliance, dose and order of steps, by modality and protocol. */
export function protocolCandidates(all: Evidence): Candidate[] {
  const metrics: [Signal['kind'], MixMetric, string][] = [
    ['compliance_funnel', 'compliance_rate', 'deviations'],
    ['dose_funnel', 'dose_over_reference_rate', 'dose'],
    ['order_funnel', 'wrong_order_rate', 'deviations'],
  ]
  return metrics.flatMap(([kind, metric, panel]) =>
    mixed(all, all.mix[metric], { kind, metric, link: complianceLink(panel) }),
  )
}

const throughputLink = (center: string, modality?: string): SignalLink => ({
  path: '/throughput',
  filters: modality ? { center, modality } : { center },
  panel: 'centers',
})

/** Overdue reports, by modality. */
export function backlogCandidates(all: Evidence): Candidate[] {
  const cells = all.counts.flatMap(({ row, figures: { unreported_rate } }): CaseMixCell[] => {
    const { numerator, n } = unreported_rate
    return n ? [{ center_code: centerOf(row), stratum: modalityOf(row), k: numerator ?? 0, n }] : []
  })
  return mixed(all, cells, { kind: 'reporting_backlog', metric: 'unreported_rate', link: throughputLink })
}

type Counted = Evidence['counts'][number]

const modalities = ({ counts }: Evidence) => [...new Set(counts.map(({ row }) => modalityOf(row)))].sort()

/** Bookings that were not kept, one network a modality. */
export function noShowCandidates(all: Evidence): Candidate[] {
  return modalities(all).flatMap((modality) => {
    const rows = all.counts.filter(
      ({ row, figures }) => modalityOf(row) === modality && figures.no_show_rate.value !== null,
    )
    const rates = rows.map(({ figures: { no_show_rate: r } }) => ({ k: r.numerator ?? 0, n: r.n ?? 0 }))
    const { centers } = rateSignals(rates, MATTERS.no_show_rate)
    return rows.map(({ row, figures: { no_show_rate } }, i): Candidate => {
      const { expected = null, p = null } = centers[i] ?? {}
      const signal = () => {
        const n = no_show_rate.n ?? 0
        const stake = perMonth(Math.max(0, (no_show_rate.value ?? 0) - (expected ?? 0)) * n, all.filters)
        const link = throughputLink(centerOf(row), modality)
        const center = ofCenter(centerOf(row), all.nameOf)
        const figures = { metric: 'no_show_rate', value: no_show_rate.value, reference: expected, n, stake }
        return signalOf({ kind: 'no_show_funnel', center, modality, ...figures, link })
      }
      // A network too small to judge by is no fact about a center.
      return { p: p ?? 1, signal }
    })
  })
}

/** Standard error of a median, from how far the 90th percentile lies above it on the scale of ratios. */
function medianError(median: Estimate, p90: Estimate): number {
  const spread = Math.log(Math.max(1.05, (p90.value ?? 0) / (median.value as number))) / 1.2816
  return ((median.value as number) * 1.2533 * spread) / Math.sqrt(median.n as number)
}

const hasTurnaround = ({ figures: { turnaround_minutes_median: t } }: Counted) => (t.value ?? 0) > 0 && (t.n ?? 0) >= 30

/** Median turnaround by modality; the stake is the patients whose report comes later. */
export function turnaroundCandidates(all: Evidence): Candidate[] {
  return modalities(all).flatMap((modality) => {
    const rows = all.counts.filter((one) => modalityOf(one.row) === modality && hasTurnaround(one))
    const values = rows.map(({ figures: f }) => ({
      value: f.turnaround_minutes_median.value as number,
      error: medianError(f.turnaround_minutes_median, f.turnaround_minutes_p90),
    }))
    const { centers } = valueSignals(values, MATTERS.turnaround_minutes_median)
    return rows.map(({ row, figures: { turnaround_minutes_median: t } }, i): Candidate => {
      const { expected = null, p = null } = centers[i] ?? {}
      const figures = { metric: 'turnaround_minutes_median', value: t.value, reference: expected, n: t.n }
      const signal = () =>
        signalOf({
          kind: 'turnaround_funnel',
          center: ofCenter(centerOf(row), all.nameOf),
          modality,
          ...figures,
          stake: perMonth(t.n ?? 0, all.filters),
          link: throughputLink(centerOf(row), modality),
        })
      return { p: p ?? 1, signal }
    })
  })
}
