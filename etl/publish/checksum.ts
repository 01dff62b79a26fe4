import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** What a file must be, byte for byte. */
export interface Checksum {
  bytes: number
  sha256: string
}

/** Size and SHA-256 of a file, read as a stream. */
export async function checksumOf(path: string): Promise<Checksum> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(part)
    bytes += part.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

export const sameBytes = (a: Checksum, b: Checksum) => a.bytes === b.bytes && a.sha256 === b.sha256
