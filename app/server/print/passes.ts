import { createHash, randomBytes } from 'node:crypto'
import type { User } from '../sessions.ts'

/** The header in which the printing browser shows its pass. */
export const PASS_HEADER = 'x-print-pass'

/** Milliseconds within which the browser must have asked for the page. */
const HOLDS_MS = 30_000

interface Pass {
  user: User
  path: string
  until: number
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/**
 * What lets the printing browser read one page once, with the rights of whoever asked for it. A pass stands in memory alone:
 * it is no session, and nothing but a request for its own path makes use of it.
 */
export class Passes {
  readonly #passes = new Map<string, Pass>()

  give(user: User, path: string, now = Date.now()): string {
    for (const [hash, { until }] of this.#passes) if (until <= now) this.#passes.delete(hash)
    const token = randomBytes(32).toString('base64url')
    this.#passes.set(hashOf(token), { user, path, until: now + HOLDS_MS })
    return token
  }

  /** Whose pass it is; null where it was shown before, came late or is for another path. It is of no use after that. */
  redeem(token: string, path: string, now = Date.now()): User | null {
    const hash = hashOf(token)
    const pass = this.#passes.get(hash)
    this.#passes.delete(hash)
    return pass && pass.path === path && pass.until > now ? pass.user : null
  }

  /** A pass that was not used is of no use once its page is printed, or is not. */
  takeBack(token: string): void {
    this.#passes.delete(hashOf(token))
  }
}
