import { MATTERS } from '../page/matters.ts'
import { rateSignals } from '../statistics/center-signals.ts'
import { GRACE_MINUTES } from '../throughput/first-cases.ts'
import type { FirstCaseRow } from '../throughput/flow-types.ts'
import type { Evidence } from './evidence.ts'
import { ofCenter, perMonth, signalOf, type Candidate } from './signal.ts'

const isJudged = ({ on_time_rate }: FirstCaseRow) => on_time_rate !== null

/** Exams that a staffed minute of each scanner held. */
function pacesOf({ down }: Evidence): Map<string, number> {
  return new Map(
    down.flatMap(({ row, figures: { down_share } }): [string, number][] => {
      const [exams, staffed] = [(row['exams_performed'] as number | null) ?? 0, down_share.n ?? 0]
      return staffed > 0 ? [[row['scanner_id'] as string, exams / staffed]] : []
    }),
  )
}

/**
 * Scanners whose first case is late on more mornings than on others of the modality, and late in the middle of all days. The
 * stake is the exams that the minutes before the first case would hold.
 */
export function lateFirstCandidates(all: Evidence): Candidate[] {
  const paces = pacesOf(all)
  const judged = all.first_cases.filter(isJudged)
  const modalities = [...new Set(judged.map(({ modality }) => modality))].sort()
  return modalities.flatMap((modality) => {
    const rows = judged.filter((row) => row.modality === modality)
    const rates = rows.map(({ on_time_days, days }) => ({ k: on_time_days, n: days }))
    const { centers } = rateSignals(rates, MATTERS.first_case_on_time_rate)
    return rows.map((row, i): Candidate => {
      const delay = row.delay_minutes_median ?? 0
      const lost = delay * row.days * (paces.get(row.scanner_id) ?? 0)
      const signal = () =>
        signalOf({
          kind: 'late_first_case',
          center: ofCenter(row.center_code, all.nameOf),
          ...{ scanner_id: row.scanner_id, modality, metric: 'first_case_delay', unit: 'minutes' },
          ...{ value: delay, reference: GRACE_MINUTES, n: row.days, stake: perMonth(lost, all.filters) },
          link: { path: '/throughput/flow', filters: { center: row.center_code }, panel: 'first_cases' },
        })
      // A network too small to judge by is no fact about a scanner.
      return { p: delay > GRACE_MINUTES ? (centers[i]?.p ?? 1) : 1, signal }
    })
  })
}
