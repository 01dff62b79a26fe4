import { contracts } from '../contracts/index.ts'
import { checkFile } from './check.ts'
import { readProfile, type ProfileProblem } from './profile.ts'
import type { FileReport } from './report.ts'

/** Larger files would not fit into one text: the command line checks them. */
export const MOST_BYTES = 400_000_000

export type Ask =
  | { kind: 'feeds' }
  | { kind: 'profile'; name: string; text: string }
  | { kind: 'check'; file: File; feed: string; profile: { name: string; text: string } | null }

export type Answer =
  | { kind: 'feeds'; feeds: string[] }
  | { kind: 'profile'; feed: string | null; problems: ProfileProblem[] }
  | { kind: 'report'; report: FileReport }
  | { kind: 'failed'; code: 'too_large' | 'broken_gzip' | 'no_gzip' | 'unreadable' }

/** Answers one question of the page. Runs in a worker, so that a large file does not freeze it; nothing is sent anywhere. */
export async function answer(ask: Ask): Promise<Answer> {
  if (ask.kind === 'feeds') return { kind: 'feeds', feeds: contracts.map((c) => c.feed) }
  if (ask.kind === 'profile') {
    const read = readProfile(ask.name, ask.text)
    return { kind: 'profile', feed: read.profile?.feed ?? null, problems: read.problems }
  }
  const bytes = await bytesOf(ask.file)
  if (typeof bytes === 'string') return { kind: 'failed', code: bytes }
  const profile = ask.profile && readProfile(ask.profile.name, ask.profile.text).profile
  const report = checkFile({ name: ask.file.name, bytes, feed: ask.feed, profile, references: null })
  return { kind: 'report', report }
}

type Failure = Extract<Answer, { kind: 'failed' }>['code']

async function bytesOf(file: File): Promise<Uint8Array | Failure> {
  if (file.size > MOST_BYTES) return 'too_large'
  const isPacked = /\.gz$/i.test(file.name)
  if (isPacked && typeof DecompressionStream === 'undefined') return 'no_gzip'
  try {
    const stream = isPacked ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream()
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
    return bytes.length > MOST_BYTES ? 'too_large' : bytes
  } catch {
    return isPacked ? 'broken_gzip' : 'unreadable'
  }
}
