import type { Stats as FileStats } from 'node:fs'

export type Stats = Pick<FileStats, 'size' | 'mtimeMs' | 'ctimeMs' | 'ino'>

/**
 * Size, times and inode as text. Times as plain numbers are exact to a quarter of a microsecond, finer than the clock of a
 * file system, and asking for them leaves a tenth of the garbage that big integers do.
 */
export function statKey(s: Stats): string {
  return `${s.size}:${s.mtimeMs}:${s.ctimeMs}:${s.ino}`
}

const SKIPPED = '0:0:0:0!'

/** Stands for size, times and inode of what is no regular file, and is not read. */
export const skippedKey = (why: string): string => SKIPPED + why

/** Why a file of this key is not read; null for a regular one. */
export const skippedBy = (key: string): string | null => (key.startsWith(SKIPPED) ? key.slice(SKIPPED.length) : null)

/** A name that would break the lines of a folder's text. */
export const isOdd = (name: string) => /[\0\n]/.test(name)

/** A line of a folder's text. */
export interface Line {
  name: string
  /** As `statKey` makes it, and what was added to it. */
  key: string
  bytes: number
  modifiedMs: number
}

function parseLine(line: string): Line {
  const slash = line.indexOf('/')
  const key = line.slice(slash + 1, -1)
  const [bytes, modifiedMs] = key.split(':', 2)
  return { name: line.slice(0, slash), key, bytes: Number(bytes), modifiedMs: Number(modifiedMs) }
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
    if (!isOdd(name)) this.#parts.push(`${name}/${key}\n`)
  }

  /** Lines that another folder does not have. */
  *beside(known: Folder = new Folder()): Generator<Line> {
    const { text } = this
    let at = 0
    for (let from = 0, to; from < text.length; from = to) {
      to = text.indexOf('\n', from) + 1
      const line = text.slice(from, to)
      // Both are sorted: nearly always the next line of the one is the next of the other.
      if (known.text.startsWith(line, at)) at += line.length
      else if (!known.#has(line)) yield parseLine(line)
    }
  }

  #has(line: string): boolean {
    this.#lines ??= new Set(this.text.split(/(?<=\n)/))
    return this.#lines.has(line)
  }

  /** The same without some names. */
  without(names: ReadonlySet<string>): Folder {
    const kept = this.text.split('\n').filter((line) => line !== '' && !names.has(line.slice(0, line.indexOf('/'))))
    return new Folder(kept.map((line) => `${line}\n`).join(''))
  }
}
