import { insertObjects, openDb, rows, type Db } from '#etl/db.ts'
import { facts } from '#etl/facts/facts.ts'
import { warehouseSql } from '#etl/schema/index.ts'
import { factTables, referenceTables } from '#etl/schema/main.ts'
import { martTables } from '#etl/schema/mart.ts'
import { buildMarts, captureBefore, markDirty } from '#etl/models/index.ts'

/** Rows by table of `main`; columns that a test leaves out are null. */
export type World = Record<string, object[]>

const tables = [...referenceTables, ...factTables]

/** An empty warehouse in memory. */
export async function emptyWarehouse(): Promise<{ db: Db; close: () => void }> {
  const opened = await openDb(':memory:', { threads: 2, memoryLimit: '1GB', tempDir: null })
  for (const statement of warehouseSql()) await opened.db.run(statement)
  return opened
}

/** Replaces the content of every table of `main`. */
export async function fill(db: Db, world: World): Promise<void> {
  for (const t of tables) {
    await db.run(`DELETE FROM main."${t.name}"`)
    const types = Object.fromEntries(Object.entries(t.columns).map(([name, column]) => [name, column.type]))
    await insertObjects(db, `main."${t.name}"`, types, (world[t.name] ?? []).map(withParsedJson))
  }
}

/** Parameters are written as JSON text in tests, so that a text and a number can be told apart. */
function withParsedJson(row: object): object {
  const { parameters } = row as { parameters?: string }
  return parameters === undefined ? row : { ...row, parameters: JSON.parse(parameters) as unknown }
}

/** The marts of a world, built whole in a warehouse of its own. */
export async function builtWarehouse(world: World): Promise<{ db: Db; close: () => void }> {
  const opened = await emptyWarehouse()
  await fill(opened.db, world)
  await markDirty(opened.db, { all: true })
  await buildMarts(opened.db)
  return opened
}

/** Changes a warehouse into another world as a nightly run does: only what the difference makes dirty is built. */
export async function changeInto(db: Db, world: World, examsPerGroup?: number): Promise<void> {
  await captureBefore(db)
  for (const t of factTables) await db.run(`CREATE OR REPLACE TEMP TABLE old_${t.name} AS FROM main."${t.name}"`)
  await fill(db, world)
  for (const { table, change } of facts) {
    const columns = Object.entries(change).map(([name, sql]) => `${sql} AS "${name}"`)
    const differing = (a: string, b: string) => `SELECT ${columns.join(', ')} FROM (FROM ${a} EXCEPT ALL FROM ${b})`
    await db.run(
      `CREATE OR REPLACE TEMP TABLE change_${table} AS ${differing(`old_${table}`, `main."${table}"`)}
       UNION ALL ${differing(`main."${table}"`, `old_${table}`)}`,
    )
  }
  await markDirty(db, { all: false })
  await buildMarts(db, { examsPerGroup })
}

/** Every mart as sorted lines, to compare two warehouses row for row. */
export async function martLines(db: Db): Promise<Record<string, string[]>> {
  const lines: Record<string, string[]> = {}
  for (const t of martTables) {
    const columns = Object.keys(t.columns).map((name) => `"${name}"`)
    const found = await rows<{ line: string }>(
      db,
      `SELECT CAST(to_json({${columns.map((c) => `${c}: ${c}`).join(', ')}}) AS VARCHAR) AS line FROM mart.${t.name} ORDER BY 1`,
    )
    lines[t.name] = found.map((row) => row.line)
  }
  return lines
}

/** Rows of a mart with dates as text, for hand-computed expectations. */
export async function mart(db: Db, name: string, where = 'true'): Promise<Record<string, unknown>[]> {
  const t = martTables.find((table) => table.name === name)!
  const columns = Object.entries(t.columns).map(([column, { type }]) => {
    if (type === 'DATE') return `CAST("${column}" AS VARCHAR) AS "${column}"`
    return type.startsWith('DECIMAL') ? `CAST("${column}" AS DOUBLE) AS "${column}"` : `"${column}"`
  })
  return rows(db, `SELECT ${columns.join(', ')} FROM mart.${name} WHERE ${where} ORDER BY ALL`)
}
