import { addresses } from '#tests/support/addresses.ts'

export interface Browsing {
  people: number
  seconds: number
  /** Milliseconds to the last byte, of each answer. */
  took: number[]
  /** Status, or what went wrong, of answers that were no page. */
  failed: Record<string, number>
}

/** Between two pages of one person, on average. */
const THINK_MS = 5_000

const PERIODS = ['', '?period=28d', '?period=quarter', '?from=2026-04-01&to=2026-05-01', '?modality=CT', '?center=C001']
const IN_PAGE = [
  'overview',
  'throughput',
  'compliance',
  'concordance',
  'center',
  'scanner',
  'minutes',
  'flow',
  'profitability',
  'data',
]

const oneOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** A page as a document, or its data as the browser fetches it in going from one to the next. */
function nextAddress(): string {
  const page = oneOf(IN_PAGE)
  const path = addresses().find(([name]) => name === page)?.[1] ?? '/'
  const asDocument = Math.random() < 0.3
  return `${asDocument ? path : path === '/' ? '/_root.data' : `${path}.data`}${oneOf(PERIODS)}`
}

/** Each person reads pages one after the other until the time is over, thinking in between. */
export async function browse(origin: string, cookie: string, people: number, seconds: number): Promise<Browsing> {
  const end = performance.now() + seconds * 1000
  const found: Browsing = { people, seconds, took: [], failed: {} }
  const person = async () => {
    await sleep(Math.random() * THINK_MS)
    while (performance.now() < end) {
      const begun = performance.now()
      let outcome: string
      try {
        const answer = await fetch(origin + nextAddress(), { headers: { cookie }, redirect: 'manual' })
        await answer.arrayBuffer()
        outcome = answer.ok ? 'ok' : String(answer.status)
      } catch (error) {
        outcome = (error as Error).name
      }
      if (outcome === 'ok') found.took.push(performance.now() - begun)
      else found.failed[outcome] = (found.failed[outcome] ?? 0) + 1
      await sleep(-Math.log(1 - Math.random()) * THINK_MS)
    }
  }
  await Promise.all(Array.from({ length: people }, person))
  return found
}
