import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contract } from '../contracts/contract.ts'
import type { Zones } from '../file-check/mapper.ts'
import type { LandedFile } from '../landing/discover.ts'
import { inspect, inspectFile, readLanded, sha256, unreadableSha, type Inspected } from '../landing/inspect.ts'
import type { UnpackLimits } from '../landing/unpack.ts'
import { normaliseCsv, normaliseNdjson } from '../landing/normalise.ts'
import type { Claim, Profiles } from '../profiles/folder.ts'
import { enginePath } from './paths.ts'
import { normaliseByProfile } from '../profiles/prepare.ts'

/** A new file of this run and what has become of it so far. */
export interface RunFile {
  fileId: string
  landed: LandedFile
  inspected: Inspected
  /** What DuckDB reads: the landed file, or a normalised copy in the run's folder. */
  readPath: string
  normalised: boolean
  /** Written by a source profile, with refusals of its own in the cells. */
  profiled: boolean
  /** Column and sign by which a profile numbers the rows of one line. */
  numberedBy: string | null
  /** What the profile left out, by kind: totals, headers, blanks, filters. */
  leftOut: Record<string, number>
  /** Identity of what is read: the content, and what a profile makes of it. */
  reading: string
  /** Size of the text that DuckDB reads, unpacked; of a Parquet file its own. */
  textBytes: number
  /** Lines that the normaliser could not split. */
  malformed: number[]
  /** Header lines behind the first. */
  headers: number
  status: 'loaded' | 'rejected' | 'duplicate'
  rowsRead: number
  rowsRejected: number
}

/** Identity of a feed's content as it is read: the same bytes in another feed, or by another profile, are another thing. */
export function contentId(feed: string, sha: string): string {
  return sha256(Buffer.from(`${feed}\n${sha}`)).slice(0, 16)
}

/** Identity of a path that holds known content, so that both have a row of their own. */
export function pathId(path: string, sha: string): string {
  return sha256(Buffer.from(`${path}\n${sha}`)).slice(0, 16)
}

export interface PrepareContext {
  tmpDir: string
  profiles: Profiles
  zones: Zones
  limits: UnpackLimits
}

/**
 * Inspects a landed file and writes its normalised copy where DuckDB cannot read it as it lies. Null: the file went away.
 */
export async function prepareFile(
  landed: LandedFile,
  contract: Contract,
  { tmpDir, profiles, zones, limits }: PrepareContext,
): Promise<RunFile | null> {
  const claim = profiles.isEmpty ? null : profiles.claim(landed.words)
  if (claim) return prepareProfiled(landed, contract, { tmpDir, zones, limits }, claim)
  const inspected = inspectFile(landed.absolute, landed.path, contract, limits)
  if (!inspected) return null
  const file: RunFile = {
    fileId: contentId(contract.feed, inspected.sha256),
    landed,
    inspected,
    readPath: inspected.problem ? landed.absolute : engineOf(landed, inspected.sha256, tmpDir),
    normalised: false,
    profiled: false,
    numberedBy: null,
    leftOut: {},
    reading: inspected.sha256,
    textBytes: inspected.textBytes,
    malformed: [],
    headers: 0,
    status: inspected.problem ? 'rejected' : 'loaded',
    rowsRead: 0,
    rowsRejected: 0,
  }
  if (!inspected.problem && !inspected.plain) await normaliseInto(file, contract, tmpDir)
  inspected.text = null
  return file
}

const engineOf = ({ absolute, path }: LandedFile, sha: string, tmpDir: string) =>
  enginePath(absolute, path, tmpDir, `landed-${pathId(path, sha)}`)

function numbering({ profile }: Claim): string | null {
  const number = profile?.several_exams?.number
  return number ? `${number.column} ${number.with}` : null
}

/** The same for a file that a source profile claims. */
async function prepareProfiled(
  landed: LandedFile,
  contract: Contract,
  { tmpDir, ...how }: Omit<PrepareContext, 'profiles'>,
  claim: Claim,
): Promise<RunFile | null> {
  const bytes = readLanded(landed.absolute)
  if (bytes === null) return null
  const sha = bytes === 'unreadable' ? unreadableSha(landed.path) : sha256(bytes)
  const reading = sha256(Buffer.from(`${sha}\n${claim.fingerprint}`))
  const target = join(tmpDir, `${pathId(landed.path, reading)}.csv`)
  const made = bytes === 'unreadable' ? null : await normaliseByProfile(landed.words, bytes, claim, target, how)
  const problem = made ? made.problem : { reason: 'unreadable_file' as const, value: null }
  const textBytes = made?.textBytes ?? 0
  return {
    fileId: contentId(contract.feed, reading),
    landed,
    inspected: {
      ...{ sha256: sha, format: 'csv', encoding: made?.encoding ?? null, problem, header: [] },
      ...{ plain: false, tidy: false, textBytes, text: null },
    },
    ...{
      readPath: target,
      normalised: true,
      profiled: true,
      numberedBy: numbering(claim),
      leftOut: made?.leftOut ?? {},
      reading,
      textBytes,
    },
    ...{
      malformed: made?.malformed ?? [],
      headers: made?.leftOut.header ?? 0,
      status: problem ? 'rejected' : 'loaded',
      rowsRead: 0,
      rowsRejected: 0,
    },
  }
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
  if (format === 'csv') Object.assign(file, await normaliseCsv(text!, header, contract, target))
  else await normaliseNdjson(text!, contract, target)
  file.readPath = target
  file.normalised = true
}

export async function discardCopies(files: RunFile[]): Promise<void> {
  await Promise.all(files.filter((f) => f.normalised).map((f) => rm(f.readPath, { force: true })))
}
