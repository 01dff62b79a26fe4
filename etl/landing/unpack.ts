import { gunzipSync } from 'node:zlib'
import { ALWAYS_BYTES } from './limits.ts'

/** How far a packed file may expand. */
export interface UnpackLimits {
  /** Bytes of the text. */
  mostBytes: number
  /** Bytes of the text for each packed one. */
  mostRatio: number
}

/** What zlib can say at most, for files that have been found to be within the limits. */
export const UNLIMITED: UnpackLimits = { mostBytes: Infinity, mostRatio: Infinity }

/** The bytes of a packed file; null where they are no whole gzip, `too_large` where they expand beyond the limits. */
export function unpack(bytes: Uint8Array, { mostBytes, mostRatio }: UnpackLimits): Buffer | 'too_large' | null {
  const most = Math.min(mostBytes, Math.max(ALWAYS_BYTES, bytes.length * mostRatio), 2 ** 31 - 1)
  try {
    return gunzipSync(bytes, { maxOutputLength: most })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : null
  }
}
