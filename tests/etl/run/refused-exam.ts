import type { Config } from '#etl/config.ts'
import { openDb, rows } from '#etl/db.ts'
import { recordSnapshot } from '#tests/support/etl.ts'
import { servedFile } from '#tests/support/same-warehouse.ts'

/** Makes the served snapshot's exams refuse one accession number: what cannot even be merged, whatever it is. */
export async function refuseExam(config: Config, accession: string): Promise<void> {
  const file = await servedFile(config.dataDir)
  const { db, close } = await openDb(file, { threads: 1, memoryLimit: '500MB', tempDir: null })
  const columns = await rows<{ name: string; type: string }>(
    db,
    `SELECT column_name AS name, data_type AS type FROM duckdb_columns()
     WHERE schema_name = 'main' AND table_name = 'exam' ORDER BY column_index`,
  )
  const list = columns.map((c) => `"${c.name}" ${c.type}`).join(', ')
  await db.run('CREATE TABLE main.kept AS FROM main.exam')
  await db.run('DROP TABLE main.exam')
  await db.run(`CREATE TABLE main.exam (${list}, CHECK (accession_no <> '${accession}'))`)
  await db.run('INSERT INTO main.exam FROM main.kept')
  await db.run('DROP TABLE main.kept')
  await db.run('CHECKPOINT')
  close()
  await recordSnapshot(config)
}
