import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { AvailabilityRow, DowntimePage, ReliabilityRow } from '#queries/throughput/downtime-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

/** How available a scanner was in each month of the page; null where its hours are unknown. */
export interface AvailabilityByMonth {
  scanner_id: string
  center_code: string
  rates: (number | null)[]
}

interface Model extends Omit<DowntimePage, 'reliability' | 'availability'> {
  reliability: Folded<ReliabilityRow>
  months: string[]
  availability: Folded<AvailabilityByMonth>
}

export type DowntimeModel = Model | NoSnapshot

/** A row for each scanner, a place for each month; the least available first. */
function byMonth(rows: AvailabilityRow[], months: string[]): AvailabilityByMonth[] {
  const scanners = new Map<string, AvailabilityByMonth & { least: number }>()
  for (const { scanner_id, center_code, month, availability } of rows) {
    const one = scanners.get(scanner_id) ?? { scanner_id, center_code, rates: months.map(() => null), least: 2 }
    one.rates[months.indexOf(month)] = availability.value
    one.least = Math.min(one.least, availability.value ?? 2)
    scanners.set(scanner_id, one)
  }
  return [...scanners.values()]
    .sort((a, b) => a.least - b.least || a.scanner_id.localeCompare(b.scanner_id))
    .map(({ least: _least, ...row }) => row)
}

/** The page as it is shown: of many scanners a part, as its reader sorted and searched them. */
export function foldDowntime(answer: PageAnswers['downtime'], views: TableViews): DowntimeModel {
  if (answer.snapshot_id === null) return answer
  const months = [...new Set(answer.availability.map(({ month }) => month))].sort()
  return {
    ...answer,
    months,
    reliability: fold(answer.reliability, { view: views('reliability') }),
    availability: fold(byMonth(answer.availability, months), { view: views('availability') }),
  }
}
