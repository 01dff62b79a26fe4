import { count, rows, type Db } from '../db.ts'

/** TEMP view `any_file`: files recorded before and by this run. */
export async function createFileView(db: Db): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP VIEW any_file AS SELECT file_id, feed, path, sha256, status, stat_key, numbered_by
     FROM ops.source_file UNION ALL SELECT file_id, feed, path, sha256, status, stat_key, numbered_by FROM run_file`,
  )
}

/**
 * TEMP table `file_rank` (file_id, rank) for the files that the SELECT `wanted` names (`file_id`): contents are ordered by
 * the greatest path under which each came, then by SHA-256. It decides between rows of one key with equal `updated_at`.
 * Few rows are, so only the files of those are ranked: a night must not cost more the more files came before it.
 */
export async function rankFiles(db: Db, wanted: string): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE file_rank AS
     WITH content AS (SELECT DISTINCT file_id, feed, sha256 FROM any_file SEMI JOIN (${wanted}) USING (file_id))
     SELECT c.file_id, {'path': max(a.path), 'sha256': sha256} AS rank
     FROM content c JOIN any_file a USING (feed, sha256) GROUP BY c.file_id, sha256`,
  )
}

/**
 * Contents that came again under a path greater than the one that they were merged with: their rows may now win against
 * rows of equal `updated_at`, so they are merged once more from history. So are those with rows that were another center's than
 * the folder's.
 */
export async function promotedContents(db: Db): Promise<{ feed: string; file_id: string }[]> {
  if ((await count(db, `SELECT count(*) FROM run_file WHERE status = 'duplicate'`)) === 0) return []
  return rows(
    db,
    `WITH again AS (SELECT feed, sha256, max(path) AS path FROM run_file WHERE status = 'duplicate' GROUP BY ALL),
     before AS (
       SELECT file_id, feed, path, sha256, status FROM ops.source_file SEMI JOIN again USING (feed, sha256)
       UNION ALL
       SELECT file_id, feed, path, sha256, status FROM run_file SEMI JOIN again USING (feed, sha256) WHERE status <> 'duplicate'
     ),
     misplaced AS (
       SELECT file_id FROM ops.reject WHERE reason = 'wrong_center' UNION SELECT file_id FROM run_reject WHERE reason = 'wrong_center'
     )
     SELECT k.feed, any_value(k.file_id) FILTER (k.status = 'loaded') AS file_id
     FROM before k JOIN again d USING (feed, sha256)
     GROUP BY k.feed, k.sha256, d.path
     HAVING (d.path > max(k.path) OR bool_or(k.file_id IN (FROM misplaced))) AND count(*) FILTER (k.status = 'loaded') > 0`,
  )
}
