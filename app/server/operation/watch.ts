import type { OperationNow } from '../../operation.ts'

const LOOK_EVERY_MS = 1_000

type Listener = (now: OperationNow) => void

/** Looks once a second how loading stands, for all who watch together, and only while somebody does. */
export class OperationWatch {
  readonly #look: () => Promise<OperationNow>
  readonly #listeners = new Set<Listener>()
  #timer: NodeJS.Timeout | undefined
  #last: OperationNow | null = null

  constructor(look: () => Promise<OperationNow>) {
    this.#look = look
  }

  get watchers(): number {
    return this.#listeners.size
  }

  /** Tells how it stands now and whenever that changes. @returns how to stop */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (this.#last && this.#timer) listener(this.#last)
    this.#timer ??= setInterval(() => void this.#tell(), LOOK_EVERY_MS)
    if (this.#listeners.size === 1) void this.#tell()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
      this.#last = null
    }
  }

  async #tell(): Promise<void> {
    // A look that fails is followed by the next one.
    const now = await this.#look().catch(() => null)
    if (!now || JSON.stringify(now) === JSON.stringify(this.#last)) return
    this.#last = now
    for (const listener of this.#listeners) listener(now)
  }
}
