import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EtlError } from '../errors.ts'

interface Holder {
  pid: number
  /** Start of the process as the operating system counts it: a recycled pid is not the holder. */
  started: string | null
  since: string
}

/** Start time of a process in clock ticks since boot; null where the platform does not tell (no /proc). */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return holder.started === null || processStart(holder.pid) === holder.started
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return null
  }
}

/**
 * Takes the lock that keeps runs apart and returns how to give it back. A lock of a dead process is taken over; that of a
 * living one is an error which names the process.
 */
export function takeLock(dataDir: string): () => void {
  const path = join(dataDir, 'etl.lock')
  const mine: Holder = { pid: process.pid, started: processStart(process.pid), since: new Date().toISOString() }
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx' })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = readHolder(path)
      if (holder && isAlive(holder)) {
        throw new EtlError(
          'etl/locked',
          `another run holds the lock: process ${holder.pid} since ${holder.since}. Wait for it, or stop it and run again.`,
          { pid: holder.pid },
        )
      }
      rmSync(path, { force: true })
    }
  }
  throw new EtlError('etl/locked', `the lock ${path} could not be taken. Remove the file if no run is going on.`)
}
