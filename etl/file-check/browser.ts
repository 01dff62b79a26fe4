import { contracts } from '../contracts/index.ts'
import { checkPieces } from './check.ts'
import type { ProfileProblem } from './problem.ts'
import { readProfile } from './profile.ts'
import type { FileReport } from './report.ts'

/** Larger files the loader does not read either, which holds a text at once. */
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

/**
 * Answers one question of the page. Runs in a worker, so that a large file does not freeze it; nothing is sent anywhere.
 * `onProgress` is told the share of the file that has been read, again from 0 where another encoding is tried.
 */
export async function answer(ask: Ask, onProgress: (share: number) => void): Promise<Answer> {
  if (ask.kind === 'feeds') return { kind: 'feeds', feeds: contracts.map((c) => c.feed) }
  if (ask.kind === 'profile') {
    const read = readProfile(ask.name, ask.text)
    return { kind: 'profile', feed: read.profile?.feed ?? null, problems: read.problems }
  }
  const { file, feed } = ask
  const isPacked = /\.gz$/i.test(file.name)
  if (file.size > MOST_BYTES) return { kind: 'failed', code: 'too_large' }
  if (isPacked && typeof DecompressionStream === 'undefined') return { kind: 'failed', code: 'no_gzip' }
  const profile = ask.profile && readProfile(ask.profile.name, ask.profile.text).profile
  const options = { name: file.name, feed, profile, references: null }
  try {
    return { kind: 'report', report: await checkPieces(() => bytesOf(file, isPacked, onProgress), options) }
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'failed', code: 'too_large' }
    return { kind: 'failed', code: isPacked ? 'broken_gzip' : 'unreadable' }
  }
}

/** Unpacked, a file is larger than `MOST_BYTES`. */
class TooLarge extends Error {}

async function* bytesOf(
  file: File,
  isPacked: boolean,
  onProgress: (share: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let packed = 0
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, out) {
        packed += piece.length
        onProgress(packed / file.size)
        out.enqueue(piece)
      },
    }),
  )
  const reader = (isPacked ? counted.pipeThrough(new DecompressionStream('gzip')) : counted).getReader()
  let bytes = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes += next.value.length
      if (bytes > MOST_BYTES) throw new TooLarge()
      yield next.value
    }
  } finally {
    await reader.cancel()
  }
}
