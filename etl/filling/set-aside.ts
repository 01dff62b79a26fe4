import { insertObjects, type Db } from '../db.ts'
import { literal } from '../sql-text.ts'

/** A file whose rows the engine cannot bear. */
export interface Culprit {
  fileId: string
  center: string | null
  /** What the engine said, without what it quotes of the data. */
  words: string
}

/** More files than these at once are no bad rows but a bad program. */
export const MOST_FILES = 50

/** TEMP table of files whose rows count for nothing in this run. */
export async function createSetAside(db: Db): Promise<void> {
  await db.run('CREATE OR REPLACE TEMP TABLE set_aside (file_id VARCHAR)')
}

/** Records files as rejected by this run, with one reject each, `quarantined`. */
export async function recordSetAside(db: Db, culprits: Culprit[]): Promise<void> {
  const ids = `(${culprits.map((c) => literal(c.fileId)).join(', ')})`
  // A file of an earlier run is recorded by this one: its record of then says that it was loaded.
  await db.run(
    `INSERT INTO run_file SELECT * FROM ops.source_file WHERE file_id IN ${ids} AND file_id NOT IN (SELECT file_id FROM run_file)`,
  )
  await db.run(`DELETE FROM ops.source_file WHERE file_id IN ${ids}`)
  await db.run(
    `UPDATE run_file SET status = 'rejected', reason = 'quarantined', rows_rejected = rows_read, rows_loaded = 0, rows_superseded = 0
     WHERE file_id IN ${ids}`,
  )
  await db.run(`DELETE FROM run_loaded WHERE file_id IN ${ids}`)
  await db.run('CREATE OR REPLACE TEMP TABLE culprit (file_id VARCHAR, center VARCHAR, words VARCHAR)')
  await insertObjects(
    db,
    'culprit',
    { file_id: 'VARCHAR', center: 'VARCHAR', words: 'VARCHAR' },
    culprits.map((c) => ({ file_id: c.fileId, center: c.center, words: c.words })),
  )
  await db.run(
    `INSERT INTO run_reject (file_id, feed, path, reason, value, center_code)
     SELECT file_id, feed, path, 'quarantined', words, center FROM culprit JOIN run_file USING (file_id)`,
  )
}
