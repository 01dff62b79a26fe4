import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Contract } from '../contracts/contract.ts'
import type { Db } from '../db.ts'
import type { EtlError } from '../errors.ts'
import { historyColumns } from '../facts/judge.ts'
import { checksumOf, type Checksum } from '../publish/checksum.ts'
import { syncPath, writeFileDurably } from '../publish/durable.ts'
import { literal } from '../sql-text.ts'
import { absent, damaged, stopAt, type Damage, type HistoryFile } from './compare.ts'
import { PARTS, readParts, removeParts, wholeParts, writePart, type Part } from './parts.ts'
import { HISTORY_VERSION, readVersioned, type Compacted, type Forgotten, type HistoryRecord } from './record.ts'
import { forgottenIn, listRecords, RUNS, type Listed } from './records.ts'

export { HISTORY_VERSION, type HistoryRecord } from './record.ts'

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
  #listed: Promise<Listed[]> | null = null
  #forgets: Forgotten = { runs: [], compactions: [] }
  /** Files that have been compared with what was recorded of them: once a run is enough. */
  readonly #compared = new Set<string>()
  /** Fingerprint of the key with which this run hashes; its record keeps it. */
  key: string | undefined

  constructor(dataDir: string) {
    this.dir = join(dataDir, 'history')
  }

  /** Records of the runs that count, oldest first. One that is torn or of another version is refused with what to do. */
  async records(): Promise<HistoryRecord[]> {
    const { listed, forgotten } = await this.#list()
    return listed.flatMap(({ id, record, problem }) => {
      if (forgotten.runs.has(id)) return []
      if (problem !== null) throw problem
      return record!
    })
  }

  /** Read once: only the holder of the lock adds to history, and a long history has many records. */
  async #list() {
    const listed = await (this.#listed ??= listRecords(this.dir))
    return { listed, forgotten: forgottenIn(listed, this.#forgets) }
  }

  /** All records as they lie there, and the ids of runs that are forgotten. */
  async listed(): Promise<{ listed: Listed[]; forgotten: ReadonlySet<string> }> {
    const { listed, forgotten } = await this.#list()
    return { listed, forgotten: forgotten.runs }
  }

  /** Goes on without them; the record that this run commits says so for all that follow. */
  forget({ runs, compactions }: Forgotten): void {
    this.#forgets = {
      runs: [...this.#forgets.runs, ...runs],
      compactions: [...this.#forgets.compactions, ...compactions],
    }
  }

  async compacted(): Promise<Compacted | null> {
    const found = await this.#compaction()
    return found && !(await this.#list()).forgotten.compactions.has(found.compacted_at) ? found : null
  }

  /** Also one that is forgotten. */
  #compaction(): Promise<Compacted | null> {
    const path = join(this.dir, COMPACTED)
    return existsSync(path) ? readVersioned<Compacted>(path, 'the compaction') : Promise.resolve(null)
  }

  /** Whether compacted files are there and nothing that names them. */
  async hasLostCompaction(): Promise<boolean> {
    if (existsSync(join(this.dir, COMPACTED)) || !existsSync(this.dir)) return false
    const names = await readdir(this.dir, { recursive: true })
    return names.some((name) => /(^|[\\/])compact-[^\\/]*\.parquet$/.test(name))
  }

  /** Takes a compaction that is not whole out of the way: nothing can be read of it. */
  async dropTornCompaction(): Promise<void> {
    const torn = await this.#compaction().then(
      () => false,
      (error: unknown) => (error as EtlError).code === 'etl/history-torn',
    )
    if (torn) await rename(join(this.dir, COMPACTED), join(this.dir, `${COMPACTED}.torn`))
  }

  /** Files that make up history by folder, oldest first. */
  async contents(): Promise<Map<string, HistoryFile[]>> {
    const compacted = await this.compacted()
    const later = (await this.records()).filter((r) => !compacted || r.run_id > compacted.through_run)
    const found = new Map<string, HistoryFile[]>()
    for (const part of compacted ? [compacted, ...later] : later) {
      for (const [folder, names] of Object.entries(part.files)) {
        const list = names.map((name) => ({ name, checksum: part.checksums?.[name] ?? null }))
        found.set(folder, [...(found.get(folder) ?? []), ...list])
      }
    }
    return found
  }

  /** Files that make up history and are not there. None is read. */
  async missing(): Promise<Damage[]> {
    return absent(this.dir, [...(await this.contents()).values()].flat())
  }

  /**
   * Paths of the committed files of a folder (a feed, `source_file`, `reject`), oldest first, to be read: every byte was
   * compared with what its run recorded.
   *
   * @throws EtlError `etl/history-damaged`, `etl/history-lost`
   */
  async sound(folder: string): Promise<string[]> {
    const files = (await this.contents()).get(folder) ?? []
    await this.#compare(files)
    return files.map(({ name }) => join(this.dir, name))
  }

  /** The same and what this run has written so far. */
  async soundAndWritten(folder: string): Promise<string[]> {
    const written = (this.#written[folder] ?? []).map((name) => join(this.dir, name))
    return [...(await this.sound(folder)), ...written]
  }

  async #compare(files: HistoryFile[]): Promise<void> {
    const open = files.filter(({ name }) => !this.#compared.has(name))
    stopAt(await damaged(this.dir, open))
    for (const { name } of open) this.#compared.add(name)
  }

  /** Paths of the committed files of a folder as they are named, not compared: to look for what is wrong with them. */
  async committed(folder: string): Promise<string[]> {
    return ((await this.contents()).get(folder) ?? []).map(({ name }) => join(this.dir, name))
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
    await writePart(this.dir, { run_id: runId, part, files, checksums, ...(this.key ? { key: this.key } : {}) })
  }

  /** Takes the rows that killed runs have read into this run, if they hashed with its key; `feeds` are the folders that it will keep. */
  async adopt(feeds: string[]): Promise<void> {
    const parts = await wholeParts(this.dir)
    this.adopted = parts.filter(({ key }) => key === undefined || key === this.key)
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
  async commit(
    record: Omit<HistoryRecord, 'history_version' | 'files' | 'checksums' | 'key' | 'forgets'>,
  ): Promise<void> {
    await this.settle()
    const names = Object.values(this.#written).flat()
    const checksums = Object.fromEntries(names.map((name) => [name, this.#sealed[name]!]))
    const whole: HistoryRecord = {
      ...{ history_version: HISTORY_VERSION, ...record, files: this.#written, checksums },
      ...(this.key ? { key: this.key } : {}),
      ...(await this.#whatIsForgotten()),
    }
    await mkdir(join(this.dir, RUNS), { recursive: true })
    await writeFileDurably(join(this.dir, RUNS, `${record.run_id}.json`), `${JSON.stringify(whole, null, 2)}\n`)
    this.#listed = null
    removeParts(this.dir)
  }

  /** For the record of a run that forgets something: with what was forgotten before, whose record may be among it. */
  async #whatIsForgotten(): Promise<Pick<HistoryRecord, 'forgets'>> {
    if (this.#forgets.runs.length === 0 && this.#forgets.compactions.length === 0) return {}
    const { runs, compactions } = (await this.#list()).forgotten
    return { forgets: { runs: [...runs].sort(), compactions: [...compactions].sort() } }
  }

  /** Forces what was written so far to the disk, which `commit` need not do then. */
  async settle(): Promise<void> {
    const names = Object.values(this.#written).flat()
    Object.assign(this.#sealed, await this.seal(names.filter((name) => !(name in this.#sealed))))
  }

  /** Files in the place of those of all runs so far, in one step. What they replace goes with the next sweep. */
  async replaceBy(files: Record<string, string[]>, throughRun: string): Promise<void> {
    const before = [...(await this.contents()).values()].flat()
    // A file that stays keeps the sum that its run recorded: a new one would seal whatever became of it since.
    const known = new Map(before.flatMap(({ name, checksum }) => (checksum ? [[name, checksum]] : [])))
    const names = Object.values(files).flat()
    const fresh = await this.seal(names.filter((name) => !known.has(name)))
    const compacted: Compacted = {
      history_version: HISTORY_VERSION,
      compacted_at: new Date().toISOString(),
      through_run: throughRun,
      files,
      checksums: Object.fromEntries(names.map((name) => [name, known.get(name) ?? fresh[name]!])),
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
    const { listed, forgotten } = await this.#list()
    const set = listed.filter(({ id }) => forgotten.runs.has(id))
    const named = [...set.map(({ record }) => record), await this.#compaction()]
    const aside = named.flatMap((by) => Object.values(by?.files ?? {}).flat())
    const kept = new Set([...counted, ...parts, ...aside])
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
