import type { Kysely } from 'kysely'
import type { Snapshot, WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { requireKnown } from '../filter/known-codes.ts'
import { compile } from '../metric/compile.ts'
import type { Metric } from '../metric/define.ts'
import { workingDays } from '../filter/working-days.ts'
import { resolveFilter } from '../filter/resolve.ts'
import type { Database } from '../schema.ts'
import type { Answer, Feed, Filters, Missing, NoSnapshot } from './page-types.ts'
import { missingFeeds } from './missing.ts'

export const noSnapshot = (): NoSnapshot => ({
  snapshot_id: null,
  filters: null,
  missing: [{ feed: 'snapshot', effect: 'nothing_loaded' }],
})

/** What the questions of a page are asked with. */
export interface Context {
  db: Kysely<Database>
  filters: Filters
  snapshot: Snapshot
  missing: Missing[]
}

const CODES = ['center', 'modality', 'scanner'] as const

interface Page {
  name: string
  filter: Filter
  /** What beside the filter changes the answer. */
  options?: object
  /** Feeds without which the page has gaps. */
  needs: Feed[]
  /** Fields of the filter whose codes must be known; those of the page's own path answer for themselves. */
  known?: readonly (typeof CODES)[number][]
  /** Headline figures beside those of money. */
  metrics?: readonly Metric[]
  /** Whether figures of money stand beside others: they follow neither modality nor scanner. */
  money?: boolean
  /** How the page reads the filter, when not by days. */
  resolve?: typeof resolveFilter
}

/** What of the filter some figures of a page cannot follow, and which. */
function unfollowed(filters: Filters, { metrics = [], money = false }: Pick<Page, 'metrics' | 'money'>) {
  const byScanner = filters.scanner.length > 0
  const figures = byScanner ? metrics.filter((metric) => compile(metric, true).numerator === null) : []
  const ignored = new Set(filters.ignored)
  if (money && filters.modality.length > 0) ignored.add('modality')
  if (byScanner && (money || figures.length > 0)) ignored.add('scanner')
  return { ignored: [...ignored], unfollowed: figures.map(({ id }) => id) }
}

/** One answer of a page, kept under the snapshot, the page, its filter and its options. */
export async function answer<Content extends object>(
  reader: WarehouseReader,
  { name, filter, options = {}, needs, known = CODES, resolve = resolveFilter, ...shown }: Page,
  ask: (context: Context) => Promise<Content>,
): Promise<Answer<{ snapshot_id: string; filters: Filters; missing: Missing[] } & Content>> {
  const question = `${name} ${JSON.stringify([filter, options])}`
  const page = await reader.read(question, async (db, snapshot) => {
    await requireKnown(db, filter, known)
    // One after the other: a filter that is refused leaves no question running on a snapshot that may be let go.
    const resolved = await resolve(db, filter, snapshot.published_at)
    const missing = await missingFeeds(db, needs)
    const { comparison } = resolved
    // What a page does not show needs no word about how it compares.
    const left_out = comparison.left_out.filter(({ feeds }) => feeds.some((feed) => needs.includes(feed)))
    // Money is compared by months.
    const working_days = needs.includes('exams') && !resolved.basis ? await workingDays(db, resolved) : null
    const compared = { ...comparison, working_days, left_out }
    const filters = { ...resolved, ...unfollowed(resolved, shown), comparison: compared }
    const content = await ask({ db, filters, snapshot, missing })
    return { snapshot_id: snapshot.snapshot_id, filters, missing, ...content }
  })
  return page ?? noSnapshot()
}
