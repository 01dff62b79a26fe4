import { sql } from 'kysely'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Shown } from './panel.ts'

export interface PanelRows {
  columns: string[]
  rows: Shown[]
}

/** The rows of a panel's statement, for a file; null while nothing has been published. */
export function panelRows(reader: WarehouseReader, statement: string): Promise<PanelRows | null> {
  return reader.read(`rows ${statement}`, async (db) => {
    const { rows } = await sql.raw<Shown>(statement).execute(db)
    if (rows[0]) return { columns: Object.keys(rows[0]), rows }
    const columns = await sql.raw<{ column_name: string }>(`DESCRIBE ${statement}`).execute(db)
    return { columns: columns.rows.map(({ column_name }) => column_name), rows }
  })
}
