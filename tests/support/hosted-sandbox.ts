import { fork } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import type { SandboxLimits } from '#app/server/sql/limits.ts'
import type { SqlProblem } from '#app/sql/sql-types.ts'
import type { Snapshot } from '#queries/db/snapshots.ts'
import { sandboxFolder } from './sandbox.ts'

export type HostAsk =
  | { kind: 'open'; limits: Partial<SandboxLimits>; snapshot: Snapshot }
  | { kind: 'environment' }
  | { kind: 'close' }
  | { kind: 'text'; sql: string }
  | { kind: 'run' | 'export'; user: string; text: number }

export type Told = { ok: true; rows: unknown[][] } | { ok: false; problem: SqlProblem }

export interface HostAnswer {
  id: number
  value: Told | { text: number } | NodeJS.ProcessEnv | null
}

/** A statement, as it was seen from outside. */
export interface Seen {
  answer: Told
  tookMs: number
  /** The most memory that one process of the sandbox had at once since it started. */
  peakKb: number
  /** How late this machine was in waking up who did nothing else than wait: what no program can make up for. */
  lateMs: number
}

const read = (file: string) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Ended meanwhile.
    return ''
  }
}

/** The children of a process, its exports' too. */
export const childrenOf = (pid: number) =>
  read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)

const mostKb = (pid: number) => Number(/^VmHWM:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)

/** The small network behind a service in another process: attacks go through it, and it is looked at from here. */
export async function openHostedSandbox(limits: Partial<SandboxLimits> = {}) {
  const { dataDir, snapshot } = await sandboxFolder()
  const host = fork(fileURLToPath(new URL('sandbox-host.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  const waiting = new Map<number, (value: HostAnswer['value']) => void>()
  host.on('message', ({ id, value }: HostAnswer) => {
    waiting.get(id)?.(value)
    waiting.delete(id)
  })
  let last = 0
  const tell = (ask: HostAsk) =>
    new Promise<HostAnswer['value']>((resolve, reject) => {
      waiting.set(++last, resolve)
      host.send({ id: last, ask }, (fault) => fault && reject(fault))
    })
  await tell({ kind: 'open', limits, snapshot })

  const ask = async (user: string, sql: string, kind: 'run' | 'export' = 'run'): Promise<Seen> => {
    const { text } = (await tell({ kind: 'text', sql })) as { text: number }
    const lag = monitorEventLoopDelay({ resolution: 10 })
    let peakKb = 0
    const watch = setInterval(() => {
      for (const pid of childrenOf(host.pid!)) peakKb = Math.max(peakKb, mostKb(pid))
    }, 25)
    lag.enable()
    const started = performance.now()
    const answer = (await tell({ kind, user, text })) as Told
    const tookMs = performance.now() - started
    lag.disable()
    clearInterval(watch)
    return { answer, tookMs, peakKb, lateMs: lag.max / 1e6 }
  }
  const close = async () => {
    await tell({ kind: 'close' })
    host.disconnect()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return {
    dataDir,
    snapshot,
    ask,
    close,
    pid: host.pid!,
    lives: () => host.exitCode === null && host.signalCode === null,
    environment: () => tell({ kind: 'environment' }),
    /** As the system has it from when the process began. */
    firstEnvironment: () => read(`/proc/${host.pid}/environ`),
  }
}
