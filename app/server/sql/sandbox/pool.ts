import type { Offer } from '../../../sql/sql-types.ts'
import type { SandboxLimits } from '../limits.ts'
import { SandboxProcess, type SnapshotFile } from './process.ts'

interface Slot {
  file: string
  busy: boolean
  ready: Promise<SandboxProcess>
  /** Once it is ready. */
  one: SandboxProcess | null
}

/**
 * As many processes as statements may run at once, the one in the lane of short ones too, and one to spare, started before anybody asks. One that ends is
 * replaced at once; until the new one is ready, the spare one takes its place.
 */
export class Pool {
  readonly #limits: SandboxLimits
  readonly #slots: (Slot | null)[]
  #current: SnapshotFile | null = null
  #closed = false
  /** Those that have not ended, also where nobody will use them any more. */
  readonly #all = new Set<Promise<SandboxProcess>>()

  constructor(limits: SandboxLimits) {
    this.#limits = limits
    this.#slots = Array.from({ length: limits.processes + 2 }, () => null)
  }

  get size(): number {
    return this.#slots.filter(Boolean).length
  }

  /** Starts what is missing, and moves processes that wait to the snapshot that is served now. */
  follow(current: SnapshotFile) {
    this.#current = current
    for (const [i, slot] of this.#slots.entries()) {
      if (!slot?.busy && slot?.file !== current.file) this.#fill(i, current)
    }
  }

  #fill(i: number, snapshot: SnapshotFile) {
    const before = this.#slots[i]
    void before?.ready.then((one) => one.stop()).catch(() => {})
    if (this.#closed) return void (this.#slots[i] = null)
    const slot: Slot = {
      file: snapshot.file,
      busy: false,
      one: null,
      ready: SandboxProcess.start(snapshot, this.#limits),
    }
    this.#slots[i] = slot
    this.#all.add(slot.ready)
    // Who waits for it hears of a failed start; who does not need not. The next request tries again.
    slot.ready.then(
      (one) => {
        slot.one = one
        one.onEnd = () => {
          this.#all.delete(slot.ready)
          this.#replace(i, slot)
        }
      },
      () => {
        this.#all.delete(slot.ready)
        if (this.#slots[i] === slot && !slot.busy) this.#slots[i] = null
      },
    )
  }

  /** A process that ended while it waited for work. */
  #replace(i: number, slot: Slot) {
    if (this.#slots[i] === slot && !slot.busy && this.#current) this.#fill(i, this.#current)
  }

  /** @param work may run one job, with this offer; there must be a slot without one. */
  async lend<T>(snapshot: SnapshotFile, offer: Offer, work: (one: SandboxProcess) => Promise<T>): Promise<T> {
    const i = this.#choose(snapshot.file, offer)
    const chosen = this.#slots[i]
    if (chosen?.file !== snapshot.file || chosen.one?.serves(offer) === false) this.#fill(i, snapshot)
    const slot = this.#slots[i]!
    slot.busy = true
    try {
      let one = await slot.ready
      // It may have been ended from outside while it waited.
      if (!one.usable) {
        this.#fill(i, snapshot)
        this.#slots[i]!.busy = true
        one = await this.#slots[i]!.ready
      }
      return await work(one)
    } finally {
      await this.#giveBack(i)
    }
  }

  /** One that has served this offer, else one that has served nobody, else one whose process is replaced. */
  #choose(file: string, offer: Offer): number {
    const free = (slot: Slot | null) => !slot?.busy
    const matching = (fits: (slot: Slot) => boolean | undefined) =>
      this.#slots.findIndex((slot) => slot && free(slot) && slot.file === file && fits(slot))
    const [best] = [
      matching(({ one }) => one?.usable && one.has(offer)),
      matching(({ one }) => one?.usable && one.serves(offer)),
      matching(({ one }) => one === null || one.serves(offer)),
      this.#slots.findIndex((slot) => slot === null),
      this.#slots.findIndex(free),
    ].filter((i) => i >= 0)
    return best!
  }

  async #giveBack(i: number): Promise<void> {
    const slot = this.#slots[i]
    if (!slot) return
    slot.busy = false
    const one = await slot.ready.catch(() => null)
    if (this.#slots[i] !== slot || slot.busy) return
    const current = this.#current
    if (one?.usable && slot.file === current?.file) return
    if (current) this.#fill(i, current)
  }

  /** Process ids, for those who watch them. */
  async pids(): Promise<number[]> {
    const all = await Promise.allSettled(this.#slots.map((slot) => slot?.ready))
    return all.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value.pid] : []))
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled([...this.#all].map(async (ready) => (await ready).stop()))
    this.#slots.fill(null)
  }
}
