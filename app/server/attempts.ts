const WINDOW_MS = 15 * 60_000
const MOST_KEYS = 10_000

/** Counts failed attempts by key in a sliding window of 15 minutes, in memory: a restart forgives. */
export class Attempts {
  readonly #limit: number
  readonly #failures = new Map<string, number[]>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Seconds until the next try is allowed; 0 when it is allowed now. */
  waitSeconds(key: string, now = Date.now()): number {
    const recent = this.#recent(key, now)
    const oldest = recent[recent.length - this.#limit]
    return oldest === undefined ? 0 : Math.ceil((oldest + WINDOW_MS - now) / 1000)
  }

  failed(key: string, now = Date.now()): void {
    const recent = this.#recent(key, now)
    recent.push(now)
    // Re-inserted at the end, so that the map is in order of last use and the oldest key is dropped first.
    this.#failures.delete(key)
    this.#failures.set(key, recent.slice(-this.#limit))
    if (this.#failures.size > MOST_KEYS) this.#failures.delete(this.#failures.keys().next().value ?? '')
  }

  /** Forgets the key: its owner has shown who they are. */
  succeeded(key: string): void {
    this.#failures.delete(key)
  }

  /** Takes one failure back without forgiving the others: one good account must not clear its whole address. */
  takeBack(key: string): void {
    this.#failures.get(key)?.pop()
  }

  #recent(key: string, now: number): number[] {
    return (this.#failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS)
  }
}
