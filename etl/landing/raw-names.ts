import { isUtf8 } from 'node:buffer'
import { privateName } from './private-names.ts'

/**
 * Names are bytes, and some are no UTF-8: those of old Windows programs in China are GBK. They are shown as what they say, but for what could
 * name a person, and read by their bytes, which are kept here by the path under which they are shown.
 */
const raw = new Map<string, { bytes: Buffer; legible: string }>()

/** What opens a file or folder that is shown under this absolute path: one that is shown as it is may lie in one that is not. */
export function openable(absolute: string): string | Buffer {
  const known = raw.get(absolute)
  if (known) return known.bytes
  const slash = absolute.lastIndexOf('/')
  if (slash <= 0 || raw.size === 0) return absolute
  const folder = openable(absolute.slice(0, slash))
  return typeof folder === 'string' ? absolute : Buffer.concat([folder, Buffer.from(absolute.slice(slash))])
}

/** The absolute path in words, for who looks for files by their names: it may name a person and is neither shown nor kept. */
export const legible = (absolute: string): string => {
  const known = raw.get(absolute)
  if (known) return known.legible
  const slash = absolute.lastIndexOf('/')
  return slash <= 0 || raw.size === 0 ? absolute : legible(absolute.slice(0, slash)) + absolute.slice(slash)
}

/** Shows a name of `folder` (an absolute path as it is shown) and remembers its bytes where they are not what is shown. */
export function shownName(folder: string, name: Buffer, taken: ReadonlySet<string>, isCode: boolean): string {
  const words = isUtf8(name) ? name.toString('utf8') : readable(name, taken)
  const shown = privateName(words, isCode)
  if (isUtf8(name) && shown === words) return shown
  const bytes = Buffer.concat([Buffer.from(openable(folder)), Buffer.from('/'), name])
  raw.set(`${folder}/${shown}`, { bytes, legible: `${legible(folder)}/${words}` })
  return shown
}

/** As GB18030 where the bytes are that and no other name of the folder reads alike; else bytes that are no ASCII in percents. */
function readable(name: Buffer, taken: ReadonlySet<string>): string {
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(name)
    if (!taken.has(text) && !/\p{Cc}/u.test(text)) return text
  } catch {
    // No GB18030 either.
  }
  return [...name].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`)).join('')
}
