import type { Unit } from '../metric/define.ts'
import { metric } from '../metrics.ts'
import { daysBetween } from '../filter/days.ts'
import { expectedFalseSignals, falseDiscoveries } from '../statistics/false-discovery.ts'
import type { Names, Period } from '../page/page-types.ts'
import type { Signal } from './overview-types.ts'

/** Something that may be named. `p`: of a comparison of samples; null: a fact that no chance explains. */
export interface Candidate {
  /** Made for those that are named: of some thousand candidates a dozen are. */
  signal: () => Signal
  p: number | null
}

type Given = Pick<Signal, 'kind' | 'metric' | 'value' | 'stake' | 'link'> & Partial<Signal>

/** A signal with nothing said of what it is not about. */
export function signalOf(given: Given): Signal {
  const unit: Unit = given.unit ?? metric(given.metric).unit
  const nothing = {
    center: null,
    scanner_id: null,
    modality: null,
    province: null,
    payer_class: null,
    product: null,
    finding: null,
    manufacturer: null,
    protocol: null,
  }
  return { ...nothing, reference: null, n: null, since: null, stake_unit: 'patients', ...given, unit }
}

export const ofCenter = (center_code: string, nameOf: (code: string) => Names) => ({
  center_code,
  ...nameOf(center_code),
})

/** What happens in thirty days at the pace of the period. */
export const perMonth = (count: number, { from, to }: Period) => (count * 30) / daysBetween(from, to)

/** The entry with most at stake of each kind and center: modalities of one backlog are one errand. */
function oncePerCenter(signals: Signal[]): Signal[] {
  const isFirst = (signal: Signal, place: number) =>
    signal.center === null ||
    signal.scanner_id !== null ||
    signals.findIndex((s) => s.kind === signal.kind && s.center?.center_code === signal.center?.center_code) === place
  return signals.filter(isFirst)
}

/**
 * Those that are no chance, judged over all metrics and centers together, most at stake first. `cnyPerPatient` sets
 * yuan beside patients; null where nothing is about money.
 */
export function named(candidates: Candidate[], cnyPerPatient: number | null) {
  const isNamed = falseDiscoveries(candidates.map(({ p }) => p))
  const sampled = candidates.filter(({ p }) => p !== null).length
  const weight = ({ stake, stake_unit }: Signal) => (stake_unit === 'cny' ? stake : stake * (cnyPerPatient ?? 1))
  const found = candidates.filter(({ p }, i) => p === null || isNamed[i]).map(({ signal }) => signal())
  const byChance = candidates.filter((_, i) => isNamed[i]).length
  return {
    signals: oncePerCenter(found.sort((a, b) => weight(b) - weight(a))),
    comparisons: sampled,
    expected_false: sampled === 0 ? 0 : expectedFalseSignals(byChance),
    cny_per_patient: cnyPerPatient,
  }
}
