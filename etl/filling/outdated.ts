import type { Db } from '../db.ts'

/**
 * Files whose content was read again, at the same path, after its profile changed: only what came of the newest reading
 * that could be loaded counts; nor do files whose rows a model cannot bear. TEMP table `outdated_reading` (file_id) has the older ones.
 */
export async function createReadings(db: Db): Promise<void> {
  await db.run('CREATE OR REPLACE TEMP TABLE outdated_reading (file_id VARCHAR)')
}

/** Looks for them among all files. Costs one pass over ops.source_file: only where profiles read anything, or all is read again. */
export async function findOutdated(db: Db): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE outdated_reading AS
     WITH reading AS (SELECT file_id, feed, path, sha256, run_id FROM ops.source_file WHERE status = 'loaded'
       UNION ALL SELECT file_id, feed, path, sha256, '~' FROM run_file WHERE status = 'loaded'),
     again AS (SELECT feed, path, sha256, max(run_id) AS newest FROM reading GROUP BY ALL HAVING count(*) > 1)
     SELECT DISTINCT file_id FROM reading JOIN again USING (feed, path, sha256) WHERE run_id < newest
     UNION SELECT file_id FROM ops.source_file WHERE reason = 'quarantined'
     UNION SELECT file_id FROM run_file WHERE reason = 'quarantined'`,
  )
}
