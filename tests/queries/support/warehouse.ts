import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { onTestFinished } from 'vitest'
import { publishedTables, warehouseSql } from '#etl/schema/index.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { SCHEMA_VERSION } from '#queries/schema.ts'

type Value = string | number | boolean | null | string[]
export type Row = Record<string, Value | undefined>
/** Rows by table, `main.` left out: `{ exam: [...], 'mart.center_day': [...] }`. Columns that are not named are null. */
export type Rows = Record<string, Row[]>

function literal(value: Value): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

function insertSql(name: string, rows: Row[]): string {
  const qualified = name.includes('.') ? name : `main.${name}`
  const table = publishedTables.find((t) => `${t.schema}.${t.name}` === qualified)
  if (!table) throw new Error(`No published table ${qualified}`)
  const columns = [...new Set(rows.flatMap(Object.keys))]
  const tuples = rows.map((row) => `(${columns.map((c) => literal(row[c] ?? null)).join(', ')})`)
  return `INSERT INTO ${qualified} (${columns.map((c) => `"${c}"`).join(', ')}) VALUES ${tuples.join(', ')}`
}

export async function writeSnapshot(file: string, rows: Rows, more: string[] = []): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    for (const statement of warehouseSql()) await connection.run(statement)
    for (const [name, list] of Object.entries(rows)) if (list.length > 0) await connection.run(insertSql(name, list))
    for (const statement of more) await connection.run(statement)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

export async function publish(
  dataDir: string,
  id: string,
  rows: Rows,
  pointer: object = {},
  more: string[] = [],
): Promise<void> {
  await mkdir(path.join(dataDir, 'snapshots'), { recursive: true })
  const file = `snapshots/snapshot-${id}.duckdb`
  await writeSnapshot(path.join(dataDir, file), rows, more)
  const current = {
    schema_version: SCHEMA_VERSION,
    snapshot_id: id,
    file,
    published_at: '2026-03-10T02:10:00Z',
    run_id: 'r1',
  }
  await writeFile(path.join(dataDir, 'current.json'), JSON.stringify({ ...current, is_demo: false, ...pointer }))
}

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'isocenter-queries-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** A reader on a real snapshot with these rows, and what statements make of them; closed when the test ends. */
export async function warehouse(rows: Rows, more: string[] = []): Promise<SnapshotReader> {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', rows, {}, more)
  const reader = createSnapshotReader({ dataDirs: [dataDir], recheckMilliseconds: 0 })
  onTestFinished(() => reader.close())
  return reader
}
