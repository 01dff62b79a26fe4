import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../db.ts'

/** A SELECT that stands in a file under `etl/models/`, its `{{…}}` filled in. */
export function modelSql(path: string, fill: Record<string, string> = {}): string {
  const text = readFileSync(join(import.meta.dirname, `${path}.sql`), 'utf8')
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (fill[name] === undefined) throw new Error(`${path}.sql asks for {{${name}}}, which nothing fills in`)
    return fill[name]
  })
}

/** Changes with any file of `etl/models/`: marts that other models made are made anew, not only the days that changed. */
export function modelsFingerprint(): string {
  const hash = createHash('sha256')
  const names = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  for (const name of names.filter((n) => /\.(sql|ts)$/.test(n)).sort())
    hash.update(`${name}\0`).update(readFileSync(join(import.meta.dirname, name)))
  return hash.digest('hex').slice(0, 16)
}

/** Makes the TEMP table of an intermediate model anew. The name of the file is the name of the table. */
export async function buildTemp(
  db: Db,
  path: string,
  as = path.split('/').at(-1)!,
  fill: Record<string, string> = {},
): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE ${as} AS ${modelSql(path, fill)}`)
}

export async function dropTemps(db: Db, names: string[]): Promise<void> {
  for (const name of names) await db.run(`DROP TABLE IF EXISTS temp.${name}`)
}
