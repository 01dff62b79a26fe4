import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contract } from '../contracts/contract.ts'
import type { LandedFile } from '../landing/discover.ts'
import { inspect, inspectFile, sha256, type Inspected } from '../landing/inspect.ts'
import { normaliseCsv, normaliseNdjson } from '../landing/normalise.ts'

/** A new file of this run and what has become of it so far. */
export interface RunFile {
  fileId: string
  landed: LandedFile
  inspected: Inspected
  /** What DuckDB reads: the landed file, or a normalised copy in the run's folder. */
  readPath: string
  normalised: boolean
  /** Size of the text that DuckDB reads, unpacked; of a Parquet file its own. */
  textBytes: number
  /** Lines that the normaliser could not split. */
  malformed: number[]
  status: 'loaded' | 'rejected' | 'duplicate'
  rowsRead: number
  rowsRejected: number
}

/** Identity of a feed's content: the same bytes in another feed are another thing. */
export function contentId(feed: string, sha: string): string {
  return sha256(Buffer.from(`${feed}\n${sha}`)).slice(0, 16)
}

/** Identity of a path that holds known content, so that both have a row of their own. */
export function pathId(path: string, sha: string): string {
  return sha256(Buffer.from(`${path}\n${sha}`)).slice(0, 16)
}

/**
 * Inspects a landed file and writes its normalised copy where DuckDB cannot read it as it lies. Null: the file went away.
 */
export async function prepareFile(landed: LandedFile, contract: Contract, tmpDir: string): Promise<RunFile | null> {
  const inspected = inspectFile(landed.absolute, landed.path, contract)
  if (!inspected) return null
  const file: RunFile = {
    fileId: contentId(contract.feed, inspected.sha256),
    landed,
    inspected,
    readPath: landed.absolute,
    normalised: false,
    textBytes: inspected.textBytes,
    malformed: [],
    status: inspected.problem ? 'rejected' : 'loaded',
    rowsRead: 0,
    rowsRejected: 0,
  }
  if (!inspected.problem && !inspected.plain) await normaliseInto(file, contract, tmpDir)
  inspected.text = null
  return file
}

/** A file that the fast path turned out not to take: reads it again and writes the normalised copy. */
export async function normaliseLate(file: RunFile, contract: Contract, tmpDir: string, bytes: Buffer): Promise<void> {
  file.inspected.text = inspect(file.landed.path, bytes, contract, { keepText: true }).text
  await normaliseInto(file, contract, tmpDir)
  file.inspected.text = null
}

async function normaliseInto(file: RunFile, contract: Contract, tmpDir: string): Promise<void> {
  const { text, format, header } = file.inspected
  // Named by path: known content that came again must not share, and then remove, the copy of the first.
  const target = join(tmpDir, `${pathId(file.landed.path, file.inspected.sha256)}.${format}`)
  if (format === 'csv') file.malformed = await normaliseCsv(text!, header, contract, target)
  else await normaliseNdjson(text!, contract, target)
  file.readPath = target
  file.normalised = true
}

export async function discardCopies(files: RunFile[]): Promise<void> {
  await Promise.all(files.filter((f) => f.normalised).map((f) => rm(f.readPath, { force: true })))
}
