import type { MonthRow } from './profitability-types.ts'
import { profitAndLoss, type Sums } from './sums.ts'

/** One row per month; a month is closed when it is for every center. */
export function monthRows(sums: (Sums & { month: string })[]): MonthRow[] {
  const months = [...new Set(sums.map((row) => row.month))].sort()
  return months.map((month) => {
    const of = (state: Sums['month_state']) => sums.find((row) => row.month === month && row.month_state === state)
    const open_centers = of('open')?.center_months ?? 0
    return { month, month_state: open_centers > 0 ? 'open' : 'closed', open_centers, ...profitAndLoss(of(null)) }
  })
}
