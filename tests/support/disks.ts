import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync, openSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const mount = (...args: string[]) => spawnSync('mount', args, { stdio: 'ignore' }).status === 0

/** A folder on a small disk of its own, or null where this user may not mount one. */
export function smallDisk(megabytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-disk-'))
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder)) {
    rmSync(folder, { recursive: true })
    return null
  }
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** Makes a small disk one that can only be read, and back. */
export const setReadOnly = (folder: string, only: boolean) => mount('-o', `remount,${only ? 'ro' : 'rw'}`, folder)

export const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-disk-'))
  try {
    const mounted = mount('-t', 'tmpfs', '-o', 'size=1m', 'none', folder)
    if (mounted) spawnSync('umount', [folder])
    return mounted
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})()

/** Fills a disk to the last block; gives the space back when called. */
export function fill(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'filler')
  writeFileSync(path, '')
  const file = openSync(path, 'a')
  try {
    for (let size = 1 << 20; size >= 1024;) {
      try {
        while (statfsSync(folder).bavail > 0) writeSync(file, Buffer.alloc(size))
        break
      } catch {
        size >>= 1 // no room for that much
      }
    }
  } finally {
    closeSync(file)
  }
  return () => rmSync(path, { force: true })
}
