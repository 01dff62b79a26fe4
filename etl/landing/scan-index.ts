import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
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
  const header = headerOf(text.slice(0, end), snapshotId)
  const body = text.slice(end + 1)
  if (header?.sha256 !== digest(body)) return null
  const folders = body.split('\0').flatMap((part): [string, Folder][] => {
    const at = part.indexOf('\n')
    return at === -1 ? [] : [[part.slice(0, at), new Folder(part.slice(at + 1))]]
  })
  return { ...indexOf(header), folders: new Map(folders) }
}

/** What the index says of its snapshot, without the files, of which there may be many; null as `readScanIndex` is. */
export function readScanHeader(dataDir: string, snapshotId: string): Omit<ScanIndex, 'folders'> | null {
  try {
    const header = headerOf(firstLine(path(dataDir)), snapshotId)
    return header && indexOf(header)
  } catch {
    return null
  }
}

type Header = Omit<ScanIndex, 'folders'> & {
  version: number
  /** Of the files. */
  sha256: string
  /** Of the header but for this. */
  own: string
}

const indexOf = ({ version: _, sha256: __, own: ___, ...index }: Header): Omit<ScanIndex, 'folders'> => index

/** Null where it is torn, of another version or another snapshot. */
function headerOf(line: string, snapshotId: string): Header | null {
  try {
    const { own, ...header } = JSON.parse(line) as Header
    const isWhole = own === digest(JSON.stringify(header))
    return isWhole && header.version === VERSION && header.snapshotId === snapshotId ? { ...header, own } : null
  } catch {
    return null
  }
}

function firstLine(file: string): string {
  const handle = openSync(file, 'r')
  try {
    const room = Buffer.alloc(1 << 16)
    const parts: Buffer[] = []
    for (;;) {
      const part = Buffer.from(room.subarray(0, readSync(handle, room)))
      const end = part.indexOf(10)
      parts.push(end === -1 ? part : part.subarray(0, end))
      if (end !== -1 || part.length === 0) return Buffer.concat(parts).toString('utf8')
    }
  } finally {
    closeSync(handle)
  }
}

export async function writeScanIndex(dataDir: string, { folders, ...index }: ScanIndex): Promise<void> {
  const known = [...folders].filter(([below]) => !/[\0\n]/.test(below))
  const body = known.map(([below, folder]) => `${below}\n${folder.text}`).join('\0')
  const header: Omit<Header, 'own'> = { ...index, version: VERSION, sha256: digest(body) }
  const own = digest(JSON.stringify(header))
  await writeFileDurably(path(dataDir), `${JSON.stringify({ ...header, own })}\n${body}`)
}
