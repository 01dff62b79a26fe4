import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileDurably } from '../publish/durable.ts'
import { Folder } from './folder.ts'

/** What a run knows of the landing folder and of its base snapshot without opening the warehouse. */
export interface ScanIndex {
  /** Snapshot that holds all of these files. */
  snapshotId: string
  /** Shape of that snapshot. */
  schemaVersion: string
  /** Fingerprint of the reference data that it was made with. */
  reference: string
  /** Fingerprint of the models that made its marts. */
  models: string
  isDemo: boolean
  /** Version of the program that set files aside because it could not bear their rows; null where none is. */
  setAsideBy: string | null
  /** Size, times and inode of the snapshot's file when its bytes were what its run published. */
  snapshotStat: string | null
  /** Ids of the runs that led to the snapshot. */
  runs: string[]
  /** Files whose content is known as long as size, times and inode stay. */
  folders: ReadonlyMap<string, Folder>
}

const VERSION = 3

const path = (dataDir: string) => join(dataDir, 'scan-index')

const digest = (body: string) => createHash('sha256').update(body).digest('hex')

/**
 * The index of a snapshot, or null. It only saves time: one that is missing, torn or of another snapshot is not used, and
 * the same is read from ops.source_file.
 */
export function readScanIndex(dataDir: string, snapshotId: string): ScanIndex | null {
  let text
  try {
    text = readFileSync(path(dataDir), 'utf8')
  } catch {
    return null
  }
  const end = text.indexOf('\n')
  const header = parse(text.slice(0, end))
  const body = text.slice(end + 1)
  if (header?.version !== VERSION || header.snapshotId !== snapshotId || header.sha256 !== digest(body)) return null
  const folders = body.split('\0').flatMap((part): [string, Folder][] => {
    const at = part.indexOf('\n')
    return at === -1 ? [] : [[part.slice(0, at), new Folder(part.slice(at + 1))]]
  })
  return { ...header, folders: new Map(folders) }
}

type Header = Omit<ScanIndex, 'folders'> & { version: number; sha256: string }

function parse(line: string): Header | null {
  try {
    return JSON.parse(line) as Header
  } catch {
    return null
  }
}

export async function writeScanIndex(dataDir: string, { folders, ...index }: ScanIndex): Promise<void> {
  const known = [...folders].filter(([below]) => !/[\0\n]/.test(below))
  const body = known.map(([below, folder]) => `${below}\n${folder.text}`).join('\0')
  const header: Header = { version: VERSION, ...index, sha256: digest(body) }
  await writeFileDurably(path(dataDir), `${JSON.stringify(header)}\n${body}`)
}
