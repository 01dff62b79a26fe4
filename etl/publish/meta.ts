import { rows, type Db } from '../db.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'

/** What a snapshot says of itself in `ops.meta`: by its fingerprints the next run knows what has changed since. */
export interface Meta {
  snapshot_id: string
  /** Fingerprint of the reference data. */
  reference: string
  /** JSON object: fingerprint of each center's zone and scanners. */
  identity: string
  /** Fingerprint of the SQL models that made the marts; absent in snapshots of older programs. */
  models: string
  is_demo: boolean
  /** Version of the program that set files aside whose rows a model cannot bear; absent where none is. */
  set_aside_by?: string
}

export async function writeMeta(db: Db, meta: Meta): Promise<void> {
  await db.run('DELETE FROM ops.meta')
  for (const [key, value] of Object.entries({ schema_version: SCHEMA_VERSION, ...meta }))
    await db.run('INSERT INTO ops.meta VALUES ($1, $2)', [key, String(value)])
}

export async function readMeta(db: Db): Promise<Map<string, string>> {
  const found = await rows<{ key: string; value: string }>(db, 'SELECT key, value FROM ops.meta')
  return new Map(found.map((f) => [f.key, f.value]))
}
