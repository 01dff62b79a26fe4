const codes = new Map<string, number>()

/** Two-byte codes by character, found by decoding every one of them once. */
function table(): Map<string, number> {
  if (codes.size > 0) return codes
  const decoder = new TextDecoder('gb18030')
  const pair = new Uint8Array(2)
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      pair[0] = lead
      pair[1] = trail
      const text = decoder.decode(pair)
      if ([...text].length === 1 && text !== '\ufffd' && !codes.has(text)) codes.set(text, (lead << 8) | trail)
    }
  }
  return codes
}

/** Encodes ASCII and the characters that GB18030 writes in two bytes, which is all that the demo writes. */
export function encodeGb18030(text: string): Buffer {
  const known = table()
  const bytes = Buffer.allocUnsafe(text.length * 2)
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x80) bytes[length++] = code
    else {
      const pair = known.get(character)
      if (pair === undefined) throw new RangeError(`U+${code.toString(16)} has no two-byte code in GB18030`)
      bytes[length++] = pair >> 8
      bytes[length++] = pair & 0xff
    }
  }
  return bytes.subarray(0, length)
}
