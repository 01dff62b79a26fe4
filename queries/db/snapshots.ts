import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { DATA_FILES, Pointer } from '../data-folder.ts'
import { SCHEMA_VERSION } from '../schema.ts'
import { ALL_CENTERS, scopeKey, type CenterScope } from '../scope/center-scope.ts'
import { AnswerCache } from './answer-cache.ts'
import { newestSnapshot } from './newest-snapshot.ts'
import { OpenSnapshot } from './open-snapshot.ts'
import { Semaphore } from './semaphore.ts'
import { SnapshotUnusableError, type Ask, type Snapshot, type WarehouseReader } from './snapshot.ts'

export { SnapshotUnusableError, type Ask, type Snapshot, type WarehouseReader } from './snapshot.ts'

export interface SnapshotReader extends WarehouseReader {
  /** The same snapshots, of which a scope's rows only are read. */
  within(scope: CenterScope): WarehouseReader
  /** The snapshot that a question asked now would be answered from; null while nothing has been published. */
  current(): Promise<Snapshot | null>
  /** Why the newest pointer could not be followed, while the snapshot before it is still served; else null. */
  problem(): Error | null
  /** Waits for running questions, then closes the files. */
  close(): Promise<void>
}

export interface SnapshotReaderOptions {
  /** The first that has a `current.json` is served: real data before the demo. */
  dataDirs: string[]
  /** Queries that run at once, over all snapshots. */
  concurrency?: number
  threads?: number
  memoryLimit?: string
  cacheBytes?: number
  /** How long the pointer is trusted before it is looked at again. */
  recheckMilliseconds?: number
}

/** After a fault within the engine, rare and never the question's own, nothing is answered until its file is opened anew. */
const isEngineBroken = (cause: unknown) =>
  cause instanceof Error && /^(INTERNAL|FATAL) Error|database has been invalidated/.test(cause.message)

const whyNot = (cause: unknown) => (cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause))

/** `current.json` is there and is no pointer. */
class TornPointerError extends SnapshotUnusableError {}

async function readPointer(dataDir: string): Promise<Snapshot> {
  const pointerFile = path.join(dataDir, DATA_FILES.pointer)
  try {
    const {
      rolled_back: _,
      newest_run_id: __,
      ...pointer
    } = Pointer.parse(JSON.parse(await readFile(pointerFile, 'utf8')))
    return {
      ...pointer,
      file: path.resolve(dataDir, pointer.file),
      data_dir: dataDir,
    }
  } catch (cause) {
    throw new TornPointerError(
      `${pointerFile} cannot be read as a pointer to a snapshot (${whyNot(cause)}). Run the ETL again, or restore the file.`,
      { cause },
    )
  }
}

function refuseOtherVersion(snapshot: Snapshot) {
  if (snapshot.schema_version === SCHEMA_VERSION) return
  throw new SnapshotUnusableError(
    `Snapshot ${snapshot.snapshot_id} has schema version ${snapshot.schema_version}, this program reads version ` +
      `${SCHEMA_VERSION}. The next run makes it anew: npm run etl`,
  )
}

/** Serves the current snapshot of the first data directory that has one, and moves to the next when the pointer changes. */
class FileSnapshotReader implements SnapshotReader {
  readonly #options: Required<SnapshotReaderOptions>
  readonly #semaphore: Semaphore
  readonly #cache: AnswerCache
  #open: OpenSnapshot | null = null
  #pointerStamp = ''
  #checkedAt = -Infinity
  #checking: Promise<void> | null = null
  #opening: Promise<void> | null = null
  #problem: Error | null = null

  constructor(options: SnapshotReaderOptions) {
    this.#options = {
      concurrency: 4,
      threads: 1,
      memoryLimit: '1GB',
      cacheBytes: 64 * 1024 * 1024,
      recheckMilliseconds: 1000,
      ...options,
    }
    this.#semaphore = new Semaphore(this.#options.concurrency)
    this.#cache = new AnswerCache(this.#options.cacheBytes)
  }

  async current(): Promise<Snapshot | null> {
    await this.#recheck()
    return this.#open?.snapshot ?? null
  }

  read<T>(question: string, ask: Ask<T>): Promise<T | null> {
    return this.#read(ALL_CENTERS, question, ask)
  }

  within(scope: CenterScope): WarehouseReader {
    if (scope.kind === 'all') return this
    return { read: (question, ask) => this.#read(scope, question, ask) }
  }

  async #read<T>(scope: CenterScope, question: string, ask: Ask<T>): Promise<T | null> {
    await this.#recheck()
    const open = this.#open
    if (!open) return null
    try {
      return await this.#answer(open, scope, question, ask)
    } catch (cause) {
      if (!isEngineBroken(cause)) throw cause
      const anew = await this.#openAnew(open)
      return anew && this.#answer(anew, scope, question, ask)
    }
  }

  #answer<T>(open: OpenSnapshot, scope: CenterScope, question: string, ask: Ask<T>): Promise<T> {
    // The scope stands first and its text has an end of its own: no question can be taken for one of another scope.
    const key = JSON.stringify([open.snapshot.snapshot_id, open.snapshot.file, scopeKey(scope)])
    return this.#cache.get(`${key} ${question}`, () => open.use(ask, scope))
  }

  /** Opens the file of a snapshot whose engine has failed once more, for all who were asking it. */
  async #openAnew(broken: OpenSnapshot): Promise<OpenSnapshot | null> {
    if (this.#open === broken) {
      this.#opening ??= this.#replace(broken).finally(() => {
        this.#opening = null
      })
      await this.#opening
    }
    return this.#open
  }

  async #replace(broken: OpenSnapshot): Promise<void> {
    const next = await OpenSnapshot.open(broken.snapshot, this.#semaphore, this.#options)
    // The next snapshot may have been published meanwhile.
    if (this.#open !== broken) return next.retire()
    this.#open = next
    void broken.retire()
  }

  async close(): Promise<void> {
    await this.#checking?.catch(() => {})
    const open = this.#open
    this.#open = null
    this.#checkedAt = Infinity
    this.#cache.clear()
    await open?.retire()
  }

  problem(): Error | null {
    return this.#problem
  }

  async #recheck(): Promise<void> {
    if (performance.now() - this.#checkedAt < this.#options.recheckMilliseconds) return
    this.#checking ??= this.#follow().finally(() => {
      this.#checking = null
    })
    await this.#checking
  }

  /** A pointer that cannot be followed stops nobody who can still be served from the snapshot before it. */
  async #follow(): Promise<void> {
    try {
      await this.#followPointer()
      this.#problem = null
    } catch (problem) {
      if (!this.#open) throw problem
      this.#problem = problem as Error
    }
    if (this.#checkedAt !== Infinity) this.#checkedAt = performance.now()
  }

  async #followPointer(): Promise<void> {
    for (const dataDir of this.#options.dataDirs) {
      const stats = await stat(path.join(dataDir, DATA_FILES.pointer)).catch(() => null)
      if (!stats) continue
      const stamp = `${dataDir} ${stats.ino} ${stats.mtimeMs} ${stats.size}`
      if (stamp !== this.#pointerStamp) await this.#moveTo(dataDir, stamp)
      return
    }
    // A pointer that disappears takes nothing away: what is open can still be read.
  }

  async #moveTo(dataDir: string, stamp: string): Promise<void> {
    let snapshot: Snapshot
    try {
      snapshot = await readPointer(dataDir)
    } catch (problem) {
      if (problem instanceof TornPointerError && !this.#open) await this.#serveNewest(dataDir)
      throw problem
    }
    await this.#serve(snapshot)
    this.#pointerStamp = stamp
  }

  /** While the pointer is torn the newest snapshot is served; that the pointer must be mended stays the problem. */
  async #serveNewest(dataDir: string): Promise<void> {
    const newest = await newestSnapshot(dataDir)
    if (newest) await this.#serve(newest)
  }

  async #serve(snapshot: Snapshot): Promise<void> {
    refuseOtherVersion(snapshot)
    if (snapshot.file !== this.#open?.snapshot.file) {
      const next = await OpenSnapshot.open(snapshot, this.#semaphore, this.#options)
      const previous = this.#open
      this.#open = next
      void previous?.retire()
    }
  }
}

export function createSnapshotReader(options: SnapshotReaderOptions): SnapshotReader {
  return new FileSnapshotReader(options)
}
