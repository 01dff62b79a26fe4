/** Local times of a zone as milliseconds that read the same in UTC. */
export class Zone {
  readonly #format: Intl.DateTimeFormat

  constructor(timeZone: string) {
    const number = 'numeric' as const
    this.#format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: number, month: number, day: number },
      ...{ hour: number, minute: number, second: number },
    })
  }

  localAt(instant: number): number {
    const parts = this.#format.formatToParts(instant)
    const part = (type: string) => Number(parts.find((p) => p.type === type)?.value)
    const seconds = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    return seconds + (instant % 1000)
  }

  /**
   * Whether an instant is the one that node-cron takes its local time for. Clocks that go back show an hour twice; a schedule
   * has one turn in it.
   */
  isTheOne(instant: number): boolean {
    const local = this.localAt(instant)
    const offset = (at: number) => this.localAt(at) - at
    const first = local - offset(local)
    return (this.localAt(first) === local ? first : local - offset(first)) === instant
  }
}
