import { insertObjects, rows, type Db } from '../db.ts'
import { isOfRows, safeText } from '../errors.ts'
import { facts } from '../facts/facts.ts'
import type { LoadContext } from '../filling/context.ts'
import { rejudgeCenters } from '../filling/restore.ts'
import { MOST_FILES, recordSetAside, type Culprit } from '../filling/set-aside.ts'
import { buildMarts, markDirty } from '../models/index.ts'
import { literal } from '../sql-text.ts'

const list = (values: string[]) => `(${values.map(literal).join(', ')})`

/**
 * After a model has failed: finds the smallest set of files without which the models can be built, takes their rows out of the
 * facts, and records each as rejected with one reject, `quarantined`. False: no set of files is to blame. Every mart must be made
 * anew then.
 */
export async function setAsideCulprits(context: LoadContext): Promise<boolean> {
  const { db, progress } = context
  progress.step('looking for the rows that a model cannot bear')
  const culprits = await findCulprits(db)
  if (culprits.length === 0) return false
  const ids = culprits.map((c) => c.fileId)
  const centers = await centersOf(db, ids)
  await recordSetAside(db, culprits)
  await rejudgeCenters(context, centers, true)
  progress.note(`${ids.length} files set aside: a model cannot bear their rows. npm run etl -- status names them`)
  return true
}

/** Centers whose facts cannot be built, then for each the files to blame. */
async function findCulprits(db: Db): Promise<Culprit[]> {
  const all = (
    await rows<{ c: string }>(
      db,
      'SELECT DISTINCT center_code AS c FROM (SELECT center_code FROM main.exam UNION SELECT center_code FROM main.acquisition UNION SELECT center_code FROM main.charge UNION SELECT center_code FROM main.cost UNION SELECT center_code FROM main.ai_result UNION SELECT center_code FROM main.scanner_state) ORDER BY 1',
    )
  ).map((r) => r.c)
  const failing = await failingGroups(db, all)
  const found: Culprit[] = []
  for (const centers of failing) {
    for (let left = MOST_FILES; ; left--) {
      const words = await failure(
        db,
        centers,
        found.map((c) => c.fileId),
      )
      if (words === null) break
      const fileId =
        left > 0
          ? await lastCulprit(
              db,
              centers,
              found.map((c) => c.fileId),
            )
          : null
      if (fileId === null) return []
      found.push({ fileId, center: centers.length === 1 ? centers[0]! : null, words })
    }
  }
  return found
}

/** The smallest groups of centers that fail by themselves: single ones nearly always. */
async function failingGroups(db: Db, centers: string[]): Promise<string[][]> {
  if (centers.length === 0 || (await failure(db, centers, [])) === null) return []
  if (centers.length === 1) return [centers]
  const half = Math.ceil(centers.length / 2)
  const parts = [
    ...(await failingGroups(db, centers.slice(0, half))),
    ...(await failingGroups(db, centers.slice(half))),
  ]
  return parts.length > 0 ? parts : [centers]
}

/**
 * The file, newest first and exams last, whose rows must go when all files before it have gone: with fewer the models fail. Null:
 * they fail without any.
 */
async function lastCulprit(db: Db, centers: string[], gone: string[]): Promise<string | null> {
  const files = (await filesOf(db, centers)).filter((id) => !gone.includes(id))
  if ((await failure(db, centers, [...gone, ...files])) !== null) return null
  let fails = 0
  let holds = files.length
  while (holds - fails > 1) {
    const middle = (fails + holds) >> 1
    if ((await failure(db, centers, [...gone, ...files.slice(0, middle)])) === null) holds = middle
    else fails = middle
  }
  return files[holds - 1] ?? null
}

/** Files with facts of some centers: those of this run first, and of a run those that hang on others before the exams. */
async function filesOf(db: Db, centers: string[]): Promise<string[]> {
  const named = facts.map(
    ({ table }) =>
      `SELECT source_file_id AS file_id, ${table === 'exam' ? 1 : 0} AS place FROM main.${table} WHERE center_code IN ${list(centers)}`,
  )
  const found = await rows<{ file_id: string }>(
    db,
    `SELECT file_id FROM (SELECT file_id, max(place) AS place FROM (${named.join(' UNION ALL ')}) GROUP BY 1)
     LEFT JOIN (SELECT file_id, '~' AS run_id, path FROM run_file UNION ALL SELECT file_id, run_id, path FROM ops.source_file) USING (file_id)
     GROUP BY file_id, place ORDER BY max(run_id) DESC, place, max(path) DESC`,
  )
  return found.map((f) => f.file_id)
}

/** What the engine says when the models are built of some centers alone, without some files; null: they are built. Nothing stays of it. */
async function failure(db: Db, centers: string[], without: string[]): Promise<string | null> {
  await db.run('BEGIN')
  try {
    await db.run('CREATE OR REPLACE TEMP TABLE without_file (file_id VARCHAR)')
    await insertObjects(
      db,
      'without_file',
      { file_id: 'VARCHAR' },
      without.map((file_id) => ({ file_id })),
    )
    for (const { table } of facts)
      await db.run(
        `DELETE FROM main.${table} WHERE center_code NOT IN ${list(centers)} OR source_file_id IN (FROM without_file)`,
      )
    await markDirty(db, { all: true })
    await buildMarts(db)
    return null
  } catch (error) {
    if (!isOfRows(error)) throw error
    return safeText(error)
  } finally {
    await db.run('ROLLBACK')
  }
}

async function centersOf(db: Db, ids: string[]): Promise<string[]> {
  const of = facts.map(({ table }) => `SELECT center_code FROM main.${table} WHERE source_file_id IN ${list(ids)}`)
  const found = await rows<{ c: string }>(
    db,
    `SELECT DISTINCT center_code AS c FROM (${of.join(' UNION ALL ')}) ORDER BY 1`,
  )
  return found.map((f) => f.c)
}
