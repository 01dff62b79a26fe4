/** RFC 6901: `/data/items/0`, with `~1` for a slash and `~0` for a tilde in a name; `""` is the whole document. */
export function isPointer(text: string): boolean {
  return text === '' || /^(\/([^~]|~[01])*)+$/.test(text)
}

/** The value that a pointer leads to; undefined where there is none. */
export function at(document: unknown, pointer: string): unknown {
  let value = document
  for (const part of pointer.split('/').slice(1)) {
    if (value === null || typeof value !== 'object') return undefined
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
  }
  return value
}
