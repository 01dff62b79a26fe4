import type { ENCODINGS, Encoding } from '../contracts/encodings.ts'

export interface Decoded {
  text: string
  encoding: Encoding
}

const HEAD_BYTES = 4096

/** What Windows-1252 has where Latin-1 has control signs: Node decodes it as if it were that. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Decodes bytes that come in pieces, and throws where they are not of the encoding. */
function decoderOf(encoding: Encoding): (bytes: Uint8Array, stream: boolean) => string {
  const decoder = new TextDecoder(encoding, { fatal: true })
  if (encoding !== 'windows-1252') return (bytes, stream) => decoder.decode(bytes, { stream })
  return (bytes, stream) =>
    decoder.decode(bytes, { stream }).replace(/[\u0080-\u009f]/g, (sign) => WINDOWS_1252[sign.charCodeAt(0) - 0x80]!)
}

function tryDecode(bytes: Uint8Array, encoding: Encoding): Decoded | null {
  try {
    // A byte order mark is taken off by the decoder.
    return { text: decoderOf(encoding)(bytes, false), encoding }
  } catch {
    return null
  }
}

/** What a profile says of its files' encoding; `contract`: what the landing contract reads. */
export type Wanted = (typeof ENCODINGS)[number] | 'contract'

/** Byte order mark of UTF-16, or zero bytes on one side only, as Latin letters in UTF-16 have them. */
function utf16Of(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const seen = Math.min(bytes.length, HEAD_BYTES) & ~1
  for (let at = 0; at < seen; at++) if (bytes[at] === 0) zeros[at & 1]!++
  if (zeros[1]! > seen / 8 && zeros[0] === 0) return 'utf-16le'
  if (zeros[0]! > seen / 8 && zeros[1] === 0) return 'utf-16be'
  return null
}

/**
 * Text of a landed file by the landing contract: UTF-8, or GB18030 where the bytes are no UTF-8. Null: neither, or UTF-8
 * that breaks only in its last three bytes, which is a torn upload and not GB18030. A profile may name the encoding
 * (then nothing else is tried) or `auto`, which knows UTF-16 too.
 */
export function decodeText(bytes: Uint8Array, wanted: Wanted): Decoded | null {
  const candidates = candidatesOf(wanted, bytes)
  for (const encoding of candidates) {
    const decoded = tryDecode(bytes, encoding)
    if (decoded) return decoded
    if (candidates.length > 1 && encoding === 'utf-8' && isTorn(bytes)) return null
  }
  return null
}

/** Encodings to try in turn. Zero bytes are looked for at the beginning only. */
function candidatesOf(wanted: Wanted, head: Uint8Array): Encoding[] {
  if (wanted !== 'contract' && wanted !== 'auto') return [wanted]
  const utf16 = wanted === 'auto' ? utf16Of(head) : null
  return utf16 ? [utf16] : ['utf-8', 'gb18030']
}

/** Whether bytes that are no UTF-8 become some without the last three or fewer. */
function isTorn(bytes: Uint8Array): boolean {
  for (let cut = 1; cut <= Math.min(3, bytes.length); cut++)
    if (tryDecode(bytes.subarray(0, bytes.length - cut), 'utf-8')) return true
  return false
}

/** Opens the same bytes again and again. */
export type Open = () => AsyncIterable<Uint8Array>

/**
 * `decodeText` of bytes that come in pieces: each encoding that may be the file's is tried on all of them until one holds. `begin` is
 * told of every try and takes its text as it comes; what it took before is void. Null: none held.
 */
export async function decodePieces(
  open: Open,
  wanted: Wanted,
  begin: (encoding: Encoding) => (text: string) => void,
): Promise<Encoding | null> {
  const candidates = candidatesOf(wanted, await headOf(open))
  for (const encoding of candidates) {
    const outcome = await tryPieces(open, encoding, begin(encoding))
    if (outcome === 'whole') return encoding
    if (candidates.length > 1 && outcome === 'torn') return null
  }
  return null
}

/** The first bytes. */
export async function headOf(open: Open): Promise<Uint8Array> {
  let head = new Uint8Array()
  for await (const piece of open()) {
    head = joined(head, piece)
    if (head.length >= HEAD_BYTES) break
  }
  return head
}

/** The last bytes decide whether a file is torn: three may be cut off, of which each may end a character of four. */
const TAIL_BYTES = 8

async function tryPieces(
  open: Open,
  encoding: Encoding,
  take: (text: string) => void,
): Promise<'whole' | 'torn' | 'other'> {
  const decoder = decoderOf(encoding)
  const decode = (bytes: Uint8Array, stream: boolean) => {
    try {
      return decoder(bytes, stream)
    } catch {
      return null
    }
  }
  let tail = new Uint8Array()
  let fed = 0
  for await (const piece of open()) {
    tail = joined(tail, piece)
    // The last three are held back: what breaks before them is no torn end.
    const upTo = Math.max(fed, tail.length - 3)
    const text = decode(tail.subarray(fed, upTo), true)
    if (text === null) return 'other'
    take(text)
    const cut = Math.max(0, tail.length - TAIL_BYTES)
    tail = tail.slice(cut)
    fed = upTo - cut
  }
  const text = decode(tail.subarray(fed), false)
  if (text !== null) {
    take(text)
    return 'whole'
  }
  const first = tail.findIndex((byte) => byte < 0x80 || byte > 0xbf)
  return encoding === 'utf-8' && isTorn(tail.subarray(Math.max(first, 0))) ? 'torn' : 'other'
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
