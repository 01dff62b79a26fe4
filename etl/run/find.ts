import { existsSync } from 'node:fs'
import type { Config } from '../config.ts'
import { scan, type Scan } from '../landing/discover.ts'
import type { Folder } from '../landing/folder.ts'
import { writeScanIndex, type ScanIndex } from '../landing/scan-index.ts'
import type { Progress } from './progress.ts'
import { sortFiles, unsettled, type Known, type Sorted } from './sort-files.ts'

/** What a run found in the landing folder. */
export interface Found {
  scan: Scan
  sorted: Sorted
}

export interface FindOptions {
  config: Config
  tmpDir: string
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
  const { config, progress, tmpDir } = options
  progress.step('looking for new files')
  if (!existsSync(config.landingDir)) progress.note(`no landing folder at ${config.landingDir}: nothing to load`)
  const found = await scan(config.landingDir, options.fullScan ? undefined : folders)
  return { scan: found, sorted: await sortFiles(found, { tmpDir, progress, known }) }
}

export const isEmpty = ({ sorted }: Found) => sorted.fresh.size === 0 && sorted.others.length === 0

/** Keeps what was found for the next run. Without it that run only takes longer, so a failure is none of this one. */
export async function keepIndex(
  dataDir: string,
  index: Omit<ScanIndex, 'folders'>,
  { scan, sorted }: Found,
): Promise<void> {
  const left = [...unsettled(scan, sorted)]
  const folders = new Map(scan.folders)
  for (const below of new Set(left.map(folderOf))) {
    const names = left.filter((path) => folderOf(path) === below).map((path) => path.slice(path.lastIndexOf('/') + 1))
    folders.set(below, folders.get(below)!.without(new Set(names)))
  }
  await writeScanIndex(dataDir, { ...index, folders }).catch(() => undefined)
}

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
