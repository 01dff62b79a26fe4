import { createHash, webcrypto } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

/** What a file must be, byte for byte. */
export interface Checksum {
  bytes: number
  /** Of the bytes, or where `segment` is given, of the sums (32 bytes each) of its segments one after the other. */
  sha256: string
  /** Bytes in a segment. */
  segment?: number
}

/** Large files are summed up in segments of this size, several at a time. Of 16 MiB each took twice as long: new memory for each. */
export const SEGMENT_BYTES = 4 * 1024 * 1024

/** Segments in hand at a time: as many as Node has threads for such work. */
const LANES = 4

/** Size and SHA-256 of a file. @param segment as in `Checksum` */
export async function checksumOf(path: string, segment?: number): Promise<Checksum> {
  if (segment !== undefined) return segmented(path, segment)
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(part)
    bytes += part.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function segmented(path: string, segment: number): Promise<Checksum> {
  const file = await open(path, 'r')
  try {
    const { size: bytes } = await file.stat()
    const sums: Buffer[] = Array.from({ length: Math.ceil(bytes / segment) })
    let next = 0
    const lane = async () => {
      const room = Buffer.allocUnsafe(Math.min(segment, bytes))
      for (let i = next++; i < sums.length; i = next++)
        sums[i] = await sumOf(file, room.subarray(0, Math.min(segment, bytes - i * segment)), i * segment)
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    return { bytes, sha256: createHash('sha256').update(Buffer.concat(sums)).digest('hex'), segment }
  } finally {
    await file.close()
  }
}

async function sumOf(file: FileHandle, room: Buffer, position: number): Promise<Buffer> {
  for (let filled = 0; filled < room.length;) {
    const { bytesRead } = await file.read(room, filled, room.length - filled, position + filled)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    filled += bytesRead
  }
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', room))
}

/** Sum of a file as `recorded` was taken, to be compared with it. */
export const checksumLike = (path: string, recorded: Checksum) => checksumOf(path, recorded.segment)

export const sameBytes = (a: Checksum, b: Checksum) => a.bytes === b.bytes && a.sha256 === b.sha256
