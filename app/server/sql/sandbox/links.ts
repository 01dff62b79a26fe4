import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, unlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const folderOf = (dataDir: string) => path.join(dataDir, '.sandbox')

/** Processes of another host, or of another container, cannot be seen: what they have is left for as long as no opening takes. */
const FOREIGN_MS = 3_600_000

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const quietly = (act: () => void) => {
  try {
    act()
  } catch {
    // It is gone already, or another process still has something there.
  }
}

export interface Link {
  file: string
  /** Whether `file` is a name that will be gone; else it is the snapshot's own. */
  hidden: boolean
  remove(): void
}

/**
 * A second name of a snapshot for the time of opening it. The engine lets statements reach the path that it has opened;
 * when the name is removed, that path leads nowhere. Where no hard link can be made, the snapshot's own name.
 */
export function linkOf(file: string, dataDir: string): Link {
  const folder = folderOf(dataDir)
  const link = path.join(folder, `${process.pid}-${randomBytes(8).toString('hex')}-${os.hostname()}.duckdb`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    linkSync(file, link)
  } catch {
    quietly(() => rmdirSync(folder))
    return { file, hidden: false, remove: () => {} }
  }
  const remove = () => {
    quietly(() => unlinkSync(link))
    quietly(() => rmdirSync(folder))
  }
  return { file: link, hidden: true, remove }
}

/** Removes what processes that were killed have left. */
export function sweepLinks(dataDir: string) {
  const folder = folderOf(dataDir)
  quietly(() => {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name)
      const isOurs = name.endsWith(`-${os.hostname()}.duckdb`)
      const isLeft = isOurs ? !isAlive(Number.parseInt(name, 10)) : Date.now() - statSync(file).ctimeMs > FOREIGN_MS
      if (isLeft) rmSync(file)
    }
  })
  quietly(() => rmdirSync(folder))
}
