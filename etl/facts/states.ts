import { rows, type Db } from '../db.ts'

/** TEMP table of the state events that a run added or removed; their neighbours' intervals change with them. */
export async function createStateTable(db: Db): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE state_touched (center_code VARCHAR, scanner_id VARCHAR, started_at TIMESTAMPTZ)',
  )
}

/**
 * Ends every state interval at its scanner's next state event. Only intervals from the one before the earliest touched
 * event on are looked at. With `track`, intervals that changed are recorded in `change_scanner_state`, old and new.
 */
export async function closeIntervals(db: Db, track: boolean): Promise<void> {
  const first = await rows<{ us: number | null }>(db, 'SELECT epoch_us(min(started_at)) AS us FROM state_touched')
  if (first[0]?.us == null) return
  // The event before the earliest touched one had an interval that reached it, or still has none: others are passed over.
  const reaches = `(s.ended_at IS NULL OR s.ended_at >= make_timestamptz(${first[0].us}))`
  await db.run(
    `CREATE OR REPLACE TEMP TABLE state_from AS
     SELECT t.center_code, t.scanner_id, coalesce(max(s.started_at), t.first_at) AS from_at
     FROM (SELECT center_code, scanner_id, min(started_at) AS first_at FROM state_touched GROUP BY ALL) t
     LEFT JOIN main.scanner_state s ON s.center_code = t.center_code AND s.scanner_id = t.scanner_id AND s.started_at < t.first_at
       AND ${reaches}
     GROUP BY t.center_code, t.scanner_id, t.first_at`,
  )
  await db.run(
    `CREATE OR REPLACE TEMP TABLE state_end AS SELECT * FROM (
       SELECT s.rowid AS id, s.ended_at AS old_end, s.center_code, s.scanner_id, s.state, s.started_at, 
         lead(s.started_at) OVER (PARTITION BY s.center_code, s.scanner_id ORDER BY s.started_at, s.event_id) AS new_end
       FROM main.scanner_state s JOIN state_from f USING (center_code, scanner_id) WHERE s.started_at >= f.from_at)
     WHERE old_end IS DISTINCT FROM new_end`,
  )
  if (track) {
    for (const end of ['old_end', 'new_end']) {
      await db.run(
        `INSERT INTO change_scanner_state SELECT center_code, scanner_id, state, started_at, ${end} FROM state_end`,
      )
    }
  }
  await db.run(
    'UPDATE main.scanner_state SET ended_at = e.new_end FROM state_end e WHERE main.scanner_state.rowid = e.id',
  )
}
