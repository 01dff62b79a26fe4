import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../db.ts'

/** A SELECT that stands in a file under `etl/models/`, without its `{{…}}` filled in. */
export function modelSql(path: string): string {
  return readFileSync(join(import.meta.dirname, `${path}.sql`), 'utf8')
}

/** Makes the TEMP table of an intermediate model anew. The name of the file is the name of the table. */
export async function buildTemp(
  db: Db,
  path: string,
  as = path.split('/').at(-1)!,
  fill: Record<string, string> = {},
): Promise<void> {
  const sql = modelSql(path).replace(/\{\{(\w+)\}\}/g, (_, name: string) => fill[name] ?? '')
  await db.run(`CREATE OR REPLACE TEMP TABLE ${as} AS ${sql}`)
}

export async function dropTemps(db: Db, names: string[]): Promise<void> {
  for (const name of names) await db.run(`DROP TABLE IF EXISTS temp.${name}`)
}
