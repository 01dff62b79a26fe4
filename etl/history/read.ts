import { publishedName, type Column, type Contract } from '../contracts/contract.ts'
import { count, rows, type Db } from '../db.ts'
import { historyColumns } from '../facts/judge.ts'
import { literal, pathList } from '../sql-text.ts'

/** As history keeps what the loader made of a column. */
const TYPES: Record<Column['type'], string> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  number: 'DOUBLE',
  amount: 'DECIMAL(14,2)',
  boolean: 'BOOLEAN',
  timestamp: 'BIGINT',
  date: 'DATE',
  month: 'DATE',
  parameters: 'VARCHAR',
  tags: 'VARCHAR[]',
}

/**
 * TEMP view `incoming` over history files of a feed, without readings that a newer profile replaced (TEMP table
 * `outdated_reading`). A column that the contract did not have when all of them were written is as if no file had held it.
 */
export async function readHistory(db: Db, contract: Contract, files: string[], where = 'true'): Promise<void> {
  const source = `read_parquet(${pathList(files)}, union_by_name = true)`
  const there = new Set(
    (await rows<{ column_name: string }>(db, `DESCRIBE SELECT * FROM ${source}`)).map((c) => c.column_name),
  )
  const columns = historyColumns(contract).map((name) => (there.has(name) ? `"${name}"` : absent(contract, name)))
  const outdated = (await count(db, 'SELECT count(*) FROM outdated_reading')) > 0
  const current = outdated ? 'AND file_id NOT IN (FROM outdated_reading)' : ''
  await db.run(
    `CREATE OR REPLACE TEMP VIEW incoming AS SELECT ${columns.join(', ')} FROM ${source} WHERE (${where}) ${current}`,
  )
}

function absent(contract: Contract, name: string): string {
  const column = contract.columns.find((c) => publishedName(c) === name)!
  const value = column.default === undefined ? 'NULL' : literal(column.default)
  return `CAST(${value} AS ${column.hashedAs ? 'VARCHAR' : TYPES[column.type]}) AS "${name}"`
}
