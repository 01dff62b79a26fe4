import type { Config } from '../config.ts'
import { CONTROL_NAMES, scan, type LandedFile, type Scan } from '../landing/discover.ts'
import type { Folder } from '../landing/folder.ts'
import { writeScanIndex, type ScanIndex } from '../landing/scan-index.ts'
import type { Progress } from '../operation/progress.ts'
import type { Profiles } from '../profiles/folder.ts'
import { slices, Sorter, unsettled, type Known, type Looked, type Sorted } from './sort-files.ts'

/** What a run found in the landing folder: the files looked into so far, and those that it has yet to look into. */
export class Found {
  readonly scan: Scan
  readonly sorter: Sorter
  /** Paths whose content is the one recorded under them. */
  readonly touched = new Set<string>()
  #first: Sorted | null = null
  readonly #rest: LandedFile[][]

  constructor(scan: Scan, sorter: Sorter) {
    this.scan = scan
    this.sorter = sorter
    this.#rest = slices(scan.files)
  }

  /** Looks until something new is found, or nothing is. */
  async isEmpty(): Promise<boolean> {
    while (this.#first === null && this.#rest.length > 0) {
      const sorted = await this.sorter.place(await this.sorter.look(this.#rest.shift()!))
      for (const { path } of sorted.touched) this.touched.add(path)
      if (sorted.fresh.size > 0 || sorted.others.length > 0) this.#first = sorted
    }
    return this.#first === null
  }

  /** Everything new, slice by slice; while one is worked on, the next is looked into. */
  async *sorted(): AsyncGenerator<Sorted> {
    let ahead: Promise<Looked[]> | null = null
    const next = () => {
      const files = this.#rest.shift()
      ahead = files ? this.sorter.look(files) : null
      // The failure belongs to whoever waits for it; until then it must not count as unhandled.
      ahead?.catch(() => undefined)
    }
    next()
    if (this.#first) yield this.#first
    while (ahead) {
      const sorted: Sorted = await this.sorter.place(await ahead)
      for (const { path } of sorted.touched) this.touched.add(path)
      next()
      yield sorted
    }
  }
}

export interface FindOptions {
  config: Config
  tmpDir: string
  profiles: Profiles
  /** Zones of the centers. */
  zones: ReadonlyMap<string, string>
  progress: Progress
  /** Read every file again, also where size, times and inode are as they were. */
  fullScan: boolean
}

/** Looks for files that are not among the known ones: by size, times and inode first, then by content. */
export async function findFiles(
  options: FindOptions,
  folders: ReadonlyMap<string, Folder>,
  known: (shas: string[]) => Promise<Known>,
): Promise<Found> {
  const { config, progress, tmpDir, profiles, zones } = options
  progress.step('looking for new files')
  const found = await scan(
    config.landingDir,
    options.fullScan ? undefined : folders,
    profiles.isEmpty ? undefined : (path) => profiles.keyOf(path),
    config.controlDir === config.landingDir ? CONTROL_NAMES : new Set(),
  )
  return new Found(found, new Sorter(found, { tmpDir, profiles, zones, limits: config.unpackLimits, progress, known }))
}

/** Keeps what was found for the next run: `recorded` are the paths that this one recorded. Without it that run only takes longer, so a failure is none of this one. */
export async function keepIndex(
  dataDir: string,
  index: Omit<ScanIndex, 'folders'>,
  { scan, touched }: Found,
  recorded: string[] = [],
): Promise<void> {
  const left = unsettled(scan, new Set([...recorded, ...touched]))
  const folders = new Map(scan.folders)
  for (const below of new Set(left.map(folderOf))) {
    const names = left.filter((path) => folderOf(path) === below).map((path) => path.slice(path.lastIndexOf('/') + 1))
    folders.set(below, folders.get(below)!.without(new Set(names)))
  }
  await writeScanIndex(dataDir, { ...index, folders }).catch(() => undefined)
}

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
