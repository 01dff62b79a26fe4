import { publishedName } from '../contracts/contract.ts'
import { contractOf } from '../contracts/index.ts'
import { count, rows, type Db } from '../db.ts'
import { factTables } from '../schema/main.ts'
import { literal } from '../sql-text.ts'
import { factsOf, version, type Fact } from './facts.ts'
import { replaceParts } from './parts.ts'
import { rankFiles } from './rank.ts'

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
 * Makes TEMP tables `run_loaded`, changes in the number of current rows by file, which add up to what a run loaded, and
 * `run_contradiction`, keys of which a file has several rows that are equal in `updated_at` and differ otherwise.
 */
export async function createLoadedTable(db: Db): Promise<void> {
  await db.run('CREATE OR REPLACE TEMP TABLE run_loaded (file_id VARCHAR, n BIGINT)')
  await db.run('CREATE OR REPLACE TEMP TABLE run_contradiction (file_id VARCHAR, n BIGINT)')
}

/**
 * Merges the valid rows of `judged` into the feed's facts: of every key the row with the latest `updated_at` stays,
 * between equal ones that of the file with the higher rank (path, then content), then the later line. So the outcome does
 * not depend on the order of arrival. `track` records old and new images in `change_*`.
 */
export async function merge(db: Db, feed: string, zones: string[], track: boolean): Promise<void> {
  const facts = factsOf(feed)
  await db.run('CREATE OR REPLACE TEMP TABLE loser (id BIGINT)')
  for (const fact of facts)
    if (await replaceParts(db, feed, fact)) await removeKnown(db, fact, 'SELECT id FROM replaced', track)
  await loseToSameBatch(db, feed, facts[0]!)
  for (const fact of facts) await loseToKnown(db, feed, fact, track)
  const beaten = (await count(db, 'SELECT count(*) FROM loser')) > 0
  const stays = `refusal IS NULL ${beaten ? 'AND rowid NOT IN (SELECT id FROM loser)' : ''}`
  for (const fact of facts) await insert(db, fact, zones, stays, track)
  await db.run(`INSERT INTO run_loaded SELECT file_id, count(*) FROM judged WHERE ${stays} GROUP BY 1`)
}

/** What a row of `judged` says. */
const contentOf = (feed: string) =>
  contractOf(feed)!
    .columns.filter((c) => !c.unpublished)
    .map((c) => `j."${publishedName(c)}"`)
    .join(', ')

/** Rows of the batch that another row of the batch replaces. */
async function loseToSameBatch(db: Db, feed: string, fact: Fact): Promise<void> {
  // Eight bytes for a key of texts: three times cheaper to group by. Two keys that share them only look like one.
  const hashed = `hash(${fact.key.map((k) => `j."${k}"`).join(', ')})`
  await db.run(
    `CREATE OR REPLACE TEMP TABLE doubled AS SELECT ${hashed} AS h FROM judged j WHERE refusal IS NULL
     GROUP BY h HAVING count(*) > 1`,
  )
  if ((await count(db, 'SELECT count(*) FROM doubled')) === 0) return
  const key = fact.key.map((k) => `"${k}"`).join(', ')
  await db.run(
    `CREATE OR REPLACE TEMP TABLE rival AS SELECT j.rowid AS id, ${key}, ${version(feed)} AS version, file_id, line,
       hash(${contentOf(feed)}) AS content
     FROM judged j JOIN doubled d ON d.h = ${hashed} WHERE refusal IS NULL`,
  )
  await db.run(
    `INSERT INTO run_contradiction SELECT file_id, count(*) FROM (
       SELECT file_id FROM rival GROUP BY file_id, ${key}, version HAVING min(content) <> max(content)) GROUP BY 1`,
  )
  await rankFiles(
    db,
    `SELECT unnest(files) AS file_id FROM (SELECT list(file_id) AS files FROM rival
       GROUP BY ${key}, version HAVING min(file_id) <> max(file_id))`,
  )
  await db.run(
    `INSERT INTO loser SELECT id FROM (
       SELECT id, row_number() OVER (PARTITION BY ${key} ORDER BY version DESC, rank DESC, line DESC) AS place
       FROM rival LEFT JOIN file_rank USING (file_id)) WHERE place > 1`,
  )
}

/** Rows of the batch that a known row outdoes lose; known rows that the batch outdoes are deleted. */
async function loseToKnown(db: Db, feed: string, fact: Fact, track: boolean): Promise<void> {
  if ((await count(db, `SELECT count(*) FROM (SELECT 1 FROM main.${fact.table} LIMIT 1)`)) === 0) return
  await findClashes(db, feed, fact)
  if ((await count(db, 'SELECT count(*) FROM clash')) === 0) return
  await settleTies(db)
  await db.run('INSERT INTO loser SELECT new_id FROM clash WHERE NOT wins')
  await removeKnown(db, fact, 'SELECT old_id FROM clash WHERE wins', track)
}

/** Deletes known rows (row ids that `which` selects) that newer ones replace. */
async function removeKnown(db: Db, fact: Fact, which: string, track: boolean): Promise<void> {
  const old = `FROM main.${fact.table} WHERE rowid IN (${which})`
  if (track) await db.run(`INSERT INTO change_${fact.table} SELECT ${Object.values(fact.change).join(', ')} ${old}`)
  if (fact.table === 'scanner_state')
    await db.run(`INSERT INTO state_touched SELECT center_code, scanner_id, started_at ${old}`)
  await db.run(`INSERT INTO run_loaded SELECT source_file_id, -count(*) ${old} GROUP BY 1`)
  await db.run(`DELETE ${old}`)
}

/** TEMP table `clash`: known rows whose key is in the batch; `wins` is null where `updated_at` does not decide. */
async function findClashes(db: Db, feed: string, fact: Fact): Promise<void> {
  // Constant bounds let DuckDB skip the row groups of other centers: most batches of a first load are of a few centers.
  const [range] = await rows<{ low: string; high: string }>(
    db,
    'SELECT min(center_code) AS low, max(center_code) AS high FROM judged WHERE refusal IS NULL',
  )
  if (range?.low == null) return void (await db.run('CREATE OR REPLACE TEMP TABLE clash AS SELECT 1 LIMIT 0'))
  const { low, high } = range
  await db.run(
    `CREATE OR REPLACE TEMP TABLE clash AS
     SELECT j.rowid AS new_id, f.rowid AS old_id, j.file_id AS new_file, f.source_file_id AS old_file, j.line AS new_line,
       f.source_line AS old_line,
       CASE WHEN ${version(feed)} > f.updated_at THEN true WHEN ${version(feed)} < f.updated_at THEN false END AS wins
     FROM judged j JOIN main.${fact.table} f ON ${sameKey(fact, 'j', 'f')}
     WHERE refusal IS NULL AND j.rowid NOT IN (SELECT id FROM loser)
       AND f.center_code BETWEEN ${literal(low)} AND ${literal(high)}`,
  )
}

async function settleTies(db: Db): Promise<void> {
  if ((await count(db, 'SELECT count(*) FROM clash WHERE wins IS NULL')) === 0) return
  const tied = (file: string) => `SELECT DISTINCT ${file} AS file_id FROM clash WHERE wins IS NULL`
  await rankFiles(db, `${tied('new_file')} UNION ${tied('old_file')}`)
  await db.run(
    `UPDATE clash SET wins = (n.rank, new_line) > (o.rank, old_line) FROM file_rank n, file_rank o
     WHERE wins IS NULL AND n.file_id = new_file AND o.file_id = old_file`,
  )
}

async function insert(db: Db, fact: Fact, zones: string[], stays: string, track: boolean): Promise<void> {
  const own = fact.columns(zones)
  const values = Object.keys(columnsOf(fact.table)).map((name) => {
    if (name === 'source_file_id') return 'file_id AS source_file_id'
    if (name === 'source_line') return 'line AS source_line'
    return `${own[name] ?? `"${name}"`} AS "${name}"`
  })
  const added = `SELECT ${values.join(', ')} FROM judged WHERE ${stays} AND ${fact.where}`
  const isState = fact.table === 'scanner_state'
  if (!track && !isState) return void (await db.run(`INSERT INTO main.${fact.table} ${added}`))
  await db.run(`CREATE OR REPLACE TEMP TABLE added AS SELECT * FROM main.${fact.table} LIMIT 0`)
  await db.run(`INSERT INTO added ${added}`)
  await db.run(`INSERT INTO main.${fact.table} FROM added`)
  if (track) await db.run(`INSERT INTO change_${fact.table} SELECT ${Object.values(fact.change).join(', ')} FROM added`)
  if (isState) await db.run('INSERT INTO state_touched SELECT center_code, scanner_id, started_at FROM added')
}
