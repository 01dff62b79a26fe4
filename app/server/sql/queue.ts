import { Problem } from './gate/refuse.ts'

interface Entry {
  user: string
  id: string
  abort: AbortController
  go: () => void
  leave: (problem: Problem) => void
  /** May run in the lane: it can be run again, and has not been too long for it. */
  isShort: boolean
  inLane: boolean
  isCancelled: boolean
}

/** How a statement may be run in the lane of short ones: whether what it came to is an answer, though it was told to stop. */
export interface Repeatable<T> {
  isAnswer: (value: T) => boolean
}

const CANCELLED = () => new Problem({ code: 'cancelled', message: 'The statement was cancelled.' })

/**
 * At most `slots` at once and one for each person; who was served longest ago comes first. While all slots are taken, one more runs in a
 * lane of short ones: whoever is not done there after `laneMs` is stopped and waits for a slot like others.
 */
export class FairQueue {
  readonly #slots: number
  readonly #laneMs: number
  readonly #waitingPerPerson: number
  #waiting: Entry[] = []
  #running: Entry[] = []
  readonly #served = new Map<string, number>()
  #turns = 0

  /** @param laneMs 0: there is no lane */
  constructor(slots: number, waitingPerPerson: number, laneMs = 0) {
    this.#slots = slots
    this.#laneMs = laneMs
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
   * @param again where the work may be stopped and done once more: what it came to then counts only if it is an answer
   * @throws {Problem} `busy` when the person has too many waiting, `cancelled`
   */
  async run<T>(
    user: string,
    id: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
    again: Repeatable<T> | null = null,
  ): Promise<T> {
    if (this.#has(user, id)) throw new Problem({ code: 'busy', message: 'This statement runs already.' })
    const mine = this.#waiting.filter((entry) => entry.user === user).length
    if (mine >= this.#waitingPerPerson) {
      throw new Problem({
        code: 'busy',
        message: `You have one statement running and ${mine} waiting. Wait for them, or cancel one.`,
      })
    }
    const lanes = { isShort: again !== null && this.#laneMs > 0, inLane: false, isCancelled: false }
    const entry: Entry = { user, id, abort: new AbortController(), go: () => {}, leave: () => {}, ...lanes }
    const cancel = () => this.#stop(entry)
    signal?.addEventListener('abort', cancel)
    try {
      await this.#turn(entry, () => signal?.aborted && cancel())
      if (!entry.inLane) return await work(entry.abort.signal)
      const done = await this.#inLane(entry, work)
      if (!('late' in done) || again!.isAnswer(done.late)) return 'late' in done ? done.late : done.value
      if (entry.isCancelled) throw CANCELLED()
      // It was no short one.
      entry.isShort = false
      entry.abort = new AbortController()
      this.#running = this.#running.filter((one) => one !== entry)
      await this.#turn(entry, () => signal?.aborted && cancel())
      return await work(entry.abort.signal)
    } finally {
      signal?.removeEventListener('abort', cancel)
      this.#waiting = this.#waiting.filter((one) => one !== entry)
      this.#running = this.#running.filter((one) => one !== entry)
      this.#next()
    }
  }

  #turn(entry: Entry, waits: () => void): Promise<void> {
    const turn = new Promise<void>((go, leave) => Object.assign(entry, { go, leave }))
    this.#waiting.push(entry)
    waits()
    this.#next()
    return turn
  }

  /** @returns `late`: what it came to after it was told to make room */
  async #inLane<T>(entry: Entry, work: (signal: AbortSignal) => Promise<T>): Promise<{ value: T } | { late: T }> {
    const { abort } = entry
    let isLate = false
    const timer = setTimeout(() => {
      // A slot has become its own meanwhile.
      if (!entry.inLane || abort.signal.aborted) return
      isLate = true
      abort.abort()
    }, this.#laneMs)
    try {
      const value = await work(abort.signal)
      return isLate ? { late: value } : { value }
    } finally {
      clearTimeout(timer)
      entry.inLane = false
    }
  }

  /** Whatever runs or waits ends as if its person had cancelled it. */
  cancelAll(): void {
    for (const entry of [...this.#waiting, ...this.#running]) this.#stop(entry)
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
    entry.isCancelled = true
    if (this.#waiting.includes(entry)) {
      this.#waiting = this.#waiting.filter((one) => one !== entry)
      entry.leave(CANCELLED())
    } else entry.abort.abort()
  }

  #next() {
    for (;;) {
      const [inLane] = this.#running.filter((one) => one.inLane)
      const isFull = this.#running.length - (inLane ? 1 : 0) >= this.#slots
      // Whoever is in the lane takes a slot before those who wait.
      if (inLane && !isFull) inLane.inLane = false
      else if (isFull && (inLane !== undefined || this.#laneMs === 0)) return
      else if (!this.#start(isFull)) return
    }
  }

  /** @returns whether there was one to start */
  #start(inLane: boolean): boolean {
    const able = this.#waiting.filter(
      ({ user, isShort }) => (isShort || !inLane) && !this.#running.some((one) => one.user === user),
    )
    const [first] = able.sort((a, b) => (this.#served.get(a.user) ?? 0) - (this.#served.get(b.user) ?? 0))
    if (!first) return false
    this.#waiting = this.#waiting.filter((one) => one !== first)
    this.#running.push(first)
    this.#served.set(first.user, ++this.#turns)
    first.inLane = inLane
    first.go()
    return true
  }
}
