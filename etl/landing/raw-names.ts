import { isUtf8 } from 'node:buffer'

/**
 * Names are bytes, and some are no UTF-8: those of old Windows programs in China are GBK. They are shown as what they say, and read by
 * their bytes, which are kept here by the path under which they are shown.
 */
const raw = new Map<string, Buffer>()

/** What opens a file that is shown under this absolute path. */
export const openable = (absolute: string): string | Buffer => raw.get(absolute) ?? absolute

/** Shows a name of `folder` (an absolute path as it is shown) and remembers its bytes where they are no UTF-8. */
export function shownName(folder: string, name: Buffer, taken: ReadonlySet<string>): string {
  if (isUtf8(name)) return name.toString('utf8')
  const shown = readable(name, taken)
  raw.set(`${folder}/${shown}`, Buffer.concat([Buffer.from(openable(folder)), Buffer.from('/'), name]))
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
