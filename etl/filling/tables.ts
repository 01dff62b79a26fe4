import type { Db } from '../db.ts'
import { facts } from '../facts/facts.ts'
import { createChangeTables, createLoadedTable } from '../facts/merge.ts'
import { createFileView } from '../facts/rank.ts'
import { createStateTable } from '../facts/states.ts'
import { clockSql, keyedHashSql, macroSql } from '../load/macros.ts'
import { hmacPads } from '../publish/key.ts'
import { warehouseSql } from '../schema/index.ts'
import { createReadings } from './outdated.ts'
import { createPartTables } from './parts.ts'
import { createSetAside } from './set-aside.ts'

/** Makes the published tables where they are missing, and all that lives only while a run does (TEMP: none of it stays in the file). */
export async function prepareTables(db: Db, key: string, now: Date): Promise<void> {
  // In one transaction: each of some hundred comments would wait for the disk by itself.
  await db.run('BEGIN')
  for (const sql of warehouseSql()) await db.run(sql)
  await db.run('COMMIT')
  for (const sql of macroSql) await db.run(sql)
  await db.run(clockSql(now))
  const { ipad, opad } = hmacPads(key)
  await db.run(keyedHashSql(ipad, opad))
  await db.run('CREATE OR REPLACE TEMP TABLE run_file AS SELECT * FROM ops.source_file LIMIT 0')
  await db.run('CREATE OR REPLACE TEMP TABLE run_reject AS SELECT * FROM ops.reject LIMIT 0')
  await db.run('CREATE OR REPLACE TEMP TABLE run_dropped (keyword VARCHAR, series BIGINT, kept BOOLEAN DEFAULT false)')
  await createPartTables(db)
  await createSetAside(db)
  await createFileView(db)
  await createLoadedTable(db)
  await createReadings(db)
  await createStateTable(db)
  await createChangeTables(db, facts)
}
