import type { Stats as FileStats } from 'node:fs'

export type Stats = Pick<FileStats, 'size' | 'mtimeMs' | 'ctimeMs' | 'ino'>

/**
 * Size, times and inode as text. Times as plain numbers are exact to a quarter of a microsecond, finer than the clock of a
 * file system, and asking for them leaves a tenth of the garbage that big integers do.
 */
export function statKey(s: Stats): string {
  return `${s.size}:${s.mtimeMs}:${s.ctimeMs}:${s.ino}`
}

/**
 * The files of one folder with their size, times and inode, one a line, by name. Two folders of the same text hold the same
 * files: comparing one text is cheaper than looking up some hundred names, and nearly every folder is as it was.
 */
export class Folder {
  #text: string
  #lines: Set<string> | null = null
  #parts: string[] = []

  constructor(text = '') {
    this.#text = text
  }

  get text(): string {
    if (this.#parts.length > 0) {
      this.#text += this.#parts.join('')
      this.#parts = []
    }
    return this.#text
  }

  get size(): number {
    return this.text.length
  }

  /** A name that would break the lines is left out: such a file is looked at anew on every run. */
  add(name: string, s: Stats, extra = ''): void {
    this.addKey(name, statKey(s) + extra)
  }

  addKey(name: string, key: string): void {
    if (!/[\0\n]/.test(name)) this.#parts.push(`${name}/${key}\n`)
  }

  has(name: string, s: Stats, extra = ''): boolean {
    this.#lines ??= new Set(this.text.split('\n'))
    return this.#lines.has(`${name}/${statKey(s)}${extra}`)
  }

  /** The same without some names. */
  without(names: ReadonlySet<string>): Folder {
    const kept = this.text.split('\n').filter((line) => line !== '' && !names.has(line.slice(0, line.indexOf('/'))))
    return new Folder(kept.map((line) => `${line}\n`).join(''))
  }
}
