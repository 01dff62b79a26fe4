import type { ConsoleTimes } from './console/types.ts'
import type { Browsing } from './people/browse.ts'
import type { FeedFloor } from './floor.ts'
import { loadSeconds, type Load } from './load.ts'
import type { ViewTimes } from './views.ts'
import type { Weights } from './weight/types.ts'

/** What the network of this size has to reach. */
export const goals = {
  loadRatio: 2.5,
  runRatio: 4,
  peakMib: 6144,
  nightSeconds: 30,
  nightRatio: 1.3,
  scanSeconds: 2,
  scanFiles: 300_000,
  p95Ms: 150,
  maxMs: 400,
  pageKb: 60,
  pageRawKb: 400,
  pageMs: 60,
  pageGrowth: 1.3,
  trivialMs: 50,
  replacedMs: 1_000,
  exportFirstMs: 1_000,
  exportExtraMib: 150,
  exportRowsPerSecond: 100_000,
  besideAttack: 2,
}

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
const count = (value: number) => Math.round(value).toLocaleString('en-US')
const met = (value: number, goal: number) => (value <= goal ? 'met' : 'missed')

/** Loading of each feed and of the whole run against the floor of the same files. */
export function loadReport(floors: Map<string, FeedFloor>, load: Load): string {
  const rows = [['feed', 'files', 'rows', 'floor s', 'load s', 'ratio', `goal ≤ ${goals.loadRatio}`, 'rows/s']]
  for (const [feed, floor] of floors) {
    const seconds = loadSeconds(load, feed)
    const ratio = seconds / floor.seconds
    const figures = [count(floor.files), count(floor.rows), fixed(floor.seconds), fixed(seconds), fixed(ratio)]
    rows.push([feed, ...figures, met(ratio, goals.loadRatio), count(floor.rows / seconds)])
  }
  const sum = (of: (floor: FeedFloor) => number) => [...floors.values()].reduce((total, floor) => total + of(floor), 0)
  const floor = sum((f) => f.seconds)
  const ratio = load.seconds / floor
  const figures = [
    count(sum((f) => f.files)),
    count(sum((f) => f.rows)),
    fixed(floor),
    fixed(load.seconds),
    fixed(ratio),
  ]
  const runGoal = `${met(ratio, goals.runRatio)} ≤ ${goals.runRatio}`
  rows.push(['whole run', ...figures, runGoal, count(sum((f) => f.rows) / load.seconds)])
  const loaded = [...floors.keys()].reduce((total, feed) => total + loadSeconds(load, feed), 0)
  const loading = [...figures.slice(0, 3), fixed(loaded), fixed(loaded / floor)]
  const loadGoal = met(loaded / floor, goals.loadRatio)
  rows.splice(-1, 0, ['all feeds', ...loading, loadGoal, count(sum((f) => f.rows) / loaded)])
  return `${table(rows)}\n\nwhole run: ${(load.seconds / 60).toFixed(1)} minutes`
}

/** Seconds of a step, over all feeds. */
function stepSeconds({ run }: Load, step: string): number {
  const seconds = run.steps[step] ?? 0
  return typeof seconds === 'number' ? seconds : Object.values(seconds).reduce((sum, s) => sum + s, 0)
}

/** Steps that move the whole file: making its copy and forcing it to the disk. */
const COPYING = ['copy', 'sync']

/** One night onto the whole history beside the same night onto a tenth of it, the copy of the file left out of both. */
export function nightReport(whole: Load, tenth: Load): string {
  const without = (load: Load) => load.seconds - COPYING.reduce((sum, step) => sum + stepSeconds(load, step), 0)
  const rows = [['step', 'whole s', 'tenth s', 'ratio']]
  for (const step of Object.keys(whole.run.steps)) {
    const [a, b] = [stepSeconds(whole, step), stepSeconds(tenth, step)]
    rows.push([step, fixed(a), fixed(b), fixed(a / b)])
    for (const [name, seconds] of Object.entries(whole.run.steps[step] ?? {}) as [string, number][]) {
      const of = tenth.run.steps[step] as Record<string, number> | undefined
      if (seconds >= 0.2)
        rows.push([`  ${name}`, fixed(seconds), fixed(of?.[name] ?? NaN), fixed(seconds / (of?.[name] ?? NaN))])
    }
  }
  const [a, b] = [without(whole), without(tenth)]
  rows.push(['whole command', fixed(whole.seconds), fixed(tenth.seconds), fixed(whole.seconds / tenth.seconds)])
  rows.push(['without copying', fixed(a), fixed(b), fixed(a / b)])
  const { files_read, rows_read } = whole.run
  return [
    `one night: ${count(files_read)} files, ${count(rows_read)} rows`,
    table(rows),
    `goal ≤ ${goals.nightSeconds} s without copying: ${met(a, goals.nightSeconds)}; goal ≤ ${goals.nightRatio} × the tenth: ${met(a / b, goals.nightRatio)}`,
  ].join('\n\n')
}

/** Seconds of commands that find nothing new; the goal holds for the first, and for so many files. */
export function scanReport(files: number, measured: Record<string, number>): string {
  const rows = [['nothing new, told by', 'files', 's']]
  for (const [how, seconds] of Object.entries(measured)) rows.push([how, count(files), fixed(seconds)])
  // More files than the goal names are brought down to it; fewer say nothing about it, since most is the start.
  const first = Object.values(measured)[0]! * Math.min(1, goals.scanFiles / files)
  const told = files < goals.scanFiles ? 'too few files to tell' : `${fixed(first)} s, ${met(first, goals.scanSeconds)}`
  return `${table(rows)}\n\ngoal ≤ ${goals.scanSeconds} s for ${count(goals.scanFiles)} files: ${told}`
}

/** Seconds of the run by step, and by feed where a step has feeds. */
export function stepReport({ run }: Load): string {
  const rows = [['step', 's']]
  const details = ['']
  for (const [step, seconds] of Object.entries(run.steps)) {
    const parts = typeof seconds === 'number' ? [] : Object.entries(seconds)
    rows.push([step, fixed(typeof seconds === 'number' ? seconds : parts.reduce((sum, [, s]) => sum + s, 0))])
    details.push(parts.flatMap(([name, s]) => (s >= 0.05 ? `${name} ${fixed(s)}` : [])).join(', '))
  }
  return table(rows)
    .split('\n')
    .map((line, i) => `${line}  ${details[i]}`.trimEnd())
    .join('\n')
}

export function memoryReport(load: Load): string {
  if (load.peakMib === null) return 'peak memory: not told by this system'
  return `peak memory: ${count(load.peakMib)} MiB (goal ≤ ${count(goals.peakMib)}: ${met(load.peakMib, goals.peakMib)})`
}

export function viewReport(views: ViewTimes[]): string {
  const rows = [
    ['view', 'n', 'first ms', 'p50 ms', 'p95 ms', `goal ≤ ${goals.p95Ms}`, 'max ms', `goal ≤ ${goals.maxMs}`].concat([
      'floor ms',
      'p50 ÷ floor',
      'cpu p50 ms',
      'cpu p95 ms',
    ]),
  ]
  for (const { view, times, cpu, floor } of views) {
    const p95 = percentile(times, 0.95)
    const max = Math.max(...times)
    const p50 = fixed(percentile(times, 0.5), 1)
    const figures = [String(times.length), fixed(times[0]!, 1), p50, fixed(p95, 1), met(p95, goals.p95Ms)]
    const pace = percentile(floor, 0.5)
    const beside = [
      fixed(pace, 1),
      fixed(percentile(times, 0.5) / pace),
      ...[0.5, 0.95].map((p) => fixed(percentile(cpu, p), 1)),
    ]
    rows.push([view, ...figures, fixed(max, 1), met(max, goals.maxMs), ...beside])
  }
  return table(rows)
}

/** Kilobytes of every page, raw and as they travel, and its milliseconds beside those of a page without figures. */
export function weightReport({ centers, days, pages, floorMs }: Weights): string {
  const kb = (bytes: number) => fixed(bytes / 1000, 1)
  const floor = percentile(floorMs, 0.5)
  const rows = [
    ['page', 'raw kB', `goal ≤ ${goals.pageRawKb}`, 'gzip kB', `goal ≤ ${goals.pageKb}`, 'brotli kB', 'told twice kB']
      .concat(['update kB', 'its gzip', 'scripts gzip'])
      .concat(['figures ms', 'page ms', `goal ≤ ${goals.pageMs}`, '÷ floor']),
  ]
  for (const { path, html, data, update, scripts, figuresMs, pageMs } of pages) {
    const ms = percentile(pageMs, 0.5)
    const weights = [kb(html.raw), met(html.raw / 1000, goals.pageRawKb), kb(html.gzip)]
    const travels = [met(html.gzip / 1000, goals.pageKb), kb(html.brotli), kb(data)]
    const scripted = [kb(update.raw), kb(update.gzip), kb(scripts.gzip)]
    const times = [fixed(percentile(figuresMs, 0.5), 1), fixed(ms, 1), met(ms, goals.pageMs), fixed(ms / floor, 1)]
    rows.push([path, ...weights, ...travels, ...scripted, ...times])
  }
  return `${count(centers)} centers, ${count(days)} days\n\n${table(rows)}\n\nfloor: a page without figures in ${fixed(floor, 1)} ms`
}

/** How much more a page weighs with more centers. */
export function growthReport(network: Weights, grown: Weights): string {
  const rows = [['page', 'raw ratio', 'gzip ratio', 'ms ratio', `goal ≤ ${goals.pageGrowth}`]]
  network.pages.forEach(({ path, html, pageMs }, place) => {
    const other = grown.pages[place]!
    const weights = [other.html.raw / html.raw, other.html.gzip / html.gzip]
    const ms = percentile(other.pageMs, 0.5) / percentile(pageMs, 0.5)
    rows.push([path, ...weights.map((ratio) => fixed(ratio)), fixed(ms), met(Math.max(...weights), goals.pageGrowth)])
  })
  return table(rows)
}

/** What analysts wait for at the SQL console; exports beside the floor, which has no XLSX and lends it its CSV. */
export function consoleReport(times: ConsoleTimes, floor: Record<string, number>): string {
  const waits = [['answer', 'n', 'p50 ms', 'max ms', 'goal']]
  const wait = (name: string, values: number[], goal: number) => {
    const max = Math.max(...values)
    const figures = [String(values.length), fixed(percentile(values, 0.5), 1), fixed(max, 1)]
    waits.push([name, ...figures, `≤ ${count(goal)}: ${met(max, goal)}`])
  }
  wait('trivial query', times.trivial, goals.trivialMs)
  wait(
    'next one after a kill',
    times.killed.map(({ next }) => next),
    goals.replacedMs,
  )
  wait(
    'killed process replaced',
    times.killed.map(({ replaced }) => replaced),
    goals.replacedMs,
  )

  const files = [
    ['export', 'rows', 'MB', 'COPY s', 'whole s', 'ratio', 'rows/s', 'goal', 'first ms', 'goal', 'extra MiB', 'goal'],
  ]
  for (const { format, rows, bytes, firstMs, wholeMs, extraMib } of times.exports) {
    const copy = floor[format] ?? floor.csv!
    const pace = rows / (wholeMs / 1000)
    const slow = pace >= goals.exportRowsPerSecond ? 'met' : 'missed'
    const figures = [
      count(rows),
      fixed(bytes / 1e6, 1),
      fixed(copy),
      fixed(wholeMs / 1000),
      fixed(wholeMs / 1000 / copy),
    ]
    const first = [fixed(firstMs, 0), met(firstMs, goals.exportFirstMs)]
    files.push([
      format,
      ...figures,
      count(pace),
      slow,
      ...first,
      fixed(extraMib, 0),
      met(extraMib, goals.exportExtraMib),
    ])
  }

  const [usual, attacked] = [percentile(times.usual, 0.5), percentile(times.attacked, 0.5)]
  const beside = `another person's query: usual ${fixed(usual, 1)} ms, beside an attack ${fixed(attacked, 1)} ms (medians), ${fixed(attacked / usual)} times; goal < ${goals.besideAttack}: ${attacked / usual < goals.besideAttack ? 'met' : 'missed'}`
  return [table(waits), table(files), beside].join('\n\n')
}

/** @param processor seconds that the server's own process took; null where nobody counts them */
export function peopleReport({ people, seconds, took, failed }: Browsing, processor: number | null): string {
  const ms = (p: number) => `${Math.round(percentile(took, p))} ms`
  const others = Object.entries(failed).map(([what, n]) => `${n} × ${what}`)
  return table([
    [`${people} people, ${seconds} s`, 'pages', 'per second', 'median', 'p95', 'p99', 'longest', 'failed', 'processor'],
    [
      'pages and their data',
      String(took.length),
      (took.length / seconds).toFixed(1),
      ...[0.5, 0.95, 0.99, 1].map(ms),
      others.join(', ') || 'none',
      processor === null ? '–' : `${Math.round((processor / seconds) * 100)} % of a core`,
    ],
  ])
}
