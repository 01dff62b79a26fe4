import type { Snapshot, WarehouseReader } from '#queries/db/snapshot.ts'
import { dataState } from '#queries/data/state.ts'
import { FilterError, parseFilter } from '#queries/filter/filter.ts'
import { lastDayOfData } from '#queries/filter/last-day.ts'
import type { ShellState } from '../shell/shell-data.ts'
import { filterOptions, nameable, NOTHING_NAMEABLE } from './filter-options.ts'
import type { User } from './sessions.ts'

export type { ShellState } from '../shell/shell-data.ts'

/** What filters may name, kept with the snapshot. */
export async function nameableNow(reader: WarehouseReader) {
  return (await reader.read('nameable', (db) => nameable(db))) ?? NOTHING_NAMEABLE
}

/** Fields that the filter bar names, whose values a page refuses. */
function refusedFields(search: URLSearchParams): string[] {
  try {
    parseFilter(search)
    return []
  } catch (error) {
    if (error instanceof FilterError) return error.issues.map(({ field }) => field)
    throw error
  }
}

/** What the frame around a page at an address shows; kept with the snapshot but for its age. */
export async function shellState(
  reader: WarehouseReader,
  { user_name, roles, scope }: User,
  search: URLSearchParams,
  now = Date.now(),
): Promise<ShellState> {
  const [all, answer] = await Promise.all([
    nameableNow(reader),
    reader.read('shell', async (db, snapshot: Snapshot) => {
      const [last_day, state] = await Promise.all([lastDayOfData(db), dataState(db, snapshot)])
      const { snapshot_id, published_at, is_demo } = snapshot
      const { rejected_rows, failed_checks } = state
      return { last_day, snapshot: { snapshot_id, published_at, is_demo, rejected_rows, failed_checks } }
    }),
  ])
  const options = filterOptions(all, search)
  const refused = refusedFields(search)
  const user = { user_name, roles, scope }
  if (!answer) return { user, snapshot: null, last_day: null, options, refused }
  const age_seconds = Math.max(0, Math.round((now - Date.parse(answer.snapshot.published_at)) / 1000))
  return { user, ...answer, options, refused, snapshot: { ...answer.snapshot, age_seconds } }
}
