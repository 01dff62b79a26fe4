/**
 * Answers by snapshot and question, least recently used out first, bounded by bytes of their JSON.
 * A snapshot never changes, so an answer never goes stale; answers of older snapshots fall out by age.
 */
export class AnswerCache {
  readonly #maxBytes: number
  readonly #answers = new Map<string, { answer: Promise<unknown>; bytes: number }>()
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Asks once for all who wait for the same answer; a failed answer is forgotten. */
  get<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key)
    if (known) {
      this.#answers.delete(key)
      this.#answers.set(key, known)
      return known.answer as Promise<T>
    }
    const entry = { answer: ask() as Promise<unknown>, bytes: 0 }
    this.#answers.set(key, entry)
    entry.answer.then(
      (answer) => this.#weigh(key, entry, answer),
      () => this.#forget(key, entry),
    )
    return entry.answer as Promise<T>
  }

  clear(): void {
    this.#answers.clear()
    this.#bytes = 0
  }

  #weigh(key: string, entry: { bytes: number }, answer: unknown) {
    if (this.#answers.get(key) !== entry) return
    // Characters of the JSON text; an estimate is enough to bound memory.
    entry.bytes = key.length + (JSON.stringify(answer)?.length ?? 0) * 2
    this.#bytes += entry.bytes
    for (const oldest of this.#answers.keys()) {
      if (this.#bytes <= this.#maxBytes) break
      const out = this.#answers.get(oldest)
      if (out) this.#forget(oldest, out)
    }
  }

  #forget(key: string, entry: { bytes: number }) {
    if (this.#answers.get(key) !== entry) return
    this.#answers.delete(key)
    this.#bytes -= entry.bytes
  }
}
