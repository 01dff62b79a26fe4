import type { Snapshot, WarehouseReader } from '#queries/db/snapshot.ts'
import { dataState } from '#queries/data/state.ts'
import { addDays } from '#queries/filter/days.ts'
import { FilterError, parseFilter, type Filter } from '#queries/filter/filter.ts'
import { lastDayOfData } from '#queries/filter/last-day.ts'
import { happenings } from '#queries/page/happenings.ts'
import type { ShellState as Shown } from '../shell/shell-data.ts'
import { filterOptions, nameable, NOTHING_NAMEABLE } from './filter-options.ts'
import type { User } from './sessions.ts'

/** What the warehouse says of it; the server says the rest. */
export type ShellState = Omit<Shown, 'makes_pdf'>

/** What filters may name, kept with the snapshot. */
export async function nameableNow(reader: WarehouseReader) {
  return (await reader.read('nameable', (db) => nameable(db))) ?? NOTHING_NAMEABLE
}

/** The address's filter, or the fields of it whose values a page refuses. */
function readFilter(search: URLSearchParams): { filter: Filter | null; refused: string[] } {
  try {
    return { filter: parseFilter(search), refused: [] }
  } catch (error) {
    if (error instanceof FilterError) return { filter: null, refused: error.issues.map(({ field }) => field) }
    throw error
  }
}

/** Without a period, that of a page which names none: 28 days. */
async function happened(reader: WarehouseReader, filter: Filter | null, last_day: string | null) {
  if (!filter || !last_day) return []
  const { from = addDays(last_day, -27), to = addDays(last_day, 1), center, modality } = filter
  const asked = { from, to, center, modality }
  return (await reader.read(`happenings ${JSON.stringify(asked)}`, (db) => happenings(db, { from, to }, asked))) ?? []
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
  const { filter, refused } = readFilter(search)
  const user = { user_name, roles, scope }
  if (!answer) return { user, snapshot: null, last_day: null, happenings: [], options, refused }
  const age_seconds = Math.max(0, Math.round((now - Date.parse(answer.snapshot.published_at)) / 1000))
  const marks = await happened(reader, filter, answer.last_day)
  return { user, ...answer, happenings: marks, options, refused, snapshot: { ...answer.snapshot, age_seconds } }
}
