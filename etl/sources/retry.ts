import type { Clock } from './clock.ts'
import type { Source } from './schema.ts'
import { SourceError } from './source-error.ts'

/** Milliseconds between the starts of two requests that the declared rate asks for. */
function spacingMs(limit: Source['rate_limit']): number {
  if (!limit) return 0
  return (limit.per === 'minute' ? 60_000 : 1000) / limit.requests
}

/** Keeps requests apart: one at a time is the caller's part, not sooner than the declared rate is this one's. */
export class Pace {
  readonly #clock: Clock
  readonly #spacing: number
  readonly #signal: AbortSignal | undefined
  #next = -Infinity

  constructor(clock: Clock, limit: Source['rate_limit'], signal?: AbortSignal) {
    this.#signal = signal
    this.#clock = clock
    this.#spacing = spacingMs(limit)
  }

  async turn(): Promise<void> {
    const wait = this.#next - this.#clock.now()
    // A clock that jumped back must not make the wait longer than one spacing.
    if (wait > 0) await this.#clock.sleep(Math.min(wait, this.#spacing), this.#signal)
    this.#next = this.#clock.now() + this.#spacing
  }
}

/**
 * Tries again what may pass: exponential backoff with full jitter, or what the server asked for, within its limit. The last
 * error is thrown with the number of attempts; one that does not pass at once.
 */
export async function withRetry<T>(
  policy: Source['retry'],
  clock: Clock,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof SourceError) || !error.retry) throw error
      if (n >= policy.attempts) throw lastOf(error, n)
      signal?.throwIfAborted()
      await clock.sleep(waitMs(policy, clock, error, n), signal)
    }
  }
}

function waitMs(policy: Source['retry'], clock: Clock, error: SourceError, n: number): number {
  if (error.waitMs !== null) return Math.min(error.waitMs, policy.most_wait_seconds * 1000)
  return clock.random() * Math.min(policy.base_seconds * 2 ** (n - 1), policy.most_seconds) * 1000
}

function lastOf(error: SourceError, attempts: number): SourceError {
  const code = error.code.replace('etl/source-', '')
  const text = `${error.message} (${attempts} attempts). The next run goes on after the last page that landed.`
  return new SourceError(code, text, error.status ? { status: error.status } : {})
}
