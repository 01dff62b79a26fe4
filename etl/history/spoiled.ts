import type { EtlError } from '../errors.ts'
import { absent, damaged } from './compare.ts'
import type { History } from './history.ts'
import type { Forgotten, HistoryRecord } from './record.ts'

/**
 * What of history cannot be read as it was written, to be forgotten: runs whose record is torn or of whose files one is
 * missing or changed, and a compaction of whose files one is, with all runs that it stands for. Every file is read.
 */
export async function spoiled(history: History): Promise<Forgotten> {
  await history.dropTornCompaction()
  const { listed, forgotten } = await history.listed()
  const counting = listed.filter(({ id }) => !forgotten.has(id))
  const isTorn = (problem: unknown) => (problem as EtlError | null)?.code === 'etl/history-torn'
  for (const { problem } of counting) if (problem !== null && !isTorn(problem)) throw problem
  const found: Forgotten = { runs: counting.filter((r) => isTorn(r.problem)).map((r) => r.id), compactions: [] }
  const compacted = await history.compacted()
  if (compacted && (await isSpoiled(history, compacted))) {
    found.compactions.push(compacted.compacted_at)
    found.runs.push(...counting.map(({ id }) => id).filter((id) => id <= compacted.through_run))
  }
  for (const { id, record } of counting) {
    if (!record || (compacted && id <= compacted.through_run)) continue
    if (await isSpoiled(history, record)) found.runs.push(id)
  }
  return { ...found, runs: [...new Set(found.runs)].sort() }
}

/** All of history, to be forgotten: patients are hashed anew. */
export async function everything(history: History): Promise<Forgotten> {
  await history.dropTornCompaction()
  const compacted = await history.compacted()
  return {
    runs: (await history.listed()).listed.map(({ id }) => id),
    compactions: compacted ? [compacted.compacted_at] : [],
  }
}

/** A run whose record has no sums is spoiled when a file is missing. */
async function isSpoiled(history: History, of: Pick<HistoryRecord, 'files' | 'checksums'>) {
  const files = Object.values(of.files)
    .flat()
    .map((name) => ({ name, checksum: of.checksums?.[name] ?? null }))
  return (await damaged(history.dir, files)).length > 0 || (await absent(history.dir, files)).length > 0
}
