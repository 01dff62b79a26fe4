import { readdirSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'

/**
 * After so many milliseconds a statement stands so many steps behind what has just begun: each step takes a fifth of its
 * share of a core that others want too. A short one of somebody else is hardly slowed by it then.
 */
const STEPS: [afterMs: number, behind: number][] = [
  [500, 4],
  [2_000, 8],
  [8_000, 12],
]

/** On Linux each thread has a priority of its own. */
function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    return [pid]
  }
}

/** @returns whether all could be set: what was lowered, only root or a limit on nice lets rise again */
function setAll(pid: number, behind: number): boolean {
  try {
    const nice = Math.min(constants.priority.PRIORITY_LOW, getPriority() + behind)
    for (const thread of threadsOf(pid)) setPriority(thread, nice)
    return true
  } catch {
    return false
  }
}

/** Lets the statement of a process fall behind while it runs. */
export class Yielding {
  readonly #pid: number
  readonly #timers: NodeJS.Timeout[]
  #isBehind = false

  constructor(pid: number) {
    this.#pid = pid
    this.#timers = STEPS.map(([afterMs, behind]) => setTimeout(() => this.#fall(behind), afterMs))
  }

  #fall(behind: number) {
    this.#isBehind = true
    setAll(this.#pid, behind)
  }

  /** @returns whether the process has its first priority, so that it can take another statement */
  end(): boolean {
    for (const timer of this.#timers) clearTimeout(timer)
    return !this.#isBehind || setAll(this.#pid, 0)
  }
}
