import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import type { Names } from './page-types.ts'

/** Names of codes; a code that the reference data does not know stands for itself. */
export type NameOf = (code: string) => Names

type Named = { code: string | null; name_en: string | null; name_zh: string | null }

export function nameOf(rows: Named[]): NameOf {
  const known = new Map(rows.map((row) => [row.code, row]))
  return (code) => {
    const row = known.get(code)
    const name_en = row?.name_en ?? row?.name_zh ?? code
    return { name_en, name_zh: row?.name_zh ?? name_en }
  }
}

export const centerNames = (db: Kysely<Database>): Promise<NameOf> =>
  oncePerSnapshot(db, 'centerNames', async () => {
    return nameOf(await db.selectFrom('center').select(['center_code as code', 'name_en', 'name_zh']).execute())
  })

export const findingNames = (db: Kysely<Database>): Promise<NameOf> =>
  oncePerSnapshot(db, 'findingNames', async () => {
    return nameOf(await db.selectFrom('finding').select(['finding_code as code', 'name_en', 'name_zh']).execute())
  })

/** Of the newest version of each protocol. */
export const protocolNames = (db: Kysely<Database>): Promise<NameOf> =>
  oncePerSnapshot(db, 'protocolNames', async () => {
    const rows = db.selectFrom('protocol').select(['protocol_code as code', 'name_en', 'name_zh']).orderBy('version')
    return nameOf(await rows.execute())
  })
