export type Feed = 'exams' | 'scanner_log' | 'ai_results' | 'billing' | 'costs'

export const FEEDS: readonly Feed[] = ['exams', 'scanner_log', 'ai_results', 'billing', 'costs']

/** Collects the lines of one center's nightly files until they are written. */
export class Sink {
  private readonly nights = new Map<Feed, (Lines | undefined)[]>()
  /** Lines collected, by feed. */
  readonly rows: Record<Feed, number> = { exams: 0, scanner_log: 0, ai_results: 0, billing: 0, costs: 0 }

  constructor(
    private readonly first: number,
    private readonly last: number,
  ) {
    for (const feed of FEEDS) this.nights.set(feed, new Array(last - first + 1))
  }

  /**
   * Puts a line into the file of a night. What is older than the first night comes with it; what happens after the last
   * is not known yet.
   */
  add(feed: Feed, night: number, line: string): void {
    if (night > this.last) return
    const nights = this.nights.get(feed)!
    const i = Math.max(night, this.first) - this.first
    const lines = (nights[i] ??= new Lines())
    lines.add(line)
    this.rows[feed]++
  }

  /** Lines of a night as UTF-8, each ended by LF, in the order in which they came; null where there are none. */
  bytes(feed: Feed, night: number): Buffer | null {
    return this.nights.get(feed)![night - this.first]?.bytes() ?? null
  }
}

/**
 * Lines written into bytes at once: a line that is put together from twenty pieces would otherwise stay in memory as
 * twenty pieces until its file is written.
 */
class Lines {
  private buffer = Buffer.allocUnsafeSlow(8192)
  private length = 0

  add(line: string): void {
    const most = line.length * 3 + 1
    if (this.length + most > this.buffer.length) this.grow(most)
    this.length += this.buffer.write(line, this.length)
    this.buffer[this.length++] = 10
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  private grow(most: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + most))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}
