import { contracts } from '../contracts/index.ts'
import { ALWAYS_BYTES, MOST_TEXT, UNPACKED_MOST_MB, UNPACKED_MOST_RATIO } from '../landing/limits.ts'
import { checkPieces } from './check.ts'
import type { ProfileProblem } from './problem.ts'
import { readProfile } from './profile.ts'
import type { FileReport } from './report.ts'

/**
 * Bytes of text that a run takes: by a profile it holds a text whole; of packed files it goes by the limits, here those that hold
 * where the environment says nothing; unpacked ones of the landing contract have none.
 */
function mostBytes(file: File, isPacked: boolean, isProfiled: boolean): number {
  const unpacked = Math.min(UNPACKED_MOST_MB * 1e6, Math.max(ALWAYS_BYTES, file.size * UNPACKED_MOST_RATIO))
  return Math.min(isProfiled ? MOST_TEXT : Infinity, isPacked ? unpacked : Infinity)
}

export type Ask =
  | { kind: 'feeds' }
  | { kind: 'profile'; name: string; text: string }
  | { kind: 'check'; file: File; feed: string; profile: { name: string; text: string } | null }

export type Answer =
  | { kind: 'feeds'; feeds: string[] }
  | { kind: 'profile'; feed: string | null; problems: ProfileProblem[] }
  | { kind: 'report'; report: FileReport }
  | { kind: 'failed'; code: 'too_large' | 'broken_gzip' | 'no_gzip' | 'unreadable'; mb?: number }

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
  if (isPacked && typeof DecompressionStream === 'undefined') return { kind: 'failed', code: 'no_gzip' }
  const profile = ask.profile && readProfile(ask.profile.name, ask.profile.text).profile
  const most = mostBytes(file, isPacked, profile !== null)
  const tooLarge: Answer = { kind: 'failed', code: 'too_large', mb: Math.floor(most / 1e6) }
  if (!isPacked && file.size > most) return tooLarge
  const options = { name: file.name, feed, profile, references: null }
  try {
    return { kind: 'report', report: await checkPieces(() => bytesOf(file, { isPacked, most }, onProgress), options) }
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge
    return { kind: 'failed', code: isPacked ? 'broken_gzip' : 'unreadable' }
  }
}

/** Unpacked, a file is larger than a run takes it. */
class TooLarge extends Error {}

async function* bytesOf(
  file: File,
  { isPacked, most }: { isPacked: boolean; most: number },
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
      if (bytes > most) throw new TooLarge()
      yield next.value
    }
  } finally {
    await reader.cancel()
  }
}
