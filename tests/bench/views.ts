import { sql } from 'kysely'
import { addDays, daysBetween } from '#queries/filter/days.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import type { Filter } from '#queries/filter/filter.ts'
import { centerPage } from '#queries/center/center-page.ts'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import { casesPage, NO_READINGS } from '#queries/concordance/cases-page.ts'
import { coveragePage } from '#queries/concordance/coverage-page.ts'
import { aiUsePage } from '#queries/concordance/use-page.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import { dataPage } from '#queries/data/data-page.ts'
import { overviewPage } from '#queries/overview/overview-page.ts'
import { examsPage } from '#queries/profitability/exams-page.ts'
import { payersPage } from '#queries/profitability/payers-page.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import { scannerPage } from '#queries/scanner/scanner-page.ts'
import { downtimePage } from '#queries/throughput/downtime-page.ts'
import { flowPage } from '#queries/throughput/flow-page.ts'
import { minutesPage } from '#queries/throughput/minutes-page.ts'
import { referralsPage } from '#queries/throughput/referrals-page.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'

export interface ViewTimes {
  view: string
  /** Milliseconds, in the order in which they were measured. */
  times: number[]
  /** Processor milliseconds of the process meanwhile, engine included: they tell less of what else the machine does. */
  cpu: number[]
  /** Milliseconds of the floor, measured before each of them. */
  floor: number[]
}

/** A pseudo-random number generator (mulberry32), so that two runs ask the same questions. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** What filters can be made of. */
interface Choices {
  first: string
  days: number
  centers: string[]
  modalities: string[]
  scanners: string[]
}

async function choices(reader: SnapshotReader): Promise<Choices> {
  const found = await reader.read('bench choices', async (db) => {
    const [centers, scanners, days] = await Promise.all([
      db.selectFrom('center').select('center_code').execute(),
      db.selectFrom('scanner').select(['scanner_id', 'modality']).execute(),
      db
        .selectFrom('mart.center_day')
        .select('day')
        .distinct()
        .where('exams_performed', '>', 0)
        .orderBy('day')
        .execute(),
    ])
    return {
      first: days[0]!.day!,
      days: daysBetween(days[0]!.day!, days.at(-1)!.day!) + 1,
      centers: centers.map((row) => row.center_code!),
      modalities: [...new Set(scanners.map((row) => row.modality!))],
      scanners: scanners.map((row) => row.scanner_id!),
    }
  })
  if (!found) throw new Error('The run published no snapshot.')
  return found
}

/** Filters of all sizes: from a week of one scanner to the whole period of the whole network. */
function randomFilter(random: () => number, from: Choices): Filter {
  const whole = (n: number) => Math.floor(random() * n)
  const pick = (list: string[], n: number) =>
    [...new Set(Array.from({ length: n }, () => list[whole(list.length)]!))].sort()
  const length = Math.min(from.days, [7, 28, 31, 90, 182, from.days][whole(6)]!)
  const start = addDays(from.first, whole(from.days - length + 1))
  const centers = [0, 0, 1, 1, 5, 30][whole(6)]!
  const modalities = [0, 0, 1, 2][whole(4)]!
  return {
    from: start,
    to: addDays(start, length),
    center: pick(from.centers, centers),
    modality: pick(from.modalities, modalities),
    scanner: random() < 0.1 ? pick(from.scanners, 1) : [],
  }
}

type Ask = (reader: SnapshotReader, filter: Filter, pick: (list: string[]) => string, from: Choices) => Promise<unknown>

const views: Record<string, Ask> = {
  overview: (reader, filter) => overviewPage(reader, filter, { money: true }),
  throughput: (reader, filter) => throughputPage(reader, filter),
  minutes: (reader, filter) => minutesPage(reader, filter, { definition: 'room', against: 'day', money: true }),
  flow: (reader, filter) => flowPage(reader, filter, { persons: true }),
  downtime: (reader, filter) => downtimePage(reader, filter),
  referrals: (reader, filter) => referralsPage(reader, filter, { money: true }),
  scanner: (reader, filter, pick, from) => scannerPage(reader, pick(from.scanners), filter, { day: filter.from }),
  compliance: (reader, filter) => compliancePage(reader, filter, { persons: true }),
  concordance: (reader, filter) => concordancePage(reader, filter),
  coverage: (reader, filter) => coveragePage(reader, filter),
  use: (reader, filter) => aiUsePage(reader, filter),
  cases: (reader, filter) => casesPage(reader, filter, { overdue: false }, NO_READINGS),
  profitability: (reader, filter) => profitabilityPage(reader, filter),
  payers: (reader, filter) => payersPage(reader, filter),
  exams: (reader, filter) => examsPage(reader, filter, { persons: true, page: undefined }),
  center: (reader, filter, pick, from) => centerPage(reader, pick(from.centers), filter, { money: true }),
  data: (reader, _filter, pick, from) => dataPage(reader, { center: pick(from.centers) }),
}

/** The floor: the engine adds every judged exam up once by day and modality, through the same reader. */
const FLOOR = sql`SELECT modality, day, count(*), count_if(assessable), count_if(compliant)
  FROM mart.exam_compliance GROUP BY ALL`

async function measured(ask: () => Promise<unknown>): Promise<{ ms: number; cpu: number }> {
  const [start, used] = [performance.now(), process.cpuUsage()]
  await ask()
  const { user, system } = process.cpuUsage(used)
  return { ms: performance.now() - start, cpu: (user + system) / 1000 }
}

/**
 * Milliseconds of page data per view over random filters, one after the other, with no answer kept: each is computed.
 * Nothing is warmed up: the first request of each view is among them.
 */
export async function measureViews(
  dataDir: string,
  perView: number,
  onView: (view: string) => void,
): Promise<ViewTimes[]> {
  const reader = createSnapshotReader({ dataDirs: [dataDir], cacheBytes: 0 })
  try {
    const from = await choices(reader)
    const random = randomFrom(1)
    const pick = (list: string[]) => list[Math.floor(random() * list.length)]!
    const all: ViewTimes[] = []
    for (const [view, ask] of Object.entries(views)) {
      onView(view)
      const times: ViewTimes = { view, times: [], cpu: [], floor: [] }
      for (let i = 0; i < perView; i++) {
        const filter = randomFilter(random, from)
        times.floor.push((await measured(() => reader.read('bench floor', (db) => FLOOR.execute(db)))).ms)
        const { ms, cpu } = await measured(() => ask(reader, filter, pick, from))
        times.times.push(ms)
        times.cpu.push(cpu)
      }
      all.push(times)
    }
    return all
  } finally {
    await reader.close()
  }
}
