import type { Db } from '../db.ts'
import { literal } from '../sql-text.ts'
import { requiredColumns } from '../contracts/contract.ts'
import { contracts, type Contract } from '../contracts/index.ts'
import { historyColumns, REFERENCE_REASONS, zonesOf } from '../facts/judge.ts'
import type { Sorted } from '../finding/sort-files.ts'
import { readHistory } from '../history/read.ts'
import { discardCopies, type RunFile } from '../load/files.ts'
import { batches, parquetSchema, stage, type Batch } from '../load/stage.ts'
import type { LoadContext } from './context.ts'
import { leaveOutMoved } from './moved-files.ts'
import type { Parts } from './parts.ts'
import { takeIn } from './take-in.ts'

/** Loads the fresh files of all feeds: staged, kept in history, judged, merged into the facts. */
export async function loadFeeds(context: LoadContext, sorted: Sorted, parts: Parts): Promise<void> {
  const { db } = context
  const zones = await zonesOf(db)
  for (const contract of contracts) {
    const files = (sorted.fresh.get(contract) ?? []).filter((f) => f.status === 'loaded')
    if (files.length === 0) continue
    context.progress.step(`loading ${contract.feed}`)
    let queue = await grouped(context, contract, files)
    let done = 0
    while (queue.length > 0) {
      const late: RunFile[] = []
      for (const batch of queue) {
        const waiting = new Set(await loadBatch(context, batch, zones))
        await parts.add(batch.files.filter((f) => !waiting.has(f)))
        late.push(...waiting)
        done += batch.files.length
        const read = files.reduce((n, f) => n + f.rowsRead, 0)
        const filesDone = Math.min(done, files.length)
        const counts = { filesDone, filesTotal: files.length, rowsRead: read }
        context.progress.detail(`${filesDone} of ${files.length} files, ${read} rows`, counts)
      }
      queue = await grouped(context, contract, late)
    }
  }
}

/** Batches of the files but for those that changed meanwhile. */
async function grouped(context: LoadContext, contract: Contract, files: RunFile[]): Promise<Batch[]> {
  const stay = (await leaveOutMoved(context, files)) ?? files
  try {
    return await groupedAsOpened(context, contract, stay)
  } catch (error) {
    const left = await leaveOutMoved(context, stay)
    if (!left) throw error
    return groupedAsOpened(context, contract, left)
  }
}

/** A file that cannot even be opened as what it claims to be is rejected whole. */
async function groupedAsOpened(context: LoadContext, contract: Contract, files: RunFile[]): Promise<Batch[]> {
  const readable: RunFile[] = []
  for (const file of files) {
    if (file.inspected.format !== 'parquet' || (await checkParquet(context.db, contract, file))) readable.push(file)
  }
  return batches(context.db, contract, readable, context.tmpDir)
}

async function checkParquet(db: Db, contract: Contract, file: RunFile): Promise<boolean> {
  try {
    const schema = await parquetSchema(db, file.readPath)
    const missing = requiredColumns(contract).filter((name) => !schema.has(name))
    if (missing.length === 0) return true
    await rejectWhole(db, file, 'missing_column', missing.join(', ').slice(0, 32))
  } catch {
    await rejectWhole(db, file, 'unreadable_file', null)
  }
  return false
}

async function rejectWhole(db: Db, file: RunFile, reason: string, value: string | null): Promise<void> {
  file.status = 'rejected'
  await db.run(
    `UPDATE run_file SET status = 'rejected', reason = $2, rows_read = 0, rows_rejected = 0 WHERE file_id = $1`,
    [file.fileId, reason],
  )
  await db.run('INSERT INTO run_reject (file_id, feed, path, reason, value) VALUES ($1, $2, $3, $4, $5)', [
    file.fileId,
    file.landed.feed,
    file.landed.path,
    reason,
    value,
  ])
}

async function loadBatch(context: LoadContext, batch: Batch, zones: string[]): Promise<RunFile[]> {
  const { db, times, history, runId } = context
  const { contract } = batch
  const plain = batch.files.filter((f) => !f.normalised)
  let late: RunFile[] = []
  let problem: unknown = null
  try {
    late = await times.time('read', () => stage(db, batch, context.tmpDir), contract.feed)
  } catch (error) {
    problem = error
  }
  const left = await leaveOutMoved(context, batch.files)
  if (left) return stageAgain(context, batch, zones, { left, plain })
  if (problem) return retrySmaller(context, batch, zones, problem)
  const { refused, setAside } = await takeIn(context, contract, { zones, isKept: false, track: context.track })
  for (const file of batch.files) if (!late.includes(file)) file.rowsRejected += refused.get(file.fileId) ?? 0
  await times.time('history', () => history.writeRows(db, contract, runId), contract.feed)
  await keepSetAside(
    context,
    contract,
    batch.files.filter((f) => setAside.includes(f.fileId)),
  )
  await discardCopies(batch.files.filter((f) => !late.includes(f)))
  return late
}

/** What is set aside is kept in history like all that was read: another program, or the mended file, is to find it there. */
async function keepSetAside({ db, history, runId }: LoadContext, contract: Contract, files: RunFile[]): Promise<void> {
  if (files.length === 0) return
  const columns = historyColumns(contract).map((c) => `"${c}"`)
  const ids = files.map((f) => literal(f.fileId))
  const rows = `SELECT ${columns.join(', ')} FROM incoming WHERE file_id IN (${ids.join(', ')})`
  await history.write(db, contract.feed, runId, rows)
  for (const file of files) {
    await db.run('UPDATE run_file SET rows_read = $2, rows_rejected = $2 WHERE file_id = $1', [
      file.fileId,
      file.rowsRead,
    ])
    Object.assign(file, { status: 'rejected', rowsRejected: file.rowsRead })
  }
}

/** The batch without files that changed. Those that were normalised meanwhile have another reader: they wait for it. */
async function stageAgain(
  context: LoadContext,
  batch: Batch,
  zones: string[],
  { left, plain }: { left: RunFile[]; plain: RunFile[] },
): Promise<RunFile[]> {
  const late = left.filter((f) => f.normalised && plain.includes(f))
  const files = left.filter((f) => !late.includes(f))
  return files.length > 0 ? [...late, ...(await loadBatch(context, { ...batch, files }, zones))] : late
}

/** A batch that failed as a whole is read in halves, so that only the file that cannot be read is rejected. */
async function retrySmaller(context: LoadContext, batch: Batch, zones: string[], error: unknown): Promise<RunFile[]> {
  // Out of memory or disk is no fault of the files.
  if (/out of memory|no space left|could not write|could not allocate/i.test(String(error))) throw error
  const { files } = batch
  if (files.length > 1) {
    const half = Math.ceil(files.length / 2)
    const first = await loadBatch(context, { ...batch, files: files.slice(0, half) }, zones)
    return [...first, ...(await loadBatch(context, { ...batch, files: files.slice(half) }, zones))]
  }
  await context.db.run('DELETE FROM run_reject WHERE file_id = $1', [files[0]!.fileId])
  await rejectWhole(context.db, files[0]!, 'unreadable_file', null)
  return []
}

/** Merges rows of known contents again: their file came under a greater path, which decides between equal rows. */
export async function mergePromoted(
  context: LoadContext,
  promoted: { feed: string; file_id: string }[],
): Promise<void> {
  const zones = await zonesOf(context.db)
  for (const contract of contracts) {
    const ids = promoted.filter((p) => p.feed === contract.feed).map((p) => literal(p.file_id))
    if (ids.length === 0) continue
    await readHistory(
      context.db,
      contract,
      await context.times.time('compare', () => context.history.soundAndWritten(contract.feed)),
      `file_id IN (${ids.join(', ')})`,
    )
    // Where the folder of the first path was another center's, the rows may be sound under this one.
    const judged = async () => {
      for (const table of ['ops.reject', 'run_reject'])
        await context.db.run(
          `DELETE FROM ${table} WHERE file_id IN (${ids.join(', ')}) AND reason IN ${REFERENCE_REASONS}`,
        )
    }
    await takeIn(context, contract, { zones, isKept: true, track: context.track, judged })
  }
}

/** Rows superseded and loaded per file of the run, as the facts stand at its end. */
export async function countOutcome(db: Db): Promise<void> {
  await db.run(
    `UPDATE run_file SET rows_loaded = w.loaded, rows_superseded = rows_read - rows_rejected - w.loaded FROM (
       SELECT f.file_id, CAST(coalesce(sum(o.n), 0) AS BIGINT) AS loaded
       FROM run_file f LEFT JOIN run_loaded o USING (file_id) GROUP BY 1) w
     WHERE run_file.file_id = w.file_id AND status <> 'duplicate'`,
  )
}
