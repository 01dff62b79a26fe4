import type { Kysely } from 'kysely'
import type { SnapshotReader } from '#queries/db/snapshots.ts'
import { dataState } from '#queries/data/state.ts'
import { lastDayOfData } from '#queries/filter/last-day.ts'
import type { Database } from '#queries/schema.ts'
import type { FilterOptions, ShellState } from '../shell/shell-data.ts'
import type { User } from './sessions.ts'

export type { ShellState } from '../shell/shell-data.ts'

/** What the filters offer: every center and scanner of the reference data, every modality that was ever done. */
async function filterOptions(db: Kysely<Database>): Promise<FilterOptions> {
  const [centers, scanners, modalities] = await Promise.all([
    db.selectFrom('center').select(['center_code', 'name_en', 'name_zh']).orderBy('center_code').execute(),
    db.selectFrom('scanner').select(['scanner_id', 'center_code', 'modality']).orderBy('scanner_id').execute(),
    db.selectFrom('mart.center_day').select('modality').distinct().orderBy('modality').execute(),
  ])
  return {
    centers: centers.map((c) => ({
      center_code: c.center_code ?? '',
      name_en: c.name_en ?? c.name_zh ?? '',
      name_zh: c.name_zh ?? c.name_en ?? '',
    })),
    scanners: scanners.map((s) => ({
      scanner_id: s.scanner_id ?? '',
      center_code: s.center_code ?? '',
      modality: s.modality ?? '',
    })),
    modalities: modalities.flatMap((m) => m.modality ?? []),
  }
}

const NOTHING: FilterOptions = { centers: [], modalities: [], scanners: [] }

/** What the frame around every page shows; kept with the snapshot but for its age. */
export async function shellState(reader: SnapshotReader, user: User, now = Date.now()): Promise<ShellState> {
  const answer = await reader.read('shell', async (db, snapshot) => {
    const [options, last_day, state] = await Promise.all([
      filterOptions(db),
      lastDayOfData(db),
      dataState(db, snapshot),
    ])
    const { snapshot_id, published_at, is_demo } = snapshot
    const { rejected_rows, failed_checks } = state
    return { options, last_day, snapshot: { snapshot_id, published_at, is_demo, rejected_rows, failed_checks } }
  })
  if (!answer) return { user, snapshot: null, last_day: null, options: NOTHING }
  const age_seconds = Math.max(0, Math.round((now - Date.parse(answer.snapshot.published_at)) / 1000))
  return { user, ...answer, snapshot: { ...answer.snapshot, age_seconds } }
}
