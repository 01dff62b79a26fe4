import { count, type Db } from '../db.ts'
import { version, type Fact } from './facts.ts'
import { rankFiles } from './rank.ts'

/** Key without the sign and number that a profile put behind it. */
const BASE = `CASE WHEN parts > 1 AND ends_with(rtrim(key, '0123456789'), sign) AND key <> rtrim(key, '0123456789')
  THEN left(key, length(rtrim(key, '0123456789')) - length(sign)) ELSE key END`

/**
 * A profile may make several rows of one line and number them: A1 becomes A1-1 and A1-2. When the line comes again with another number
 * of parts, its rows have other keys, so all rows of one line are replaced together by those of the newest. Adds rows of `judged`
 * that are older than known ones to `loser`, and fills TEMP table `replaced` (id) with known rows that are older. Costs nothing
 * where no profile numbers rows.
 */
export async function replaceParts(db: Db, feed: string, fact: Fact): Promise<boolean> {
  const key = fact.key.at(-1)!
  const others = fact.key.slice(0, -1)
  const beside = (table: string) => others.map((name) => `${table}."${name}"`).join(', ')
  const whole = [...others.map((name) => `"${name}"`), 'base'].join(', ')
  await db.run(
    `CREATE OR REPLACE TEMP TABLE numbering AS SELECT file_id, any_value(substr(numbered_by, length('${key} ') + 1)) AS sign
     FROM any_file WHERE starts_with(numbered_by, '${key} ') GROUP BY 1`,
  )
  if (
    (await count(db, 'SELECT count(*) FROM (SELECT 1 FROM judged SEMI JOIN numbering USING (file_id) LIMIT 1)')) === 0
  )
    return false
  // A part that was rejected still makes its line one of several.
  await db.run(
    `CREATE OR REPLACE TEMP TABLE fresh_part AS SELECT *, ${BASE} AS base FROM (
       SELECT j.rowid AS id, ${beside('j')}, j."${key}" AS key, j.file_id, j.line, ${version(feed)} AS version, n.sign, j.refusal,
         count(*) OVER (PARTITION BY j.file_id, j.line) + coalesce(r.rejected, 0) AS parts
       FROM judged j JOIN numbering n USING (file_id)
       LEFT JOIN (SELECT file_id, line, count(*) AS rejected FROM (SELECT file_id, line FROM run_reject UNION ALL SELECT file_id, line FROM ops.reject)
         SEMI JOIN numbering USING (file_id) WHERE line IS NOT NULL GROUP BY ALL) r ON r.file_id = j.file_id AND r.line = j.line)
     WHERE refusal IS NULL`,
  )
  await db.run(
    `CREATE OR REPLACE TEMP TABLE known_part AS SELECT *, ${BASE} AS base FROM (
       SELECT f.rowid AS id, ${beside('f')}, f."${key}" AS key, f.source_file_id AS file_id, f.source_line AS line,
         f.updated_at AS version, n.sign, count(*) OVER (PARTITION BY f.source_file_id, f.source_line) AS parts
       FROM main.${fact.table} f JOIN numbering n ON n.file_id = f.source_file_id)`,
  )
  await rankFiles(db, 'SELECT file_id FROM fresh_part UNION SELECT file_id FROM known_part')
  await db.run(
    `CREATE OR REPLACE TEMP TABLE newest_part AS
     SELECT ${whole}, arg_max({'file_id': file_id, 'line': line}, {'version': version, 'rank': rank, 'line': line}) AS place FROM (
       SELECT ${whole}, file_id, line, version FROM fresh_part
       UNION ALL SELECT ${whole}, file_id, line, version FROM known_part SEMI JOIN fresh_part USING (${whole}))
     JOIN file_rank USING (file_id) GROUP BY ALL`,
  )
  const older = (table: string) =>
    `SELECT id FROM ${table} JOIN newest_part USING (${whole}) WHERE (file_id, line) <> (place.file_id, place.line)`
  await db.run(`INSERT INTO loser ${older('fresh_part')}`)
  await db.run(`CREATE OR REPLACE TEMP TABLE replaced AS ${older('known_part')}`)
  return true
}
