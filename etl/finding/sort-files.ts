import { setImmediate } from 'node:timers/promises'
import { contractOf, type Contract } from '../contracts/index.ts'
import { hasMoved, type LandedFile, type Scan } from '../landing/discover.ts'
import { readLanded, sha256, unreadableSha } from '../landing/inspect.ts'
import { contentId, discardCopies, pathId, prepareFile, type PrepareContext, type RunFile } from '../load/files.ts'
import type { Progress } from '../operation/progress.ts'

/** A file whose content is already known, or that no feed takes. */
export interface OtherFile {
  landed: LandedFile
  sha256: string
  fileId: string
  status: 'duplicate' | 'rejected' | 'skipped'
}

export interface Sorted {
  /** When the folder was listed, milliseconds: a file modified shortly before may still be written to. */
  scannedAt: number
  fresh: Map<Contract, RunFile[]>
  others: OtherFile[]
  /** Paths whose content is the one recorded under them, though size, times or inode changed. */
  touched: LandedFile[]
}

/** What is known of landed files: readings (file_id), and which of them each path had. */
export interface Known {
  contents: Set<string>
  paths: Map<string, Set<string>>
}

/** After so many files whatever else waits gets its turn: signals, timers. */
const FILES_PER_TURN = 200

export interface SortContext extends PrepareContext {
  progress: Progress
  /** What is recorded of some contents. */
  known: (shas: string[]) => Promise<Known>
}

/** Looks into the files of a scan, slice by slice. */
export class Sorter {
  readonly #scan: Scan
  readonly #context: SortContext
  /** Contents of the slices before. */
  readonly #seen = new Set<string>()
  #done = 0

  constructor(scan: Scan, context: SortContext) {
    this.#scan = scan
    this.#context = context
  }

  /** Reads the files of a slice. Nothing of the database is needed yet, so it may go on beside a load. */
  async look(files: LandedFile[]): Promise<Looked[]> {
    const looked: Looked[] = []
    // One after the other: waiting for a small file in another thread takes longer than reading it.
    for (const file of files) {
      const found = await look(file, this.#context)
      if (found && !isTorn(found)) looked.push(found)
      if (++this.#done % FILES_PER_TURN > 0) continue
      const counts = { filesDone: this.#done, filesTotal: this.#scan.files.length }
      this.#context.progress.detail(`${counts.filesDone} of ${counts.filesTotal} files looked at`, counts)
      await setImmediate()
    }
    return looked
  }

  /** Fresh content by feed, known content under a new path, unknown feeds. */
  async place(looked: Looked[]): Promise<Sorted> {
    const sorted: Sorted = { scannedAt: this.#scan.at, fresh: new Map(), others: [], touched: [] }
    const known = await this.#context.known(looked.map(shaOf))
    for (const found of looked) place(found, known, this.#seen, sorted)
    return sorted
  }

  /** Contents that were not loaded after all: a path that comes with them later is no duplicate. */
  forget(files: RunFile[]): void {
    for (const file of files) this.#seen.delete(file.fileId)
  }
}

/** Looks into every file that may be new at once. */
export async function sortFiles(scan: Scan, context: SortContext): Promise<Sorted> {
  const sorter = new Sorter(scan, context)
  return sorter.place(await sorter.look(scan.files))
}

const SLICE_BYTES = 512_000_000
const SLICE_FILES = 20_000

/** The month that a file's name tells; none sorts first. */
const monthOf = ({ path }: LandedFile) => /\d{4}-\d{2}/.exec(path.slice(path.lastIndexOf('/') + 1))?.[0] ?? ''

/**
 * Files in slices of bounded size: one is read from the disk by DuckDB while it still is in memory from being looked at.
 * Month by month, so that the facts of some weeks lie together and what looks for them passes over the rest.
 */
export function slices(files: LandedFile[]): LandedFile[][] {
  const cut: LandedFile[][] = []
  let bytes = Infinity
  const dated = files.map((file) => ({ file, month: monthOf(file) }))
  dated.sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0))
  for (const { file } of dated) {
    if (bytes + file.bytes > SLICE_BYTES || cut.at(-1)!.length >= SLICE_FILES) {
      cut.push([])
      bytes = 0
    }
    cut.at(-1)!.push(file)
    bytes += file.bytes
  }
  return cut
}

/** Size, times and inode as the next run compares them; null for a file so young that it may still be written to. */
export function trustedStat(landed: LandedFile, scannedAt: number): string | null {
  return scannedAt - landed.modifiedMs > 2000 ? landed.statKey : null
}

/**
 * Paths of a scan that the next run must look at again: neither recorded nor known with that content, or so young that they
 * may still be written to.
 */
export function unsettled(scan: Scan, settled: ReadonlySet<string>): string[] {
  return scan.files.filter((f) => !settled.has(f.path) || trustedStat(f, scan.at) === null).map((f) => f.path)
}

export type Looked =
  { landed: LandedFile; contract: Contract; file: RunFile } | { landed: LandedFile; contract: null; sha: string }

async function look(landed: LandedFile, where: SortContext): Promise<Looked | null> {
  if (landed.skipped) return { landed, contract: null, sha: unreadableSha(landed.path) }
  const contract = landed.feed === null ? undefined : contractOf(landed.feed)
  if (contract) {
    const file = await prepareFile(landed, contract, where)
    return file && { landed, contract, file }
  }
  const bytes = readLanded(landed.absolute)
  if (bytes === null) return null
  return { landed, contract: null, sha: bytes === 'unreadable' ? unreadableSha(landed.path) : sha256(bytes) }
}

/** A file that is no good because it is only half there yet: the next run looks again. */
const isTorn = (found: Looked) => found.contract !== null && found.file.status === 'rejected' && hasMoved(found.landed)

const shaOf = (found: Looked) => (found.contract ? found.file.inspected.sha256 : found.sha)

function place(found: Looked, known: Known, seen: Set<string>, sorted: Sorted): void {
  const { landed } = found
  const feed = landed.feed ?? ''
  const sha = shaOf(found)
  const reading = found.contract ? found.file.reading : sha
  const content = contentId(feed, reading)
  const here = pathId(landed.path, reading)
  const before = known.paths.get(landed.path)
  if (before?.has(content) || before?.has(here)) sorted.touched.push(landed)
  else if (known.contents.has(content) || seen.has(content)) {
    sorted.others.push({ landed, sha256: sha, fileId: here, status: 'duplicate' })
    if (found.contract) void discardCopies([found.file])
  } else if (!found.contract) {
    sorted.others.push({ landed, sha256: sha, fileId: here, status: landed.skipped ? 'skipped' : 'rejected' })
  } else {
    // A file of a format that is not read may come again under its right name: it does not make the content known.
    if (found.file.inspected.format === null) found.file.fileId = here
    else seen.add(content)
    const files = sorted.fresh.get(found.contract) ?? []
    files.push(found.file)
    sorted.fresh.set(found.contract, files)
  }
}
