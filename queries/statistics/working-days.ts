export interface CenterCount {
  center_code: string
  /** Exams, or whatever follows volume. */
  count: number
  /** Days of the period on which the center's calendar has open hours. */
  working_days: number
}

export interface WorkingDayComparison {
  /** Σ over the centers compared of their count per working day of their own. */
  current_per_day: number | null
  previous_per_day: number | null
  /** Current ÷ previous − 1; null where the earlier is 0 or no center can be compared. */
  change_share: number | null
  /** Working days of the centers compared, summed. */
  working_days: { current: number; previous: number }
  /** Centers without working days in one of the periods, or in one list only; in neither figure. */
  left_out: string[]
}

/**
 * Counts of two periods per working day, each center by its own calendar, like for like. A count follows volume and gets
 * no verdict; this keeps holidays and other weekdays from being read as one.
 */
export function comparePerWorkingDay(current: CenterCount[], previous: CenterCount[]): WorkingDayComparison {
  const before = new Map(previous.map((row) => [row.center_code, row]))
  const pairs = current.flatMap((now) => {
    const then = before.get(now.center_code)
    return then && now.working_days > 0 && then.working_days > 0 ? [{ now, then }] : []
  })
  const compared = new Set(pairs.map(({ now }) => now.center_code))
  const codes = new Set([...current, ...previous].map((row) => row.center_code))
  const sum = (of: (pair: (typeof pairs)[number]) => number) => pairs.reduce((s, pair) => s + of(pair), 0)
  const now = pairs.length === 0 ? null : sum((pair) => pair.now.count / pair.now.working_days)
  const then = pairs.length === 0 ? null : sum((pair) => pair.then.count / pair.then.working_days)
  return {
    current_per_day: now,
    previous_per_day: then,
    change_share: now === null || !then ? null : now / then - 1,
    working_days: { current: sum((pair) => pair.now.working_days), previous: sum((pair) => pair.then.working_days) },
    left_out: [...codes].filter((code) => !compared.has(code)).sort(),
  }
}
