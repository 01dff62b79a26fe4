import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EtlError } from '../errors.ts'

interface Holder {
  pid: number
  /** Start of the process as the operating system counts it, and of the system itself: a recycled pid is not the holder. */
  started: string | null
  boot?: string | null
  since: string
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'latin1').trim()
  } catch {
    return null
  }
}

/** Start time of a process in clock ticks since boot; null where the platform does not tell (no /proc). */
function processStart(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

const bootId = () => readOrNull('/proc/sys/kernel/random/boot_id')

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (holder.boot && bootId() && holder.boot !== bootId()) return false
  return holder.started === null || processStart(holder.pid) === holder.started
}

function readHolder(text: string | null): Holder | null {
  try {
    return JSON.parse(text ?? '') as Holder
  } catch {
    return null
  }
}

export const lockPath = (dataDir: string) => join(dataDir, 'etl.lock')

/** The living process that holds the lock; null when nobody does. */
export function lockHolder(dataDir: string): { pid: number; since: string } | null {
  const holder = readHolder(readOrNull(lockPath(dataDir)))
  return holder && isAlive(holder) ? holder : null
}

/**
 * Takes the lock that keeps runs apart and returns how to give it back. A lock of a dead process is taken over; that of a
 * living one is an error which names the process.
 */
export function takeLock(dataDir: string): () => void {
  const path = lockPath(dataDir)
  const own = `${path}.${process.pid}`
  const mine: Holder = {
    ...{ pid: process.pid, started: processStart(process.pid), boot: bootId() },
    since: new Date().toISOString(),
  }
  try {
    writeFileSync(own, JSON.stringify(mine))
    for (let attempt = 0; attempt < 3; attempt++) {
      if (appears(own, path)) return () => release(path, mine)
      const text = readOrNull(path)
      if (text === null) continue
      const holder = readHolder(text)
      if (holder && isAlive(holder)) throw held(holder)
      setAside(path, text)
    }
  } finally {
    rmSync(own, { force: true })
  }
  throw new EtlError('etl/locked', `the lock ${path} could not be taken. Remove the file if no run is going on.`)
}

/** A link puts the lock there whole or not at all: nobody ever reads half of one and takes it for a dead one's. */
function appears(own: string, path: string): boolean {
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // File systems without hard links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error
    return appearsWithoutLinks(own, path)
  }
}

function appearsWithoutLinks(own: string, path: string): boolean {
  try {
    writeFileSync(path, readFileSync(own), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead process's lock away. Two may try: who moved another lock than the dead one's puts it back. */
function setAside(path: string, dead: string): void {
  const aside = `${path}.${process.pid}.dead`
  try {
    renameSync(path, aside)
  } catch {
    return // somebody else was quicker
  }
  if (readOrNull(aside) !== dead) appears(aside, path)
  rmSync(aside, { force: true })
}

function release(path: string, mine: Holder): void {
  const holder = readHolder(readOrNull(path))
  if (holder?.pid === mine.pid && holder.since === mine.since) rmSync(path, { force: true })
}

function held(holder: Holder): EtlError {
  return new EtlError(
    'etl/locked',
    `another run holds the lock: process ${holder.pid} since ${holder.since}. Wait for it, or stop it and run again.`,
    { pid: holder.pid },
  )
}
