import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { RunResult } from '#etl/operation/outcomes.ts'

export const root = path.resolve(import.meta.dirname, '../..')

export interface Measured {
  seconds: number
  /** Highest resident memory of the process, in MiB; null where the system does not tell. */
  peakMib: number | null
  stdout: string
}

/** Highest resident memory of a process so far, in KiB, as Linux counts it. */
function highWater(pid: number): number | null {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) || null
  } catch {
    return null
  }
}

/** Runs one of our TypeScript files in a process of its own and watches its memory. */
export function measure(file: string, args: string[], env: Record<string, string> = {}): Promise<Measured> {
  const from = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  let peak: number | null = null
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  const timer = setInterval(() => (peak = highWater(child.pid!) ?? peak), 50)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => {
      clearInterval(timer)
      const seconds = (performance.now() - from) / 1000
      if (status === 0) resolve({ seconds, peakMib: peak === null ? null : peak / 1024, stdout })
      else reject(new Error(`${file} ended with status ${status}`))
    })
  })
}

export interface Load extends Measured {
  run: RunResult
}

/** One run of the ETL over a landing folder, with everything: history, models, checks, publishing. */
export async function measureLoad(
  landing: string,
  dataDir: string,
  limits: { threads: number; memoryLimit: string },
  args: string[] = [],
): Promise<Load> {
  const environment = {
    ETL_THREADS: String(limits.threads),
    ETL_MEMORY_LIMIT: limits.memoryLimit,
    DATA_DIR: dataDir,
    LANDING_DIR: landing,
  }
  const measured = await measure('etl/cli.ts', ['--json', ...args], environment)
  const last = measured.stdout.trim().split('\n').at(-1)!
  return { ...measured, run: JSON.parse(last) as RunResult }
}

/** Seconds that a run spent on one feed until its rows were in the facts; keeping history is not part of loading. */
export function loadSeconds({ run }: Load, feed: string): number {
  return Object.entries(run.steps).reduce((total, [step, seconds]) => {
    if (typeof seconds === 'number' || step === 'history') return total
    return total + (seconds[feed] ?? 0)
  }, 0)
}
