const WINDOW_MS = 15 * 60_000
const MOST_KEYS = 50_000

/** Counts failed attempts by key in a sliding window of 15 minutes, in memory: a restart forgives. */
export class Attempts {
  readonly #most: number
  readonly #failures = new Map<string, number[]>()

  /** @param most failures that are told apart; more of a key count as so many */
  constructor(most: number) {
    this.#most = most
  }

  /** Failures of the key within the window, up to `most`. */
  count(key: string, now = Date.now()): number {
    return this.#recent(key, now).length
  }

  /** Seconds until fewer than `most` failures are in the window; 0 when it is so now. */
  waitSeconds(key: string, now = Date.now()): number {
    const recent = this.#recent(key, now)
    const oldest = recent[recent.length - this.#most]
    return oldest === undefined ? 0 : Math.ceil((oldest + WINDOW_MS - now) / 1000)
  }

  failed(key: string, now = Date.now()): void {
    const recent = this.#recent(key, now)
    recent.push(now)
    // Re-inserted at the end, so that the map is in order of last use and the oldest key is dropped first.
    this.#failures.delete(key)
    this.#failures.set(key, recent.slice(-this.#most))
    if (this.#failures.size > MOST_KEYS) this.#failures.delete(this.#failures.keys().next().value ?? '')
  }

  /** Forgets the key: its owner has shown who they are. */
  succeeded(key: string): void {
    this.#failures.delete(key)
  }

  /** Takes one failure back without forgiving the others. */
  takeBack(key: string): void {
    this.#failures.get(key)?.pop()
  }

  #recent(key: string, now: number): number[] {
    return (this.#failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS)
  }
}
