import { statSync } from 'node:fs'
import { Folder, type Stats } from './folder.ts'

/** The files of one folder below the landing folder, by name. */
export interface Listed {
  below: string
  names: string[]
}

/** Folders that two threads look at together: who is free takes the next. */
export interface Share {
  root: string
  folders: Listed[]
  /** One 32-bit number: the next folder that nobody has taken. */
  next: SharedArrayBuffer
}

/** Indices of the folders that the calling thread takes until none is left. */
export function* taken({ folders, next }: Share): Generator<number> {
  const counter = new Int32Array(next)
  for (;;) {
    const i = Atomics.add(counter, 0, 1)
    if (i >= folders.length) return
    yield i
  }
}

/** Null for a link to a folder, or a file that went away while the folder was read: the next run sees what has become of it. */
export function stat(absolute: string): Stats | null {
  try {
    const s = statSync(absolute, { throwIfNoEntry: false })
    return s?.isFile() ? s : null
  } catch {
    return null
  }
}

export const inside = (below: string) => (below === '' ? '' : `${below}/`)

/** A folder as it is now. @param onFile told each file in the order of the names; null as `stat` says */
export function folderNow(
  root: string,
  { below, names }: Listed,
  keyOf: (path: string) => string,
  onFile: (s: Stats | null) => void = () => {},
): Folder {
  const folder = new Folder()
  for (const name of names) {
    const path = `${inside(below)}${name}`
    const s = stat(`${root}/${path}`)
    if (s) folder.add(name, s, keyOf(path))
    onFile(s)
  }
  return folder
}

/** Texts of the folders that the calling thread takes, with their indices. */
export function foldersNow(share: Share): [number, string][] {
  const texts: [number, string][] = []
  // One by one: what is taken is no longer for the other thread.
  for (const i of taken(share)) texts.push([i, folderNow(share.root, share.folders[i]!, () => '').text])
  return texts
}
