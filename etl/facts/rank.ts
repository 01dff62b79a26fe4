import { rows, type Db } from '../db.ts'

/**
 * TEMP table `file_rank` (file_id, path, rank): the order of contents by the greatest path under which each came, then by
 * SHA-256. It decides between rows of one key with equal `updated_at`. Reads ops.source_file and `run_file`.
 */
export async function rankFiles(db: Db): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE file_rank AS
     SELECT file_id, path, row_number() OVER (ORDER BY greatest_path, sha256, file_id) AS rank FROM (
       SELECT any_value(file_id) FILTER (status <> 'duplicate') AS file_id,
         any_value(path) FILTER (status <> 'duplicate') AS path, max(path) AS greatest_path, sha256
       FROM (SELECT file_id, feed, path, sha256, status FROM ops.source_file
             UNION ALL SELECT file_id, feed, path, sha256, status FROM run_file)
       GROUP BY feed, sha256)
     WHERE file_id IS NOT NULL`,
  )
}

/**
 * Known contents that came again under a path greater than all before: their rows may now win against rows of equal
 * `updated_at`, so they are merged once more from history.
 */
export async function promotedContents(db: Db): Promise<{ feed: string; file_id: string }[]> {
  return rows(
    db,
    `SELECT k.feed, any_value(k.file_id) FILTER (k.status = 'loaded') AS file_id
     FROM ops.source_file k JOIN (SELECT feed, sha256, max(path) AS path FROM run_file WHERE status = 'duplicate' GROUP BY ALL) d
       USING (feed, sha256)
     GROUP BY k.feed, k.sha256, d.path HAVING d.path > max(k.path) AND count(*) FILTER (k.status = 'loaded') > 0`,
  )
}
