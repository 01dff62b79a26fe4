import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Contract } from '../contracts/contract.ts'
import { count, type Db } from '../db.ts'
import { historyColumns } from '../facts/judge.ts'
import { pathList } from '../load/paths.ts'
import { literal } from '../load/typed.ts'
import { checksumOf, type Checksum } from '../publish/checksum.ts'
import { syncPath, writeFileDurably } from '../publish/durable.ts'
import { PARTS, readParts, removeParts, writePart, type Part } from './parts.ts'
import { HISTORY_VERSION, readVersioned, type Compacted, type HistoryRecord } from './record.ts'

export { HISTORY_VERSION, type HistoryRecord } from './record.ts'

const RUNS = 'runs'
const COMPACTED = 'compacted.json'

/**
 * Append-only history: `history/<feed>/<run>-<n>.parquet`, and one record a run in `history/runs/`. Compaction may put few
 * files in the place of many (`history/compacted.json`).
 */
export class History {
  readonly dir: string
  readonly #written: Record<string, string[]> = {}
  /** What is on the disk already: files of parts. */
  readonly #sealed: Record<string, Checksum> = {}
  #parts = 0
  /** Parts that killed runs left, once `adopt` has taken them over. */
  adopted: Part[] = []
  #records: Promise<HistoryRecord[]> | null = null

  constructor(dataDir: string) {
    this.dir = join(dataDir, 'history')
  }

  /** Records of the runs that count, oldest first. One that is torn or of another version is refused with what to do. */
  records(): Promise<HistoryRecord[]> {
    // Read once: only the holder of the lock adds to history, and a long history has many records.
    this.#records ??= this.#readRecords()
    return this.#records
  }

  async #readRecords(): Promise<HistoryRecord[]> {
    const folder = join(this.dir, RUNS)
    const names = existsSync(folder) ? await readdir(folder) : []
    const records = names.filter((n) => n.endsWith('.json')).sort()
    return Promise.all(
      records.map((name) => readVersioned<HistoryRecord>(join(folder, name), `run ${name.slice(0, -5)}`)),
    )
  }

  async compacted(): Promise<Compacted | null> {
    const path = join(this.dir, COMPACTED)
    return existsSync(path) ? readVersioned<Compacted>(path, 'the compaction') : null
  }

  /** Files that make up history by folder, oldest first, and what each must be (null where it was not recorded). */
  async contents(): Promise<Map<string, { name: string; checksum: Checksum | null }[]>> {
    const compacted = await this.compacted()
    const later = (await this.records()).filter((r) => !compacted || r.run_id > compacted.through_run)
    const found = new Map<string, { name: string; checksum: Checksum | null }[]>()
    for (const part of compacted ? [compacted, ...later] : later) {
      for (const [folder, names] of Object.entries(part.files)) {
        const list = names.map((name) => ({ name, checksum: part.checksums?.[name] ?? null }))
        found.set(folder, [...(found.get(folder) ?? []), ...list])
      }
    }
    return found
  }

  /** Paths of the committed files of a folder (a feed, `source_file`, `reject`), oldest first. */
  async committed(folder: string): Promise<string[]> {
    return ((await this.contents()).get(folder) ?? []).map(({ name }) => join(this.dir, name))
  }

  /** The same and what this run has written so far. */
  async readable(folder: string): Promise<string[]> {
    const written = (this.#written[folder] ?? []).map((name) => join(this.dir, name))
    return [...(await this.committed(folder)), ...written]
  }

  /** Writes the result of a SELECT as the run's next file of a folder. */
  async write(db: Db, folder: string, runId: string, select: string): Promise<void> {
    const files = (this.#written[folder] ??= [])
    const name = `${folder}/${runId}${files.length === 0 ? '' : `-${files.length}`}.parquet`
    await this.writeFile(db, name, select)
    files.push(name)
  }

  /** Writes a file under a name of its own; it counts for nothing before a record names it. */
  async writeFile(db: Db, name: string, select: string): Promise<void> {
    const target = join(this.dir, name)
    await mkdir(dirname(target), { recursive: true })
    await db.run(
      `COPY (${select}) TO ${literal(`${target}.tmp`)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
    )
    await rename(`${target}.tmp`, target)
  }

  /** The sound rows of TEMP table `judged`, refused ones included. */
  async writeRows(db: Db, contract: Contract, runId: string): Promise<void> {
    const columns = historyColumns(contract).map((c) => `"${c}"`)
    await this.write(db, contract.feed, runId, `SELECT ${columns.join(', ')} FROM judged`)
  }

  /** Keeps what was written so far as a part, with the results of some SELECTs by folder: see parts.ts. */
  async keepPart(db: Db, runId: string, select: Record<string, string>): Promise<void> {
    const part = ++this.#parts
    const files: Record<string, string[]> = {}
    for (const [folder, names] of Object.entries(this.#written)) {
      const fresh = names.filter((name) => !(name in this.#sealed))
      if (fresh.length > 0) files[folder] = fresh
    }
    Object.assign(this.#sealed, await this.seal(Object.values(files).flat()))
    for (const [folder, sql] of Object.entries(select)) {
      files[folder] = [`${folder}/${runId}-${part}.parquet`]
      await this.writeFile(db, files[folder][0]!, sql)
    }
    const ops = await this.seal(Object.keys(select).flatMap((folder) => files[folder]!))
    const feeds = Object.values(files)
      .flat()
      .filter((name) => name in this.#sealed)
    const checksums = { ...Object.fromEntries(feeds.map((name) => [name, this.#sealed[name]!])), ...ops }
    await writePart(this.dir, { run_id: runId, part, files, checksums })
  }

  /** Takes the rows that killed runs have read into this run; `feeds` are the folders that it will keep. */
  async adopt(feeds: string[]): Promise<void> {
    this.adopted = await readParts(this.dir)
    for (const part of this.adopted) {
      for (const feed of feeds) {
        for (const name of part.files[feed] ?? []) {
          ;(this.#written[feed] ??= []).push(name)
          this.#sealed[name] = part.checksums[name]!
        }
      }
    }
  }

  /** Makes the run count: its files are on the disk before the record that names them is. */
  async commit(record: Omit<HistoryRecord, 'history_version' | 'files' | 'checksums'>): Promise<void> {
    await this.settle()
    const names = Object.values(this.#written).flat()
    const checksums = Object.fromEntries(names.map((name) => [name, this.#sealed[name]!]))
    const whole: HistoryRecord = { history_version: HISTORY_VERSION, ...record, files: this.#written, checksums }
    await mkdir(join(this.dir, RUNS), { recursive: true })
    await writeFileDurably(join(this.dir, RUNS, `${record.run_id}.json`), `${JSON.stringify(whole, null, 2)}\n`)
    this.#records = null
    removeParts(this.dir)
  }

  /** Forces what was written so far to the disk, which `commit` need not do then. */
  async settle(): Promise<void> {
    const names = Object.values(this.#written).flat()
    Object.assign(this.#sealed, await this.seal(names.filter((name) => !(name in this.#sealed))))
  }

  /** Files in the place of those of all runs so far, in one step. What they replace goes with the next sweep. */
  async replaceBy(files: Record<string, string[]>, throughRun: string): Promise<void> {
    const compacted: Compacted = {
      history_version: HISTORY_VERSION,
      compacted_at: new Date().toISOString(),
      through_run: throughRun,
      files,
      checksums: await this.seal(Object.values(files).flat()),
    }
    await writeFileDurably(join(this.dir, COMPACTED), `${JSON.stringify(compacted, null, 2)}\n`)
  }

  /** Forces files and their folders to the disk and tells what their bytes are. */
  async seal(names: string[]): Promise<Record<string, Checksum>> {
    const checksums: Record<string, Checksum> = {}
    for (const name of names) {
      await syncPath(join(this.dir, name))
      checksums[name] = await checksumOf(join(this.dir, name))
    }
    for (const folder of new Set(names.map((name) => dirname(join(this.dir, name))))) await syncPath(folder)
    return checksums
  }

  /** Files below `history/` that nothing names: of runs that were killed before they counted, or replaced by compaction. */
  async strays(): Promise<string[]> {
    if (!existsSync(this.dir)) return []
    const counted = [...(await this.contents()).values()].flat().map(({ name }) => name)
    const parts = (await readParts(this.dir)).flatMap((part) => Object.values(part.files).flat())
    const kept = new Set([...counted, ...parts])
    const strays: string[] = []
    for (const entry of await readdir(this.dir, { withFileTypes: true })) {
      if (!entry.isDirectory()) {
        if (entry.name !== COMPACTED) strays.push(entry.name)
        continue
      }
      for (const name of await readdir(join(this.dir, entry.name))) {
        const path = `${entry.name}/${name}`
        if (entry.name === RUNS || entry.name === PARTS ? !name.endsWith('.json') : !kept.has(path)) strays.push(path)
      }
    }
    return strays
  }

  /** Removes the strays. */
  async sweep(): Promise<void> {
    for (const name of await this.strays()) await rm(join(this.dir, name), { recursive: true, force: true })
  }
}

/** TEMP view `incoming` over history files of a feed, without readings that a newer profile replaced (TEMP table `outdated_reading`). */
export async function readHistory(db: Db, contract: Contract, files: string[], where = 'true'): Promise<void> {
  const columns = historyColumns(contract).map((c) => `"${c}"`)
  const outdated = (await count(db, 'SELECT count(*) FROM outdated_reading')) > 0
  const current = outdated ? 'AND file_id NOT IN (FROM outdated_reading)' : ''
  await db.run(
    `CREATE OR REPLACE TEMP VIEW incoming AS SELECT ${columns.join(', ')} FROM read_parquet(${pathList(files)}) WHERE (${where}) ${current}`,
  )
}
