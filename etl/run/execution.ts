import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { DEFAULT_ZONE } from '../contracts/contract.ts'
import { openDb, type Db } from '../db.ts'
import { checks, factCounts, readSettings, type Settings } from '../checks/index.ts'
import { contracts } from '../contracts/index.ts'
import { promotedContents } from '../facts/rank.ts'
import { closeIntervals } from '../facts/states.ts'
import type { LoadContext } from '../filling/context.ts'
import { countOutcome, loadFeeds, mergePromoted } from '../filling/load-feeds.ts'
import { adoptParts, mergeParts, Parts, ROWS_PER_PART } from '../filling/parts.ts'
import { dropOutdated } from '../filling/readings.ts'
import { hasSetAside, recordedPaths, type RunRecord } from '../filling/record.ts'
import { changedCenters, rejudgeCenters, restore } from '../filling/restore.ts'
import { prepareTables } from '../filling/tables.ts'
import { findFiles, keepIndex, type Found } from '../finding/find.ts'
import { knownFolders, readBase, readKnown, runIds, servedCounts, withSnapshot, type Base } from '../finding/known.ts'
import { recordFiles, recordTouched } from '../finding/record-files.ts'
import { setDamagedAside, snapshotStat } from '../finding/sound-snapshots.ts'
import type { Known } from '../finding/sort-files.ts'
import { History, type HistoryRecord } from '../history/history.ts'
import type { Folder } from '../landing/folder.ts'
import { tagNamesBy } from '../landing/private-names.ts'
import { buildMarts, captureBefore, markDirty, modelsFingerprint } from '../models/index.ts'
import type { RunResult } from '../operation/outcomes.ts'
import { StepTimes } from '../operation/progress.ts'
import { addLeftOut, type LeftOut } from '../profiles/checks.ts'
import { NO_PROFILES, readProfiles } from '../profiles/folder.ts'
import { readReferenceByProfiles } from '../profiles/reference.ts'
import { nameKey } from '../publish/key.ts'
import { readMeta } from '../publish/meta.ts'
import { readPointer } from '../publish/pointer.ts'
import { finishWork, retain, snapshotIds, startWork, sweepWork } from '../publish/snapshots.ts'
import { identityFingerprint, referenceFingerprint, writeReference, type Reference } from '../reference/index.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'
import { PROGRAM_VERSION } from '../version.ts'
import type { SourceFetch } from '../sources/fetch-log.ts'
import { fetchForRun } from '../sources/fetch.ts'
import { conclude, pointAt } from './conclude.ts'
import { isOfRows } from '../errors.ts'
import type { RunOptions } from './options.ts'
import { setAsideCulprits } from './quarantine.ts'
import { newRunId } from './run-id.ts'
import { interruptOn } from './stop.ts'
import { damagedSnapshots, trustedHistory, type Trusted } from './trust.ts'

/** What a run's work tells of itself; the sources are asked before it. */
type Loaded = Omit<RunResult, 'sources_asked' | 'sources_failed'>

/** The work of one run, between taking the lock and giving it back. */
export class Execution {
  readonly #config: Config
  readonly #options: RunOptions
  readonly #startedAt: Date
  readonly #history: History
  readonly #times = new StepTimes()
  #runId = ''
  #tmpDir = ''
  #fetches: SourceFetch[] = []
  #settings: Settings | null = null
  #profiles = NO_PROFILES
  #zones: ReadonlyMap<string, string> = new Map()
  readonly #leftOut: LeftOut = new Map()
  #damaged: ReadonlySet<string> = new Set()

  constructor(config: Config, options: RunOptions, startedAt: Date) {
    this.#config = config
    this.#options = options
    this.#startedAt = startedAt
    this.#history = new History(config.dataDir)
  }

  /** Null until the run has one. */
  get runId(): string | null {
    return this.#runId || null
  }

  get steps(): StepTimes['steps'] {
    return this.#times.steps
  }

  async execute(): Promise<RunResult> {
    const { dataDir } = this.#config
    const trusted = await this.#times.time('compare', () => trustedHistory(this.#config, this.#options, this.#history))
    await this.#sweep()
    const { listed } = await this.#history.listed()
    this.#runId = newRunId(this.#startedAt, [...listed.map(({ id }) => id), ...(await snapshotIds(dataDir))])
    this.#options.progress.begin?.(this.#runId)
    this.#tmpDir = join(dataDir, 'tmp', this.#runId)
    // Raw text may spill here while a run lasts: nobody else reads it.
    await mkdir(this.#tmpDir, { recursive: true, mode: 0o700 })
    try {
      await this.#fetch()
      const sources_failed = this.#fetches.filter((f) => f.status !== 'complete').length
      return { ...(await this.#load(trusted)), sources_asked: this.#fetches.length, sources_failed }
    } finally {
      await rm(this.#tmpDir, { recursive: true, force: true })
    }
  }

  /** Pages of the declared HTTP sources land before files are looked for. A rebuild reads what there is. */
  async #fetch(): Promise<void> {
    const { rebuild, noFetch, progress, signal } = this.#options
    if (rebuild || noFetch) return
    const options = { runId: this.#runId, progress, signal }
    this.#fetches = await this.#times.time('fetch', () => fetchForRun(this.#config, options))
  }

  async #sweep(): Promise<void> {
    const { dataDir } = this.#config
    await sweepWork(dataDir)
    await this.#history.sweep()
    await rm(join(dataDir, 'tmp'), { recursive: true, force: true })
  }

  async #load(trusted: Trusted): Promise<Loaded> {
    const { records, keyIsKnown } = trusted
    const { dataDir, controlDir } = this.#config
    const { progress, rebuild } = this.#options
    progress.step('reading reference data')
    tagNamesBy(await nameKey(dataDir))
    this.#profiles = readProfiles(controlDir)
    const reference = await readReferenceByProfiles(controlDir, this.#profiles)
    this.#settings = await readSettings(controlDir, checks)
    this.#zones = new Map(reference.centers.map((c) => [c.center_code, c.time_zone ?? DEFAULT_ZONE]))
    const newest = records.at(-1)?.snapshot_id ?? null
    this.#damaged = await this.#times.time('compare', () => damagedSnapshots(dataDir, records, progress))
    const base = rebuild || (newest && this.#damaged.has(newest)) ? null : await readBase(dataDir, newest)
    await this.#history.adopt(contracts.map((c) => c.feed))
    // With what a killed run has read, the look at the landing folder waits until that is taken over.
    const found = base && this.#history.adopted.length === 0 ? await this.#findBeside(base) : null
    // A history that does not say its key yet gets a run that does, though nothing may be new.
    const isLikely = base !== null && found !== null && keyIsKnown && isMadeAlike(base, reference)
    if (isLikely && (await this.#times.time('scan', () => found.isEmpty())))
      return this.#nothingNew(base, found, records)
    return this.#work(base, reference, found, trusted)
  }

  /** Looks for files that are not in the base snapshot. */
  #findBeside(base: Base): Promise<Found> {
    return this.#find(base.folders, (shas) =>
      shas.length === 0
        ? Promise.resolve({ contents: new Set(), paths: new Map() })
        : withSnapshot(base.file, (db) => readKnown(db, shas)),
    )
  }

  #find(...[folders, known]: [ReadonlyMap<string, Folder>, (shas: string[]) => Promise<Known>]): Promise<Found> {
    const { progress, fullScan = false } = this.#options
    const where = { config: this.#config, tmpDir: this.#tmpDir, profiles: this.#profiles, zones: this.#zones }
    const options = { ...where, progress, fullScan }
    return this.#times.time('scan', () => findFiles(options, folders, known))
  }

  /** Nothing to do; a pointer that a crash left behind the newest committed snapshot is mended. */
  async #nothingNew(base: Base, found: Found, records: HistoryRecord[]): Promise<Loaded> {
    const newest = records.at(-1)!
    const pointer = await readPointer(this.#config.dataDir)
    const rolledBack = pointer?.rolled_back && existsSync(join(this.#config.dataDir, pointer.file)) ? pointer : null
    if (!rolledBack && pointer?.snapshot_id !== newest.snapshot_id) await pointAt(this.#config.dataDir, newest)
    const stat = snapshotStat(this.#config.dataDir, newest.snapshot_id)
    if (!base.indexed || found.scan.files.length > 0 || base.snapshotStat !== stat)
      await keepIndex(this.#config.dataDir, { ...base, snapshotStat: stat }, found)
    await setDamagedAside(this.#config.dataDir, this.#damaged)
    return {
      run_id: this.#runId,
      kind: 'nightly',
      status: 'nothing_new',
      snapshot_id: (rolledBack ?? newest).snapshot_id,
      started_at: this.#startedAt.toISOString(),
      ended_at: new Date().toISOString(),
      files_read: 0,
      rows_read: 0,
      rows_loaded: 0,
      rows_rejected: 0,
      rows_superseded: 0,
      is_demo: base.isDemo,
      ...this.#told(),
      steps: this.#times.steps,
    }
  }

  /** Snapshots that were found damaged, for the outcome. */
  #told(): Pick<RunResult, 'damaged_snapshots'> {
    return this.#damaged.size > 0 ? { damaged_snapshots: [...this.#damaged].sort() } : {}
  }

  async #work(base: Base | null, reference: Reference, found: Found | null, trusted: Trusted): Promise<Loaded> {
    const { records, key } = trusted
    const { dataDir, memoryLimit, threads } = this.#config
    const need = found ? found.scan.files.reduce((n, f) => n + f.bytes, 50_000_000) : 100_000_000
    const work = await this.#times.time('copy', () => startWork(dataDir, this.#runId, base?.file ?? null, need))
    const { db, close } = await openDb(work, { threads, memoryLimit, tempDir: join(this.#tmpDir, 'duckdb') })
    let closed = false
    const forget = interruptOn(this.#options.signal, db)
    try {
      // A checkpoint looks at the whole file; a night is small enough for one at its end. What is killed starts from the base.
      if (base) await db.run(`SET wal_autocheckpoint = '4GB'`)
      await prepareTables(db, key, latest(this.#startedAt, records))
      const { record, scanned, recorded, setAsideBy, runs } = await this.#fill(db, base, reference, found, records)
      await this.#times.time('publish', async () => {
        this.#options.progress.step('publishing')
        await db.run('CHECKPOINT')
        forget()
        close()
        closed = true
        const onDisk = () => Promise.all([finishWork(dataDir, work, record.snapshot_id), this.#history.settle()])
        const [snapshot] = await this.#times.time('sync', onDisk)
        await this.#history.commit({ ...record, snapshot })
        const snapshotNow = snapshotStat(dataDir, record.snapshot_id)
        const index = { ...indexOf(record, reference), setAsideBy, runs, snapshotStat: snapshotNow }
        await keepIndex(dataDir, index, scanned, recorded)
        const before = await readPointer(dataDir)
        await pointAt(dataDir, record)
        await setDamagedAside(dataDir, this.#damaged)
        const served = [record.snapshot_id, ...(before ? [before.snapshot_id] : [])]
        await retain(dataDir, { keep: this.#config.snapshotsKept, served, timeZone: this.#config.timeZone })
      })
      const { figures, snapshot_id, run_id, kind, started_at, ended_at, is_demo } = record
      return {
        run_id,
        kind,
        status: 'published',
        snapshot_id,
        started_at,
        ended_at,
        ...figures,
        is_demo,
        ...this.#told(),
        steps: this.#times.steps,
      }
    } finally {
      forget()
      if (!closed) close()
      await sweepWork(dataDir)
    }
  }

  /** Everything between the copy of the base and the checkpoint. */
  async #fill(
    db: Db,
    base: Base | null,
    reference: Reference,
    found: Found | null,
    records: HistoryRecord[],
  ): Promise<{ record: RunRecord; scanned: Found; recorded: string[]; setAsideBy: string | null; runs: string[] }> {
    const { progress } = this.#options
    const madeAlike = base !== null && isMadeAlike(base, reference)
    const context: LoadContext = {
      db,
      history: this.#history,
      runId: this.#runId,
      tmpDir: this.#tmpDir,
      progress,
      times: this.#times,
      track: madeAlike,
    }
    const before = base ? await factCounts(db) : await servedCounts(this.#config.dataDir)
    await captureBefore(db)
    await writeReference(db, reference)
    if (base === null) await this.#times.time('restore', () => restore(context))
    else if (!madeAlike) {
      const centers = changedCenters(
        JSON.parse((await readMeta(db)).get('identity') ?? '{}') as Record<string, string>,
        identityFingerprint(reference),
      )
      await this.#times.time('restore', () => rejudgeCenters(context, centers))
    }
    await adoptParts(db, this.#history)
    const scanned =
      found ?? (await this.#find(await knownFolders(db, 'any_file'), (shas) => readKnown(db, shas, 'any_file')))
    const again = await this.#loadNew({ ...context, leftOut: (files) => scanned.sorter.forget(files) }, scanned)
    await this.#build(context, !madeAlike || again)
    const record = await conclude(context, {
      config: this.#config,
      options: this.#options,
      startedAt: this.#startedAt,
      isFirst: records.length === 0,
      reference,
      before,
      settings: this.#settings,
      profiles: this.#profiles,
      leftOut: this.#leftOut,
    })
    const setAsideBy = (await hasSetAside(db)) ? PROGRAM_VERSION : null
    return { record, scanned, recorded: await recordedPaths(db), setAsideBy, runs: await runIds(db) }
  }

  /** Ends state intervals and builds the marts; where a model cannot bear the rows of some files, without those. */
  async #build(context: LoadContext, all: boolean): Promise<void> {
    const { db, progress } = context
    const time = <T>(model: string, work: () => Promise<T>) => this.#times.time('models', work, model)
    try {
      await this.#times.time('merge', () => closeIntervals(db, context.track), 'states')
      await countOutcome(db)
      progress.step('building marts')
      await time('dirty', () => markDirty(db, { all }))
      await buildMarts(db, { onProgress: (text) => progress.detail(text), time })
    } catch (error) {
      if (!isOfRows(error) || !(await setAsideCulprits(context))) throw error
      await this.#build(context, true)
    }
  }

  /** Whether facts were made again because a profile changed. */
  async #loadNew(context: LoadContext, found: Found): Promise<boolean> {
    const { db } = context
    let again = false
    const parts = new Parts(context, this.#options.rowsPerPart ?? ROWS_PER_PART)
    await this.#times.time('restore', () => mergeParts(context))
    for await (const sorted of found.sorted()) {
      await recordFiles(db, sorted)
      await recordTouched(db, sorted.touched)
      addLeftOut(this.#leftOut, sorted)
      again = (await dropOutdated(context, sorted)) || again
      await loadFeeds(context, sorted, parts)
    }
    await mergePromoted(context, await promotedContents(db))
    return again
  }
}

const indexOf = (record: RunRecord, reference: Reference) => ({
  snapshotId: record.snapshot_id,
  schemaVersion: String(SCHEMA_VERSION),
  reference: referenceFingerprint(reference),
  models: modelsFingerprint(),
  isDemo: record.is_demo,
})

/** Whether facts and marts of the base are what this program would make of the same rows. */
const isMadeAlike = (base: Base, reference: Reference) =>
  base.reference === referenceFingerprint(reference) && base.models === modelsFingerprint()

/** The clock by which times are plausible. One that jumped back must not refuse what an earlier run has taken. */
function latest(startedAt: Date, records: HistoryRecord[]): Date {
  return new Date(Math.max(startedAt.getTime(), ...records.map((r) => Date.parse(r.started_at))))
}
