import type { MonthRow } from './profitability-types.ts'
import { profitAndLoss, type Books } from './books.ts'

/** One row per month; a month is closed when it is for every center. */
export function monthRows(books: (Books & { key: string })[]): MonthRow[] {
  const months = [...new Set(books.map((row) => row.key))].sort()
  return months.map((month) => {
    const of = (state: Books['month_state']) => books.find((row) => row.key === month && row.month_state === state)
    const open_centers = of('open')?.center_months ?? 0
    return { month, month_state: open_centers > 0 ? 'open' : 'closed', open_centers, ...profitAndLoss(of(null)) }
  })
}
