import type { Kysely } from 'kysely'
import type { SnapshotReader } from '#queries/db/snapshots.ts'
import { daysOfData } from '#queries/resolve-filter.ts'
import type { Database } from '#queries/schema.ts'
import type { FilterOptions, ShellState } from '../components/shell-data.ts'
import type { User } from './sessions.ts'

export type { ShellState } from '../components/shell-data.ts'

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

async function openProblems(db: Kysely<Database>) {
  const [rejects, checks] = await Promise.all([
    db
      .selectFrom('ops.reject')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('ops.check')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('passed', '=', false)
      .where('run_id', '=', (e) => e.selectFrom('ops.run').select((r) => r.fn.max('run_id').as('run_id')))
      .executeTakeFirstOrThrow(),
  ])
  return { rejected_rows: rejects.n, failed_checks: checks.n }
}

const NOTHING: FilterOptions = { centers: [], modalities: [], scanners: [] }

/** What the frame around every page shows; kept with the snapshot but for its age. */
export async function shellState(reader: SnapshotReader, user: User, now = Date.now()): Promise<ShellState> {
  const answer = await reader.read('shell', async (db, { snapshot_id, published_at, is_demo }) => {
    const [options, days, problems] = await Promise.all([filterOptions(db), daysOfData(db), openProblems(db)])
    return { options, last_day: days.last, snapshot: { snapshot_id, published_at, is_demo, ...problems } }
  })
  if (!answer) return { user, snapshot: null, last_day: null, options: NOTHING }
  const age_seconds = Math.max(0, Math.round((now - Date.parse(answer.snapshot.published_at)) / 1000))
  return { user, ...answer, snapshot: { ...answer.snapshot, age_seconds } }
}
