import { setTimeout as wait } from 'node:timers/promises'

/** Time as the sources see it, so that tests need not wait for a backoff. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** 0 ≤ x < 1, for the jitter. */
  random(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
  random: Math.random,
}
