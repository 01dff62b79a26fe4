import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

export interface MemoryUse {
  residentKb: number
  addressSpaceKb: number
}

/** What the operating system says of a process; null where it says nothing, or the process has gone. */
export function memoryOf(pid: number): MemoryUse | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kb = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1])
    const use = { residentKb: kb('VmRSS'), addressSpaceKb: kb('VmSize') }
    return Number.isFinite(use.residentKb) ? use : null
  } catch {
    return null
  }
}

/**
 * Caps the address space at what the process has reserved so far and as much again as it may still take: memory that
 * cannot be addressed cannot be used. Not earlier, since node reserves ten times what it uses when it starts.
 */
export async function capAddressSpace(pid: number, memoryMb: number): Promise<void> {
  const use = memoryOf(pid)
  if (!use) return
  const bytes = (use.addressSpaceKb + Math.max(0, memoryMb * 1024 - use.residentKb)) * 1024
  await promisify(execFile)('prlimit', ['--pid', String(pid), `--as=${bytes}:${bytes}`])
}

/** Looks at the memory of a process until it is stopped; tells once when it is over the limit. */
export class MemoryWatch {
  readonly #timer: NodeJS.Timeout
  peakKb = 0

  constructor(pid: number, limitMb: number, over: () => void) {
    this.#timer = setInterval(() => {
      const kb = memoryOf(pid)?.residentKb ?? 0
      this.peakKb = Math.max(this.peakKb, kb)
      if (kb <= limitMb * 1024) return
      clearInterval(this.#timer)
      over()
    }, 25)
    this.#timer.unref()
  }

  stop() {
    clearInterval(this.#timer)
  }
}
