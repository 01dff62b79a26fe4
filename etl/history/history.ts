import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Contract } from '../contracts/contract.ts'
import type { Db } from '../db.ts'
import { EtlError } from '../errors.ts'
import { historyColumns } from '../facts/judge.ts'
import { literal } from '../load/typed.ts'
import { writeFileDurably } from '../publish/durable.ts'

/** Raised when files under `history/` change shape; older ones are refused, never misread. */
export const HISTORY_VERSION = 1

/** What a run added to history. It counts only once this record exists: it is written last. */
export interface HistoryRecord {
  history_version: number
  run_id: string
  started_at: string
  ended_at: string
  kind: 'nightly' | 'backfill' | 'rebuild'
  snapshot_id: string
  is_demo: boolean
  /** Files of the run by folder (a feed, `source_file` or `reject`), below `history/`. */
  files: Record<string, string[]>
  figures: {
    files_read: number
    rows_read: number
    rows_loaded: number
    rows_rejected: number
    rows_superseded: number
  }
}

/** Append-only history: `history/<feed>/<run>-<n>.parquet`, and one record a run in `history/runs/`. */
export class History {
  readonly dir: string
  #written: Record<string, string[]> = {}

  constructor(dataDir: string) {
    this.dir = join(dataDir, 'history')
  }

  /** Records of the runs that count, oldest first. A record of another version is refused with what to do. */
  async records(): Promise<HistoryRecord[]> {
    const names = existsSync(join(this.dir, 'runs')) ? await readdir(join(this.dir, 'runs')) : []
    const records = names.filter((n) => n.endsWith('.json')).sort()
    return Promise.all(
      records.map(async (name) => this.#check(JSON.parse(await readFile(join(this.dir, 'runs', name), 'utf8')))),
    )
  }

  #check(record: HistoryRecord): HistoryRecord {
    if (record.history_version === HISTORY_VERSION) return record
    throw new EtlError(
      'etl/history-version',
      `history of run ${record.run_id} has version ${record.history_version}, this program reads version ${HISTORY_VERSION}. ` +
        'Run the program version that wrote it, or load the landing files again into a new DATA_DIR.',
    )
  }

  /** Paths of the committed files of a folder (a feed, `source_file`, `reject`), oldest first. */
  async committed(folder: string): Promise<string[]> {
    return (await this.records()).flatMap((r) => (r.files[folder] ?? []).map((f) => join(this.dir, f)))
  }

  /** Writes the result of a SELECT as the run's next file of a folder. */
  async write(db: Db, folder: string, runId: string, select: string): Promise<void> {
    const files = (this.#written[folder] ??= [])
    const name = `${folder}/${runId}${files.length === 0 ? '' : `-${files.length}`}.parquet`
    const target = join(this.dir, name)
    await mkdir(dirname(target), { recursive: true })
    await db.run(
      `COPY (${select}) TO ${literal(`${target}.tmp`)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
    )
    await rename(`${target}.tmp`, target)
    files.push(name)
  }

  /** The sound rows of TEMP table `judged`, refused ones included. */
  async writeRows(db: Db, contract: Contract, runId: string): Promise<void> {
    const columns = historyColumns(contract).map((c) => `"${c}"`)
    await this.write(db, contract.feed, runId, `SELECT ${columns.join(', ')} FROM judged`)
  }

  /** Makes the run count. */
  async commit(record: Omit<HistoryRecord, 'history_version' | 'files'>): Promise<void> {
    await mkdir(join(this.dir, 'runs'), { recursive: true })
    const whole: HistoryRecord = { history_version: HISTORY_VERSION, ...record, files: this.#written }
    await writeFileDurably(join(this.dir, 'runs', `${record.run_id}.json`), `${JSON.stringify(whole, null, 2)}\n`)
  }

  /** Removes what runs left that were killed before they counted. */
  async sweep(): Promise<void> {
    const kept = new Set((await this.records()).flatMap((r) => Object.values(r.files).flat()))
    if (!existsSync(this.dir)) return
    for (const folder of await readdir(this.dir)) {
      if (folder === 'runs') continue
      for (const name of await readdir(join(this.dir, folder))) {
        if (!kept.has(`${folder}/${name}`)) await rm(join(this.dir, folder, name), { force: true })
      }
    }
  }
}

/** TEMP view `incoming` over history files of a feed. */
export async function readHistory(db: Db, contract: Contract, files: string[], where = 'true'): Promise<void> {
  const columns = historyColumns(contract).map((c) => `"${c}"`)
  const list = files.map(literal).join(', ')
  await db.run(
    `CREATE OR REPLACE TEMP VIEW incoming AS SELECT ${columns.join(', ')} FROM read_parquet([${list}]) WHERE ${where}`,
  )
}
