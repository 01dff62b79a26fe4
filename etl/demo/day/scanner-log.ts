import { DAY_SECONDS, dayOf, isoDay, type FormatInstant } from '../clock.ts'
import type { Center, Scanner } from '../types.ts'
import type { Sink } from '../write/sink.ts'
import type { ScannerDay } from './queue.ts'
import type { Series } from './series.ts'

type State = 'off' | 'standby' | 'ready' | 'scanning' | 'service' | 'down'

/** Scanners that report every patient; the others only say when they are on. */
const TELLS_SCANNING = new Set(['MR', 'CT', 'PT'])

/** Writes the log of one scanner and day as NDJSON, in the center's own step names where it has such. */
export class ScannerLog {
  private number = 0
  private readonly head: string
  private readonly prefix: string
  private readonly at: FormatInstant

  constructor(
    center: Center,
    scanner: Scanner,
    day: number,
    private readonly sink: Sink,
    private readonly stepName: (step: string) => string,
  ) {
    this.at = center.format
    this.prefix = isoDay(day).slice(2).replaceAll('-', '')
    this.head = `","center_code":"${center.code}","scanner_id":"${scanner.scannerId}","type":"`
  }

  states(scannerDay: ScannerDay): void {
    for (const [at, state] of statesOf(scannerDay)) {
      this.write(at, `state","at":"${this.at(at)}","state":"${state}"}`)
    }
  }

  faults({ faults }: ScannerDay): void {
    for (const f of faults) {
      const what = `"code":"${f.code}","severity":"${f.severity}","text":"${f.text}"`
      this.write(f.at, `fault","at":"${this.at(f.at)}",${what}}`)
    }
  }

  series(accessionNo: string, s: Series): void {
    const tags = s.missingTags === '' ? '' : `,"missing_tags":${s.missingTags}`
    this.write(
      s.startedAt,
      `acquisition","at":"${this.at(s.startedAt)}","accession_no":"${accessionNo}","series_no":${s.number},` +
        `"step":"${this.stepName(s.step)}","ended_at":"${this.at(s.endedAt)}","parameters":${s.parameters}${tags}}`,
    )
  }

  private write(at: number, rest: string): void {
    this.sink.add('scanner_log', dayOf(at), `{"event_id":"E${this.prefix}-${++this.number}${this.head}${rest}`)
  }
}

/** State events of a scanner's day, in order, each a change. */
function statesOf({ scanner, windows, stops, exams }: ScannerDay): [number, State][] {
  const events: [number, State][] = []
  const midnight = dayStart(exams[0]?.day, stops[0]?.from)
  let lastEnd = 0
  for (const e of exams) {
    if (e.startedAt === null || e.completedAt === null) continue
    lastEnd = Math.max(lastEnd, e.completedAt)
    if (TELLS_SCANNING.has(scanner.modality)) events.push([e.startedAt, 'scanning'], [e.completedAt, 'ready'])
  }
  for (const stop of stops) if (stop.to > stop.from) events.push([stop.from, stop.state], [stop.to, 'ready'])
  if (midnight !== null) events.push(...onAndOff(midnight, windows, lastEnd))
  return changes(events.sort((a, b) => a[0] - b[0]))
}

/** Of events at one moment the last holds, and one that changes nothing is left out. */
function changes(events: [number, State][]): [number, State][] {
  const kept: [number, State][] = []
  for (const event of events) {
    if (kept.at(-1)?.[0] === event[0]) kept.pop()
    if (kept.at(-1)?.[1] !== event[1]) kept.push(event)
  }
  return kept
}

function dayStart(day: number | undefined, instant: number | undefined): number | null {
  if (day !== undefined) return day * DAY_SECONDS
  return instant === undefined ? null : dayOf(instant) * DAY_SECONDS
}

/** A scanner that runs round the clock is never switched off. */
function onAndOff(midnight: number, windows: ScannerDay['windows'], lastEnd: number): [number, State][] {
  const opens = windows[0]![0]
  const closes = windows.at(-1)![1]
  if (opens === 0 && closes === DAY_SECONDS) return [[midnight, 'ready']]
  const ends = Math.max(midnight + closes, lastEnd)
  const events: [number, State][] = [
    [midnight + opens - 1500, 'standby'],
    [midnight + opens - 480, 'ready'],
    [ends + 300, 'standby'],
  ]
  if (ends + 1500 < midnight + DAY_SECONDS) events.push([ends + 1500, 'off'])
  return events
}
