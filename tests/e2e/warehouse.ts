import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { inject } from 'vitest'

/** The same question in plain SQL, asked of the published file beside the program. */
export async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const dataDir = inject('dataDir')
  const pointer = JSON.parse(await readFile(path.join(dataDir, 'current.json'), 'utf8')) as { file: string }
  const instance = await DuckDBInstance.create(path.resolve(dataDir, pointer.file), { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const rows = await (await connection.run(sql)).getRowObjectsJson()
    return rows as Record<string, unknown>[]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

export async function askNumber(sql: string): Promise<number | null> {
  const [row] = await ask(sql)
  const [value] = Object.values(row ?? {})
  return value === null || value === undefined ? null : Number(value)
}
