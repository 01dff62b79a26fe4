import { insertObjects } from '../db.ts'
import { hasMoved } from '../landing/discover.ts'
import type { RunFile } from '../load/files.ts'
import type { LoadContext } from './context.ts'

/**
 * Takes files out of the run that were written to, or went away, since they were listed: what was hashed and what was read
 * may be different bytes, and a file that still grows ends in half a row. Nothing is recorded of them, so the next run
 * looks again. `read`: files of which rows may already be staged. Returns the files that stay; null when all do.
 */
export async function leaveOutMoved(context: LoadContext, read: RunFile[]): Promise<RunFile[] | null> {
  const moved = read.filter((f) => hasMoved(f.landed))
  if (moved.length === 0) return null
  const { db, progress } = context
  await forget(context, 'moved', moved)
  // Other paths with the same bytes must be looked at again too: as duplicates they would make content known that was not loaded.
  await db.run('DELETE FROM run_file WHERE (feed, sha256) IN (SELECT (feed, sha256) FROM moved)')
  context.leftOut?.(moved)
  await forget(context, 'restaged', read)
  const named = moved.slice(0, 3).map((f) => f.landed.path)
  const more = moved.length > named.length ? ` and ${moved.length - named.length} more` : ''
  progress.note(`changed while this run read, left to the next: ${named.join(', ')}${more}`)
  return read.filter((f) => !moved.includes(f))
}

/** Drops what staging noted of files; TEMP table `name` has them. */
async function forget({ db }: LoadContext, name: string, files: RunFile[]): Promise<void> {
  const types = { file_id: 'VARCHAR', feed: 'VARCHAR', sha256: 'VARCHAR' }
  await db.run(`CREATE OR REPLACE TEMP TABLE ${name} (file_id VARCHAR, feed VARCHAR, sha256 VARCHAR)`)
  const listed = files.map((f) => ({ file_id: f.fileId, feed: f.landed.feed, sha256: f.inspected.sha256 }))
  await insertObjects(db, name, types, listed)
  await db.run(`DELETE FROM run_reject WHERE file_id IN (SELECT file_id FROM ${name})`)
  for (const f of files) Object.assign(f, { rowsRead: 0, rowsRejected: 0 })
}
