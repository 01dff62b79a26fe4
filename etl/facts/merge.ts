import { count, type Db } from '../db.ts'
import { factTables } from '../schema/main.ts'
import { factsOf, version, type Fact } from './facts.ts'

const columnsOf = (table: string) => factTables.find((t) => t.name === table)!.columns

/** Makes the empty TEMP tables `change_<table>` that tell the marts which old and new rows a run touched. */
export async function createChangeTables(db: Db, facts: Fact[]): Promise<void> {
  for (const fact of facts) {
    const columns = Object.entries(fact.change).map(([name, sql]) => `${sql} AS "${name}"`)
    await db.run(
      `CREATE OR REPLACE TEMP TABLE change_${fact.table} AS SELECT ${columns.join(', ')} FROM main.${fact.table} LIMIT 0`,
    )
  }
}

/**
 * Equality of keys. Only a cost's scanner may be null; elsewhere a plain `=` lets DuckDB skip the row groups of other
 * centers, which a null-safe comparison does not.
 */
const sameKey = (fact: Pick<Fact, 'key' | 'nullableKey'>, a: string, b: string) =>
  fact.key.map((k) => `${a}."${k}" ${k === fact.nullableKey ? 'IS NOT DISTINCT FROM' : '='} ${b}."${k}"`).join(' AND ')

/**
 * Merges the valid rows of `judged` into the feed's facts: of every key the row with the latest `updated_at` stays,
 * between equal ones that of the file with the higher rank (path, then content), then the later line. So the outcome does
 * not depend on the order of arrival. `track` records old and new images in `change_*`.
 */
export async function merge(db: Db, feed: string, zones: string[], track: boolean): Promise<void> {
  const facts = factsOf(feed)
  await db.run('CREATE OR REPLACE TEMP TABLE loser (id BIGINT)')
  await loseToSameBatch(db, feed, facts[0]!)
  for (const fact of facts) await loseToKnown(db, feed, fact, track)
  const beaten = (await count(db, 'SELECT count(*) FROM loser')) > 0
  for (const fact of facts) await insert(db, fact, zones, beaten, track)
}

/** Rows of the batch that another row of the batch replaces. */
async function loseToSameBatch(db: Db, feed: string, fact: Fact): Promise<void> {
  // Eight bytes for a key of texts: three times cheaper to group by. Two keys that share them only look like one.
  const hashed = `hash(${fact.key.map((k) => `j."${k}"`).join(', ')})`
  await db.run(
    `CREATE OR REPLACE TEMP TABLE doubled AS SELECT ${hashed} AS h FROM judged j WHERE refusal IS NULL
     GROUP BY h HAVING count(*) > 1`,
  )
  if ((await count(db, 'SELECT count(*) FROM doubled')) === 0) return
  const partition = fact.key.map((k) => `j."${k}"`).join(', ')
  await db.run(
    `INSERT INTO loser SELECT id FROM (
       SELECT j.rowid AS id, row_number() OVER (PARTITION BY ${partition}
         ORDER BY ${version(feed)} DESC, r.rank DESC, j.line DESC) AS place
       FROM judged j JOIN doubled d ON d.h = ${hashed} JOIN file_rank r USING (file_id)
       WHERE refusal IS NULL) WHERE place > 1`,
  )
}

/** Rows of the batch that a known row outdoes lose; known rows that the batch outdoes are deleted. */
async function loseToKnown(db: Db, feed: string, fact: Fact, track: boolean): Promise<void> {
  if ((await count(db, `SELECT count(*) FROM (SELECT 1 FROM main.${fact.table} LIMIT 1)`)) === 0) return
  await db.run(
    `CREATE OR REPLACE TEMP TABLE clash AS
     SELECT j.rowid AS new_id, f.rowid AS old_id,
       (${version(feed)}, jr.rank, j.line) > (f.updated_at, fr.rank, f.source_line) AS wins
     FROM judged j JOIN main.${fact.table} f ON ${sameKey(fact, 'j', 'f')}
     JOIN file_rank jr ON jr.file_id = j.file_id JOIN file_rank fr ON fr.file_id = f.source_file_id
     WHERE refusal IS NULL AND j.rowid NOT IN (SELECT id FROM loser)`,
  )
  if ((await count(db, 'SELECT count(*) FROM clash')) === 0) return
  await db.run('INSERT INTO loser SELECT new_id FROM clash WHERE NOT wins')
  const old = `FROM main.${fact.table} WHERE rowid IN (SELECT old_id FROM clash WHERE wins)`
  if (track) await db.run(`INSERT INTO change_${fact.table} SELECT ${Object.values(fact.change).join(', ')} ${old}`)
  if (fact.table === 'scanner_state')
    await db.run(`INSERT INTO state_touched SELECT center_code, scanner_id, started_at ${old}`)
  await db.run(`DELETE ${old}`)
}

async function insert(db: Db, fact: Fact, zones: string[], beaten: boolean, track: boolean): Promise<void> {
  const last = await count(db, `SELECT coalesce(max(rowid), -1) FROM main.${fact.table}`)
  const own = fact.columns(zones)
  const values = Object.keys(columnsOf(fact.table)).map((name) => {
    if (name === 'source_file_id') return 'file_id'
    if (name === 'source_line') return 'line'
    return own[name] ?? `"${name}"`
  })
  await db.run(
    `INSERT INTO main.${fact.table} SELECT ${values.join(', ')} FROM judged WHERE refusal IS NULL AND ${fact.where}
     ${beaten ? 'AND rowid NOT IN (SELECT id FROM loser)' : ''}`,
  )
  const added = `FROM main.${fact.table} WHERE rowid > ${last}`
  if (track) await db.run(`INSERT INTO change_${fact.table} SELECT ${Object.values(fact.change).join(', ')} ${added}`)
  if (fact.table === 'scanner_state')
    await db.run(`INSERT INTO state_touched SELECT center_code, scanner_id, started_at ${added}`)
}
