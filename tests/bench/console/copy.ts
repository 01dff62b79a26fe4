// The floor of an export: DuckDB's own COPY of the same rows to a file. Prints seconds by format as JSON.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { createSnapshotReader } from '#queries/db/snapshots.ts'

const [dataDir, sql] = process.argv.slice(2) as [string, string]
const reader = createSnapshotReader({ dataDirs: [dataDir], cacheBytes: 0 })
const snapshot = await reader.current()
if (!snapshot) throw new Error('The run published no snapshot.')
const instance = await DuckDBInstance.create(snapshot.file, { access_mode: 'READ_ONLY', threads: '2' })
const connection = await instance.connect()
const seconds: Record<string, number> = {}
for (const format of ['csv', 'parquet']) {
  const file = path.join(dataDir, `floor.${format}`)
  const from = performance.now()
  await connection.run(`COPY (${sql}) TO '${file.replaceAll("'", "''")}' (FORMAT ${format})`)
  seconds[format] = (performance.now() - from) / 1000
  rmSync(file)
}
console.log(JSON.stringify(seconds))
process.exit(0)
