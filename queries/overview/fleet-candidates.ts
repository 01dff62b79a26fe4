import type { CaseMixCell } from '../statistics/case-mix.ts'
import type { Evidence } from './evidence.ts'
import { perMonth, signalOf, type Candidate } from './signal.ts'

/** A center says what it does under a protocol from so many exams on. */
const FEWEST_EXAMS = 10
/** Fewer centers are no fleet. */
const FEWEST_CENTERS = 5
/** So many of the centers deviate in most of their exams where the whole fleet has drifted. */
const MOST_CENTERS = 0.8

/** Whether most centers deviate in most of their exams: one center's habit is not the fleet's. */
function hasDrifted(cells: CaseMixCell[]): boolean {
  const judged = cells.filter(({ n }) => n >= FEWEST_EXAMS)
  const deviating = judged.filter(({ k, n }) => 2 * k < n)
  return judged.length >= FEWEST_CENTERS && deviating.length >= MOST_CENTERS * judged.length
}

/**
 * Protocols that hardly any center keeps to: the standard or the whole fleet is wrong, which no comparison of centers
 * shows. A fact, no chance; the stake is the exams that deviate.
 */
export function fleetCandidates({ filters, mix, strata }: Evidence): Candidate[] {
  const byStratum = new Map<CaseMixCell['stratum'], CaseMixCell[]>()
  for (const cell of mix.compliance_rate) byStratum.set(cell.stratum, [...(byStratum.get(cell.stratum) ?? []), cell])
  return [...byStratum].flatMap(([stratum, cells]): Candidate[] => {
    const of = strata.get(stratum as number)
    if (!of || !hasDrifted(cells)) return []
    const sum = (key: 'k' | 'n') => cells.reduce((total, cell) => total + cell[key], 0)
    const [k, n] = [sum('k'), sum('n')]
    const { modality, ...protocol } = of
    const signal = () =>
      signalOf({
        kind: 'fleet_drift',
        ...{ metric: 'compliance_rate', value: k / n, n, modality, protocol },
        stake: perMonth(n - k, filters),
        link: { path: `/protocols/${encodeURIComponent(protocol.protocol_code)}`, filters: {}, panel: 'fleet' },
      })
    return [{ p: null, signal }]
  })
}
