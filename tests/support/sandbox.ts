import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { SandboxLimits } from '#app/server/sql/limits.ts'
import { createSqlService } from '#app/server/sql/service.ts'
import type { Snapshot } from '#queries/db/snapshots.ts'

/** A data folder whose snapshot is a small network of tables as a snapshot has them. */
export async function sandboxFolder() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sandbox-'))
  mkdirSync(path.join(dataDir, 'snapshots'))
  const build = async (id: string) => {
    const file = path.join(dataDir, `snapshots/snapshot-${id}.duckdb`)
    const instance = await DuckDBInstance.create(file)
    const connection = await instance.connect()
    await connection.run(`CREATE SCHEMA mart; CREATE SCHEMA ops; CREATE TABLE ops.run AS SELECT '${id}' AS run_id;
      CREATE TABLE center AS SELECT 'C' || range AS center_code, 'name ' || range AS name FROM range(20);
      CREATE TABLE exam AS SELECT range AS n, 'C' || (range % 20) AS center_code, DATE '2026-03-01' + (range % 30)::INT AS day,
        (range / 4)::DECIMAL(14,2) AS cny, 'completed' AS status FROM range(30000);
      COMMENT ON COLUMN exam.day IS 'local day';
      CREATE TABLE mart.center_day AS SELECT day, center_code, count(*) AS exams_performed FROM exam GROUP BY ALL; CHECKPOINT`)
    connection.closeSync()
    instance.closeSync()
    return file
  }
  const snapshot: Snapshot = {
    schema_version: 2,
    snapshot_id: 'one',
    file: await build('one'),
    published_at: '2026-04-01T02:00:00Z',
    run_id: null,
    is_demo: false,
    data_dir: dataDir,
  }
  return { dataDir, snapshot, build }
}

/** The small network, and a service on it. */
export async function openSandbox(limits: Partial<SandboxLimits> = {}) {
  const { dataDir, snapshot, build } = await sandboxFolder()
  const state = { current: snapshot as Snapshot | null }
  const service = createSqlService({ reader: { current: async () => state.current }, limits })
  const close = async () => {
    await service.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { dataDir, snapshot, state, service, build, close }
}

/** Names and bytes of a folder: what a statement may not change. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
    if (name.startsWith('.sandbox')) continue
    const file = path.join(folder, name)
    hash.update(`${name}\n`)
    if (statSync(file).isFile()) hash.update(readFileSync(file))
  }
  return hash.digest('hex')
}

export interface Attack {
  name: string
  category: string
  sql: string
  steps?: string[]
  gen?: { pre?: string; unit: string; n: number; sep?: string; post?: string; close?: string; tail?: string }
  expected: 'blocked' | 'interrupted' | 'harmless'
}

/** The statements of an attack, long texts written out. */
export function statementsOf({ sql, steps, gen }: Attack, paths: Record<string, string>): string[] {
  const fill = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => paths[name] ?? name)
  if (!gen) return (steps ?? [sql]).map(fill)
  const unit = (i: number) =>
    gen.unit
      .replaceAll('{i+1}', String(i + 1))
      .replaceAll('{i+2}', String(i + 2))
      .replaceAll('{i}', String(i))
  const units = Array.from({ length: gen.n }, (_, i) => unit(i)).join(gen.sep ?? '')
  return [fill(`${gen.pre ?? ''}${units}${gen.post ?? ''}${(gen.close ?? '').repeat(gen.n)}${gen.tail ?? ''}`)]
}
