import { Problem } from './gate/refuse.ts'

interface Entry {
  user: string
  id: string
  abort: AbortController
  go: () => void
  leave: (problem: Problem) => void
}

const CANCELLED = () => new Problem({ code: 'cancelled', message: 'The statement was cancelled.' })

/** At most `slots` at once and one for each person; who was served longest ago comes first. */
export class FairQueue {
  readonly #slots: number
  readonly #waitingPerPerson: number
  #waiting: Entry[] = []
  #running: Entry[] = []
  readonly #served = new Map<string, number>()
  #turn = 0

  constructor(slots: number, waitingPerPerson: number) {
    this.#slots = slots
    this.#waitingPerPerson = waitingPerPerson
  }

  get running(): number {
    return this.#running.length
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /**
   * @param signal of the caller; the work gets one of its own that also a cancel ends
   * @throws {Problem} `busy` when the person has too many waiting, `cancelled`
   */
  async run<T>(
    user: string,
    id: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#has(user, id)) throw new Problem({ code: 'busy', message: 'This statement runs already.' })
    const mine = this.#waiting.filter((entry) => entry.user === user).length
    if (mine >= this.#waitingPerPerson) {
      throw new Problem({
        code: 'busy',
        message: `You have one statement running and ${mine} waiting. Wait for them, or cancel one.`,
      })
    }
    const abort = new AbortController()
    const entry: Entry = { user, id, abort, go: () => {}, leave: () => {} }
    const cancel = () => this.#stop(entry)
    signal?.addEventListener('abort', cancel)
    try {
      const turn = new Promise<void>((go, leave) => Object.assign(entry, { go, leave }))
      this.#waiting.push(entry)
      if (signal?.aborted) cancel()
      this.#next()
      await turn
      return await work(abort.signal)
    } finally {
      signal?.removeEventListener('abort', cancel)
      this.#waiting = this.#waiting.filter((one) => one !== entry)
      this.#running = this.#running.filter((one) => one !== entry)
      this.#next()
    }
  }

  /** @returns whether the person had such a statement */
  cancel(user: string, id: string): boolean {
    const entry = [...this.#waiting, ...this.#running].find((one) => one.user === user && one.id === id)
    if (entry) this.#stop(entry)
    return entry !== undefined
  }

  #has(user: string, id: string) {
    return [...this.#waiting, ...this.#running].some((one) => one.user === user && one.id === id)
  }

  #stop(entry: Entry) {
    if (this.#waiting.includes(entry)) {
      this.#waiting = this.#waiting.filter((one) => one !== entry)
      entry.leave(CANCELLED())
    } else entry.abort.abort()
  }

  #next() {
    while (this.#running.length < this.#slots) {
      const able = this.#waiting.filter(({ user }) => !this.#running.some((one) => one.user === user))
      const [first] = able.sort((a, b) => (this.#served.get(a.user) ?? 0) - (this.#served.get(b.user) ?? 0))
      if (!first) return
      this.#waiting = this.#waiting.filter((one) => one !== first)
      this.#running.push(first)
      this.#served.set(first.user, ++this.#turn)
      first.go()
    }
  }
}
