import type { SqlColumn, SqlProblem } from '../../../sql/sql-types.ts'
import { KILL_AFTER_MS, type SandboxLimits } from '../limits.ts'
import { TOO_MUCH_MEMORY } from './engine-error.ts'

export interface Handlers {
  columns?(columns: SqlColumn[]): void
  /** The process waits until it resolves. */
  rows?(rows: unknown[][]): void | Promise<void>
  signal?: AbortSignal
  /** Milliseconds until the statement has to have its result; the default is the limit. */
  timeLimitMs?: number
  /** Milliseconds until the last row has been taken, in place of a limit's time for each batch of rows. */
  wholeLimitMs?: number
}

/** `lost`: the process was ended by somebody else, so that the job may be given to another. */
export type Reply = { ok: true; value: unknown; tables: string[] } | { ok: false; problem: SqlProblem; lost?: boolean }

type Stop = 'timeout' | 'cancelled' | 'memory'

const failed = (code: SqlProblem['code'], message: string) => ({
  ok: false as const,
  problem: { code, message },
})

const CRASHED = 'The statement ended its process: it is nested too deeply or too large. Simplify it.'

/** The clocks of one statement, and why it was stopped. */
export class RunningJob {
  readonly #limits: SandboxLimits
  readonly #handlers: Handlers
  readonly #levers: { interrupt(): void; kill(): void }
  #timer: NodeJS.Timeout | undefined
  #whole: NodeJS.Timeout | undefined
  #stop: Stop | null = null
  #computed = false

  constructor(limits: SandboxLimits, handlers: Handlers, levers: { interrupt(): void; kill(): void }) {
    this.#limits = limits
    this.#handlers = handlers
    this.#levers = levers
    this.#timer = setTimeout(() => this.end('timeout'), handlers.timeLimitMs ?? limits.timeLimitMs)
    if (handlers.wholeLimitMs) this.#whole = setTimeout(() => this.end('timeout'), handlers.wholeLimitMs)
    handlers.signal?.addEventListener('abort', this.#cancel)
    if (handlers.signal?.aborted) this.#cancel()
  }

  #cancel = () => this.end('cancelled')

  end(why: Stop) {
    if (this.#stop) return
    this.#stop = why
    clearTimeout(this.#timer)
    if (why === 'memory') return this.#levers.kill()
    this.#levers.interrupt()
    this.#timer = setTimeout(() => this.#levers.kill(), KILL_AFTER_MS)
  }

  /** The result is there; each batch of it gets the time of a statement to be converted. */
  computed(columns: SqlColumn[]) {
    this.#computed = true
    this.#await()
    this.#handlers.columns?.(columns)
  }

  async take(rows: unknown[][]) {
    // What has been stopped is killed in time, also where it goes on sending.
    if (!this.#stop) clearTimeout(this.#timer)
    await this.#handlers.rows?.(rows)
    this.#await()
  }

  #await() {
    if (this.#stop) return
    clearTimeout(this.#timer)
    if (this.#handlers.wholeLimitMs) return
    this.#timer = setTimeout(() => this.end('timeout'), this.#handlers.timeLimitMs ?? this.#limits.timeLimitMs)
  }

  over() {
    clearTimeout(this.#timer)
    clearTimeout(this.#whole)
    this.#handlers.signal?.removeEventListener('abort', this.#cancel)
  }

  explain(problem: SqlProblem): SqlProblem {
    if (problem.code !== 'cancelled') return problem
    return this.#stopped(this.#stop ?? 'cancelled')
  }

  crashed(signal: NodeJS.Signals | null): Reply {
    if (this.#stop) return { ok: false, problem: this.#stopped(this.#stop) }
    // The engine and node both end so when they cannot have memory.
    if (signal === 'SIGABRT' || signal === 'SIGTRAP') return failed('memory', TOO_MUCH_MEMORY)
    if (signal === 'SIGKILL' || signal === 'SIGTERM') {
      const lost = !this.#computed
      return {
        ...failed('memory', 'The process of the statement was ended, maybe for want of memory. Try again.'),
        lost,
      }
    }
    if (signal === 'SIGXCPU') return { ok: false, problem: this.#stopped('timeout') }
    return failed('failed', CRASHED)
  }

  #stopped(why: Stop): SqlProblem {
    const seconds = (this.#handlers.timeLimitMs ?? this.#limits.timeLimitMs) / 1000
    const messages: Record<Stop, string> = {
      timeout: `Stopped after ${seconds} seconds. Ask for less: a shorter period or fewer columns.`,
      cancelled: 'The statement was cancelled.',
      memory: TOO_MUCH_MEMORY,
    }
    return { code: why, message: messages[why] }
  }
}
