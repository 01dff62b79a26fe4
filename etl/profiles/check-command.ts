import { existsSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Config } from '../config.ts'
import { DEFAULT_ZONE } from '../contracts/contract.ts'
import { contractOf, contracts } from '../contracts/index.ts'
import { UsageError } from '../errors.ts'
import { checkFile } from '../file-check/check.ts'
import { draftProfile, likelyFeed } from '../file-check/draft.ts'
import type { References } from '../file-check/judge.ts'
import { readProfile, type Profile } from '../file-check/profile.ts'
import type { FileReport } from '../file-check/report.ts'
import { unpack, type UnpackLimits } from '../landing/unpack.ts'
import { referenceFeeds, referenceTableOf, targetOf } from '../reference/index.ts'
import { readProfiles } from './folder.ts'
import { readReferenceByProfiles } from './reference.ts'
import { maskReport, reportText } from './report-text.ts'

export interface CheckCall {
  file: string
  profile: string | undefined
  feed: string | undefined
  json: boolean
  draft: boolean
}

/** Says what a run would make of a file, without loading or writing anything. Returns the exit status. */
export async function check(config: Config, call: CheckCall, print: (text: string) => void): Promise<number> {
  const path = pathBelow(config.landingDir, call.file) ?? pathBelow(config.controlDir, call.file)
  const bytes = readBytes(call.file, config.unpackLimits)
  const profile = call.draft ? null : findProfile(config.controlDir, call.profile, path)
  const feed =
    call.feed ?? profile?.feed ?? feedOf(path ?? call.file) ?? (call.draft ? likelyFeed(bytes ?? NOTHING) : null)
  if (feed === null)
    throw new UsageError(`which feed is ${call.file}? Name it: --feed ${contracts.map((c) => c.feed).join('|')}.`)
  if (profile && call.feed && call.feed !== profile.feed)
    throw new UsageError(`--feed ${call.feed}: profile ${profile.name} is for ${profile.feed}. Leave --feed out.`)
  if (!targetOf(feed)) throw new UsageError(`--feed ${feed}: no such feed. Feeds: ${FEEDS.join(', ')}.`)
  if (call.draft) {
    print(JSON.stringify(draftProfile(feed, path ?? basename(call.file), bytes ?? NOTHING), null, 2))
    return 0
  }
  if (/\.parquet$/i.test(call.file))
    throw new UsageError('check reads CSV, text and NDJSON. A Parquet file has types of its own: load it.')
  const { references, note } = referenceTableOf(feed) ? NO_REFERENCES : await findReferences(config.controlDir)
  const report = checkFile({
    name: path ?? basename(call.file),
    bytes: bytes ?? NOTHING,
    feed,
    profile,
    references,
  })
  if (bytes === null && report.problems.length === 0)
    report.problems.push({ line: null, column: null, reason: 'unreadable_file', value: null })
  print(call.json ? JSON.stringify(maskReport(report)) : reportText(report, note))
  return isClean(report) ? 0 : 1
}

const NOTHING = new Uint8Array()
const FEEDS = [...contracts.map((c) => c.feed), ...referenceFeeds]

const isClean = (report: FileReport) => report.problems.length === 0 && report.rowsRejected === 0

/** Bytes, unpacked; null for gzip that is broken or expands beyond the limits. */
function readBytes(file: string, limits: UnpackLimits): Buffer | null {
  let bytes
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new UsageError(
      `cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'}). Mind the name and the rights.`,
    )
  }
  if (!/\.gz$/i.test(file)) return bytes
  const unpacked = unpack(bytes, limits)
  return unpacked === 'too_large' ? null : unpacked
}

/** Path below the landing folder as a run would see it; null for a file that lies elsewhere. */
function pathBelow(folder: string, file: string): string | null {
  const below = relative(folder, resolve(file))
  return below.startsWith('..') || resolve(file) === below ? null : below.split(sep).join('/')
}

/** Null: the path names none. */
const feedOf = (path: string): string | null => path.split(/[/\\]/).find((part) => contractOf(part)) ?? null

/** The profile that was named, by name or file; else the one that a run would use. */
function findProfile(controlDir: string, named: string | undefined, path: string | null): Profile | null {
  if (named === undefined) {
    const claim = path === null ? null : readProfiles(controlDir).claim(path)
    if (claim && !claim.profile) throw new UsageError(`${claim.refused}: cannot be used. Check it: --profile NAME.`)
    return claim?.profile ?? null
  }
  const inFolder = join(controlDir, 'profiles', `${named}.json`)
  const file = existsSync(named) ? named : inFolder
  if (!existsSync(file))
    throw new UsageError(`--profile ${named}: neither a file nor in ${join(controlDir, 'profiles')}.`)
  const read = readProfile(basename(file).replace(/\.json$/, ''), readFileSync(file, 'utf8'))
  if (read.profile) return read.profile
  const lines = read.problems.map((p) => `  ${p.path || '(file)'}: ${p.message}`)
  throw new UsageError([`${file} cannot be used:`, ...lines].join('\n'))
}

interface FoundReferences {
  references: References | null
  note: string | null
}

/** Reference data hangs on no other. */
const NO_REFERENCES: FoundReferences = { references: null, note: null }

async function findReferences(controlDir: string): Promise<FoundReferences> {
  if (!existsSync(join(controlDir, 'reference')))
    return {
      references: null,
      note: `No reference data at ${controlDir}: unknown centers and scanners were not looked for.`,
    }
  const { centers, scanners } = await readReferenceByProfiles(controlDir, readProfiles(controlDir))
  return {
    references: {
      centers: new Map(centers.map((c) => [c.center_code, c.time_zone ?? DEFAULT_ZONE])),
      scanners: new Map(scanners.map((s) => [s.scanner_id, s.center_code])),
    },
    note: null,
  }
}
