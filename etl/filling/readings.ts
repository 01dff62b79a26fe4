import { count, rows, type Db } from '../db.ts'
import { facts } from '../facts/facts.ts'
import type { Sorted } from '../finding/sort-files.ts'
import type { LoadContext } from './context.ts'
import { findOutdated } from './outdated.ts'
import { rejudgeCenters } from './restore.ts'

/** Centers with facts of outdated readings: their facts must be made again from history, without those. */
async function centersOfOutdated(db: Db): Promise<string[]> {
  if ((await count(db, 'SELECT count(*) FROM outdated_reading')) === 0) return []
  const of = facts.map(
    ({ table }) => `SELECT center_code FROM main.${table} WHERE source_file_id IN (FROM outdated_reading)`,
  )
  const found = await rows<{ center_code: string }>(
    db,
    `SELECT DISTINCT center_code FROM (${of.join(' UNION ALL ')}) ORDER BY 1`,
  )
  return found.map((f) => f.center_code)
}

/** Makes the facts of centers again whose files a changed profile now reads otherwise. Returns whether there were any. */
export async function dropOutdated(context: LoadContext, sorted: Sorted): Promise<boolean> {
  if (![...sorted.fresh.values()].flat().some((f) => f.profiled)) return false
  await findOutdated(context.db)
  const centers = await centersOfOutdated(context.db)
  await rejudgeCenters(context, centers, true)
  return centers.length > 0
}
