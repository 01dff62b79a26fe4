/** What a run tells while it works: a line that renews itself on a terminal, plain lines elsewhere. */
export interface Progress {
  /** The run has its id. */
  begin?(runId: string): void
  /** A new step of the run. */
  step(name: string): void
  /** How far the step is, e.g. "12 of 400 files". Plain output shows at most one a few seconds. */
  detail(text: string, counts?: StepCounts): void
  /** Something that the reader should know beside the steps. */
  note(text: string): void
  end(): void
}

/** How far a step is, where it can be counted. */
export interface StepCounts {
  filesDone: number
  filesTotal: number
  rowsRead?: number
}

const PLAIN_EVERY_MS = 5000

export function consoleProgress(out: NodeJS.WriteStream, started = Date.now()): Progress {
  const terminal = out.isTTY === true
  let current = ''
  let shownAt = 0
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s`
  const line = (text: string) => out.write(`${seconds()}  ${text}\n`)
  const renew = (text: string) => out.write(`\r\x1b[K${seconds()}  ${text.slice(0, (out.columns ?? 80) - 12)}`)
  return {
    step(name) {
      if (terminal && current) out.write('\n')
      current = name
      shownAt = Date.now()
      if (terminal) renew(name)
      else line(name)
    },
    detail(text) {
      if (terminal) return void renew(`${current}: ${text}`)
      if (Date.now() - shownAt < PLAIN_EVERY_MS) return
      shownAt = Date.now()
      line(`${current}: ${text}`)
    },
    note(text) {
      if (terminal && current) out.write('\n')
      line(text)
      current = ''
    },
    end() {
      if (terminal && current) out.write('\n')
      current = ''
    },
  }
}

export const silentProgress: Progress = { step() {}, detail() {}, note() {}, end() {} }

/** Seconds spent in each step; reading is kept per feed. */
export class StepTimes {
  readonly steps: Record<string, number | Record<string, number>> = {}

  async time<T>(name: string, work: () => Promise<T>, feed?: string): Promise<T> {
    const from = performance.now()
    try {
      return await work()
    } finally {
      this.#add(name, (performance.now() - from) / 1000, feed)
    }
  }

  #add(name: string, seconds: number, feed?: string): void {
    if (feed) {
      const group = (this.steps[name] ??= {}) as Record<string, number>
      group[feed] = (group[feed] ?? 0) + seconds
    } else this.steps[name] = ((this.steps[name] as number | undefined) ?? 0) + seconds
  }
}
