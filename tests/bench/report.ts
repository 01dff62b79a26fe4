import type { FeedFloor } from './floor.ts'
import { loadSeconds, type Load } from './load.ts'
import type { ViewTimes } from './views.ts'

/** What the network of this size has to reach. */
export const goals = { loadRatio: 2.5, runRatio: 4, peakMib: 4096, p95Ms: 150, maxMs: 400 }

/** Value below which the share `p` of the values lies, by nearest rank. */
export function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN
}

/** Lines of a table, first column left, the others right. */
export function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  return rows.map(line).join('\n')
}

const fixed = (value: number, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '–')
const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const met = (value: number, goal: number) => (value <= goal ? 'met' : 'missed')

/** Loading of each feed and of the whole run against the floor of the same files. */
export function loadReport(floors: Map<string, FeedFloor>, load: Load): string {
  const rows = [['feed', 'files', 'rows', 'floor s', 'load s', 'ratio', `goal ≤ ${goals.loadRatio}`, 'rows/s']]
  for (const [feed, floor] of floors) {
    const seconds = loadSeconds(load, feed)
    const ratio = seconds / floor.seconds
    const figures = [whole(floor.files), whole(floor.rows), fixed(floor.seconds), fixed(seconds), fixed(ratio)]
    rows.push([feed, ...figures, met(ratio, goals.loadRatio), whole(floor.rows / seconds)])
  }
  const sum = (of: (floor: FeedFloor) => number) => [...floors.values()].reduce((total, floor) => total + of(floor), 0)
  const floor = sum((f) => f.seconds)
  const ratio = load.seconds / floor
  const figures = [
    whole(sum((f) => f.files)),
    whole(sum((f) => f.rows)),
    fixed(floor),
    fixed(load.seconds),
    fixed(ratio),
  ]
  const runGoal = `${met(ratio, goals.runRatio)} ≤ ${goals.runRatio}`
  rows.push(['whole run', ...figures, runGoal, whole(sum((f) => f.rows) / load.seconds)])
  return table(rows)
}

/** Seconds of the run by step, and by feed where a step has feeds. */
export function stepReport({ run }: Load): string {
  const rows = [['step', 's', 'by feed']]
  for (const [step, seconds] of Object.entries(run.steps)) {
    if (typeof seconds === 'number') rows.push([step, fixed(seconds), ''])
    else {
      const total = Object.values(seconds).reduce((sum, s) => sum + s, 0)
      rows.push([
        step,
        fixed(total),
        Object.entries(seconds)
          .map(([feed, s]) => `${feed} ${fixed(s)}`)
          .join(', '),
      ])
    }
  }
  return table(rows)
}

export function memoryReport(load: Load): string {
  if (load.peakMib === null) return 'peak memory: not told by this system'
  return `peak memory: ${whole(load.peakMib)} MiB (goal ≤ ${whole(goals.peakMib)}: ${met(load.peakMib, goals.peakMib)})`
}

export function viewReport(views: ViewTimes[]): string {
  const rows = [
    ['view', 'n', 'first ms', 'p50 ms', 'p95 ms', `goal ≤ ${goals.p95Ms}`, 'max ms', `goal ≤ ${goals.maxMs}`],
  ]
  for (const { view, times } of views) {
    const p95 = percentile(times, 0.95)
    const max = Math.max(...times)
    const p50 = fixed(percentile(times, 0.5), 1)
    const figures = [String(times.length), fixed(times[0]!, 1), p50, fixed(p95, 1), met(p95, goals.p95Ms)]
    rows.push([view, ...figures, fixed(max, 1), met(max, goals.maxMs)])
  }
  return table(rows)
}
