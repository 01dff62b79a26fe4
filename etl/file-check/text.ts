export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'
export const ENCODINGS = ['auto', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const

export interface Decoded {
  text: string
  encoding: Encoding
}

function tryDecode(bytes: Uint8Array, encoding: Encoding): Decoded | null {
  try {
    // A byte order mark is taken off by the decoder.
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }
  } catch {
    return null
  }
}

/** Byte order mark of UTF-16, or zero bytes on one side only, as Latin letters in UTF-16 have them. */
function utf16Of(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const seen = Math.min(bytes.length, 4096) & ~1
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
export function decodeText(bytes: Uint8Array, wanted: (typeof ENCODINGS)[number] | 'contract'): Decoded | null {
  if (wanted !== 'contract' && wanted !== 'auto') return tryDecode(bytes, wanted)
  const utf16 = wanted === 'auto' ? utf16Of(bytes) : null
  if (utf16) return tryDecode(bytes, utf16)
  const utf8 = tryDecode(bytes, 'utf-8')
  if (utf8) return utf8
  for (let cut = 1; cut <= Math.min(3, bytes.length); cut++)
    if (tryDecode(bytes.subarray(0, bytes.length - cut), 'utf-8')) return null
  return tryDecode(bytes, 'gb18030')
}

/** What the bytes look like, for a hint; null where nothing fits. */
export function guessEncoding(bytes: Uint8Array): Encoding | null {
  return decodeText(bytes, 'auto')?.encoding ?? null
}
