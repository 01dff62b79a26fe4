import { insertObjects, rows, type Db } from '../db.ts'
import type { Contract } from '../contracts/contract.ts'
import { isOfRows, safeText } from '../errors.ts'
import { judge, refuse } from '../facts/judge.ts'
import { merge } from '../facts/merge.ts'
import type { LoadContext } from './context.ts'
import { MOST_FILES, recordSetAside, type Culprit } from './set-aside.ts'

export interface Taken {
  /** Rows refused for what the reference data says, by file. */
  refused: Map<string, number>
  /** Files whose rows could not be merged: they are recorded as set aside, and nothing of them is in the facts. */
  setAside: string[]
}

interface How {
  zones: string[]
  /** Whether the rows come from history. */
  isKept: boolean
  /** Whether old and new images of changed facts are wanted. */
  track: boolean
  /** What is to be done once the rows are judged and before what is refused is noted. */
  judged?: () => Promise<void>
}

/**
 * Judges the rows of view `incoming` and merges the valid ones, all or nothing. Where the engine fails at a value, the files whose rows make
 * it fail are found, set aside, and the others taken in.
 */
export async function takeIn(context: LoadContext, contract: Contract, how: How): Promise<Taken> {
  const { db, times } = context
  const work: Work = {
    // Only TEMP tables are made: what stands in one before a transaction begins is inserted by all threads and written once.
    prepare: () => times.time('judge', () => judge(db, contract, how.zones, how.isKept), contract.feed),
    carryOut: async () => {
      await how.judged?.()
      const refused = await refuse(db, contract)
      await times.time('merge', () => merge(db, contract.feed, how.zones, how.track), contract.feed)
      return refused
    },
  }
  try {
    return { refused: await whole(db, work), setAside: [] }
  } catch (error) {
    if (!isOfRows(error)) throw error
    const culprits = await findCulprits(db, work)
    if (culprits.length === 0 || culprits.length > MOST_FILES) throw error
    await setAside(
      db,
      culprits.map((c) => c.fileId),
    )
    const refused = await whole(db, work)
    await recordSetAside(db, culprits)
    context.progress.note(
      `${culprits.length} files set aside: their rows cannot be merged. npm run etl -- status names them`,
    )
    return { refused, setAside: culprits.map((c) => c.fileId) }
  }
}

/** What is done with rows: first without, then within a transaction. */
interface Work {
  prepare: () => Promise<void>
  carryOut: () => Promise<Map<string, number>>
}

/** One transaction: a failure leaves nothing half done. */
async function whole(db: Db, { prepare, carryOut }: Work): Promise<Map<string, number>> {
  await prepare()
  await db.run('BEGIN')
  try {
    const done = await carryOut()
    await db.run('COMMIT')
    return done
  } catch (error) {
    await db.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Files that fail by themselves; where none does, those of the smallest group that was seen to fail. */
async function findCulprits(db: Db, work: Work): Promise<Culprit[]> {
  const before = (await rows<{ id: string }>(db, 'SELECT file_id AS id FROM set_aside')).map((r) => r.id)
  const files = (await rows<{ id: string }>(db, 'SELECT DISTINCT file_id AS id FROM incoming ORDER BY 1'))
    .map((r) => r.id)
    .filter((id) => !before.includes(id))
  const failure = async (these: string[]) => {
    const others = files.filter((id) => !these.includes(id))
    await setAside(db, others)
    try {
      return await tried(db, work)
    } finally {
      await db.run('DELETE FROM set_aside')
      await setAside(db, before)
    }
  }
  const search = async (these: string[]): Promise<Culprit[]> => {
    const words = these.length === 0 ? null : await failure(these)
    if (words === null) return []
    if (these.length === 1) return [{ fileId: these[0]!, center: null, words }]
    const half = Math.ceil(these.length / 2)
    const found = [...(await search(these.slice(0, half))), ...(await search(these.slice(half)))]
    return found.length > 0 ? found : these.map((fileId) => ({ fileId, center: null, words }))
  }
  return search(files)
}

/** What the engine says; null: it can bear the rows. Nothing stays of the trial. */
async function tried(db: Db, { prepare, carryOut }: Work): Promise<string | null> {
  try {
    await prepare()
    await db.run('BEGIN')
    try {
      await carryOut()
    } finally {
      await db.run('ROLLBACK')
    }
    return null
  } catch (error) {
    if (!isOfRows(error)) throw error
    return safeText(error)
  }
}

async function setAside(db: Db, ids: string[]): Promise<void> {
  await insertObjects(
    db,
    'set_aside',
    { file_id: 'VARCHAR' },
    ids.map((file_id) => ({ file_id })),
  )
}
