import { randomBytes } from 'node:crypto'
import type { ConsoleProblem } from '../../console/console-types.ts'

/**
 * Why somebody's last export was refused, until the page that says it has been fetched: an address cannot carry it, since
 * anybody can write an address, and the history does not, since a message may quote values. One of each person, in memory
 * only.
 */
export class RefusedExports {
  readonly #last = new Map<string, { id: string; problem: ConsoleProblem }>()

  /** @returns the id under which that person finds it */
  keep(user: string, problem: ConsoleProblem): string {
    const id = randomBytes(8).toString('base64url')
    this.#last.set(user, { id, problem })
    return id
  }

  /** Null where there is none of that id, as after a restart. */
  find(user: string, id: string | null): ConsoleProblem | null {
    const last = this.#last.get(user)
    return last && last.id === id ? last.problem : null
  }
}
