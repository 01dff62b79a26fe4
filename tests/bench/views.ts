import { sql } from 'kysely'
import { addDays, daysBetween } from '#queries/filter/days.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { asks, type FigurePage, type Question } from '#queries/pages.ts'

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

/** What addresses can be made of. */
interface Choices {
  first: string
  days: number
  centers: string[]
  modalities: string[]
  scanners: string[]
  protocols: string[]
  products: string[]
}

async function choices(reader: SnapshotReader): Promise<Choices> {
  const found = await reader.read('bench choices', async (db) => {
    const [centers, scanners, protocols, products, days] = await Promise.all([
      db.selectFrom('center').select('center_code').execute(),
      db.selectFrom('scanner').select(['scanner_id', 'modality']).execute(),
      db.selectFrom('mart.exam_compliance').select('protocol_code').distinct().orderBy('protocol_code').execute(),
      db.selectFrom('mart.ai_run_day').select('product_code').distinct().orderBy('product_code').execute(),
      db
        .selectFrom('mart.center_day')
        .select('day')
        .distinct()
        .where('exams_performed', '>', 0)
        .orderBy('day')
        .execute(),
    ])
    return {
      first: days[0]!.day,
      days: daysBetween(days[0]!.day, days.at(-1)!.day) + 1,
      centers: centers.map((row) => row.center_code),
      modalities: [...new Set(scanners.map((row) => row.modality))],
      scanners: scanners.map((row) => row.scanner_id),
      protocols: protocols.flatMap((row) => row.protocol_code ?? []),
      products: products.map((row) => row.product_code),
    }
  })
  if (!found) throw new Error('The run published no snapshot.')
  return found
}

/** Filters of all sizes: from a week of one scanner to the whole period of the whole network. */
function randomSearch(random: () => number, from: Choices): URLSearchParams {
  const whole = (n: number) => Math.floor(random() * n)
  const some = (name: string, list: string[], n: number) =>
    [...new Set(Array.from({ length: n }, () => list[whole(list.length)]!))].sort().map((value) => [name, value])
  const length = Math.min(from.days, [7, 28, 31, 90, 182, from.days][whole(6)]!)
  const start = addDays(from.first, whole(from.days - length + 1))
  return new URLSearchParams([
    ['from', start],
    ['to', addDays(start, length)],
    ...some('center', from.centers, [0, 0, 1, 1, 5, 30][whole(6)]!),
    ...some('modality', from.modalities, [0, 0, 1, 2][whole(4)]!),
    ...some('scanner', from.scanners, random() < 0.1 ? 1 : 0),
  ])
}

/** Pages that answer no filter: one exam and what the metrics are. */
const NOT_BY_FILTER: readonly FigurePage[] = ['exam', 'methods']

const ALL = { money: true, persons: true }

/** A page's question: the filter, and one code of each kind that an address can name. */
function questionOf(random: () => number, from: Choices): Question {
  const search = randomSearch(random, from)
  const pick = (list: string[]) => list[Math.floor(random() * list.length)]!
  const params = {
    center_code: pick(from.centers),
    scanner_id: pick(from.scanners),
    protocol_code: pick(from.protocols),
    product_code: pick(from.products),
  }
  return { params, search, rights: ALL }
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
    const all: ViewTimes[] = []
    const pages = (Object.keys(asks) as FigurePage[]).filter((page) => !NOT_BY_FILTER.includes(page))
    for (const view of pages) {
      onView(view)
      const times: ViewTimes = { view, times: [], cpu: [], floor: [] }
      for (let i = 0; i < perView; i++) {
        const question = questionOf(random, from)
        times.floor.push((await measured(() => reader.read('bench floor', (db) => FLOOR.execute(db)))).ms)
        const { ms, cpu } = await measured(() => asks[view](reader, question))
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
