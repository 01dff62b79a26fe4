import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { answer } from '../page/answer.ts'
import type { Answer } from '../page/page-types.ts'
import { durations } from './durations.ts'
import { firstCases } from './first-cases.ts'
import type { FlowPage, UnreportedRow } from './flow-types.ts'
import { keptBookings } from './kept-bookings.ts'
import { staffedPath } from './staffed-path.ts'
import { path, strips } from './strips.ts'
import { unreportedByAge, unreportedExams } from './unreported.ts'

const openOf = (row: UnreportedRow) => row.under_4_hours + row.under_24_hours + row.under_3_days + row.over_3_days

const sumOf = (rows: UnreportedRow[]) => rows.reduce((sum, row) => sum + openOf(row), 0)

/** How patients get from the order to the report: waits, what is still open, who does not come, how days begin. */
export function flowPage(
  reader: WarehouseReader,
  filter: Filter,
  { persons, page, staffed = false }: { persons: boolean; page?: number; staffed?: boolean },
): Promise<Answer<FlowPage>> {
  return answer(
    reader,
    { name: 'flow', filter: compareNothing(filter), options: { persons, page, staffed }, needs: ['exams'] },
    async ({ db, filters }) => {
      const open = unreportedByAge(db, filters)
      const [unreported, unreported_exams, ...rest] = await Promise.all([
        open,
        persons ? open.then((rows) => unreportedExams(db, filters, sumOf(rows), page)) : null,
        strips(db, filters),
        path(db, filters),
        keptBookings(db, filters),
        firstCases(db, filters),
        durations(db, filters),
        staffed ? staffedPath(db, filters) : null,
      ])
      const [stripRows, pathRows, kept, first_cases, protocols, staffed_path] = rest
      return {
        strips: stripRows,
        path: pathRows,
        staffed_path,
        unreported,
        unreported_exams,
        ...kept,
        first_cases,
        protocols,
      }
    },
  )
}
