export type Feed = 'exams' | 'scanner_log' | 'ai_results' | 'billing' | 'costs'

export const FEEDS: readonly Feed[] = ['exams', 'scanner_log', 'ai_results', 'billing', 'costs']

/** Collects the lines of one center's nightly files until they are written. */
export class Sink {
  private readonly nights = new Map<Feed, string[][]>()
  /** Lines collected, by feed. */
  readonly rows: Record<Feed, number> = { exams: 0, scanner_log: 0, ai_results: 0, billing: 0, costs: 0 }

  constructor(
    private readonly first: number,
    private readonly last: number,
  ) {
    for (const feed of FEEDS) {
      this.nights.set(
        feed,
        Array.from({ length: last - first + 1 }, () => []),
      )
    }
  }

  /** Puts a line into the file of a night; what is known before the first night comes with it, what lies after the last is not known yet. */
  add(feed: Feed, night: number, line: string): void {
    if (night > this.last) return
    this.nights.get(feed)![Math.max(night, this.first) - this.first]!.push(line)
    this.rows[feed]++
  }

  /** Lines of a night, in the order in which they came. */
  lines(feed: Feed, night: number): string[] {
    return this.nights.get(feed)![night - this.first]!
  }
}
