import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureDataDir, type Config } from '../config.ts'
import { openDb, rows, type Db } from '../db.ts'
import { EtlError } from '../errors.ts'
import { stopIfLost } from '../finding/lost.ts'
import { History } from '../history/history.ts'
import { takeLock } from '../publish/lock.ts'
import { exactPath, pathList } from '../sql-text.ts'

/** Rows of a compacted file, about: as many as a rebuild judges in one statement. */
const FILE_ROWS = 2_000_000

export interface Compaction {
  files_before: number
  files_after: number
}

/**
 * Puts few files in the place of history's many, in one step: before it history is as it was, after it the small files are
 * swept away. Only files are merged that are what their runs recorded. No row is left out: one that a newer row replaced may count again when reference data changes, and files may
 * come in any order. Records of runs stay. A rebuild makes the same warehouse before and after.
 */
export async function compact(config: Config, fileRows = FILE_ROWS): Promise<Compaction> {
  ensureDataDir(config.dataDir)
  const unlock = takeLock(config.dataDir)
  const tempDir = join(config.dataDir, 'tmp', 'compact')
  try {
    const history = new History(config.dataDir)
    await stopIfLost(config.dataDir, history)
    await history.sweep()
    await mkdir(tempDir, { recursive: true, mode: 0o700 })
    const { db, close } = await openDb(':memory:', { ...config, tempDir })
    try {
      return await compactAll(db, history, fileRows)
    } finally {
      close()
    }
  } finally {
    await rm(tempDir, { recursive: true, force: true })
    unlock()
  }
}

async function compactAll(db: Db, history: History, fileRows: number): Promise<Compaction> {
  const newest = (await history.records()).at(-1)
  const before = await history.contents()
  const files: Record<string, string[]> = {}
  let number = 0
  for (const [folder, list] of before) {
    files[folder] = []
    // Damage would be sealed with new sums.
    await history.sound(folder)
    for (const group of await groups(db, history, list, fileRows)) {
      if (group.length === 1) files[folder].push(group[0]!)
      else {
        const name = `${folder}/compact-${newest!.run_id}-${number++}.parquet`
        await merge(db, history, group, name)
        files[folder].push(name)
      }
    }
  }
  const size = (lists: unknown[][]) => lists.reduce((n, list) => n + list.length, 0)
  if (number > 0) {
    await history.replaceBy(files, newest!.run_id)
    await history.sweep()
  }
  return { files_before: size([...before.values()]), files_after: size(Object.values(files)) }
}

/** Neighbouring files that become one; a large one stays by itself and is not written again. */
async function groups(db: Db, history: History, files: { name: string }[], fileRows: number): Promise<string[][]> {
  const parts: string[][] = []
  let sum = Infinity
  for (const { name } of files) {
    const n = await rowsIn(db, join(history.dir, name))
    if (sum + n > fileRows) {
      parts.push([])
      sum = 0
    }
    parts.at(-1)!.push(name)
    sum += n
  }
  return parts
}

const rowsIn = async (db: Db, file: string) =>
  Number(
    (await rows<{ n: number }>(db, 'SELECT sum(num_rows) AS n FROM parquet_file_metadata($1)', [exactPath(file)]))[0]
      ?.n ?? 0,
  )

async function merge(db: Db, history: History, group: string[], name: string): Promise<void> {
  const source = `read_parquet(${pathList(group.map((file) => join(history.dir, file)))}, union_by_name = true)`
  await history.writeFile(db, name, `SELECT * FROM ${source}`)
  const had = await contentOf(db, source)
  const has = await contentOf(db, `read_parquet(${pathList([join(history.dir, name)])})`)
  if (had.rows === has.rows && had.sum === has.sum) return
  const what = had.rows === has.rows ? 'rows of another content' : `${has.rows} rows`
  throw new EtlError(
    'etl/compaction-differs',
    `history/${name} would have ${what} in place of the ${had.rows} rows of ${group.length} files. History is as it was; run npm run etl -- verify to see whether a file is damaged, then compact again.`,
  )
}

/** Rows, and a sum over their contents that hangs neither on their order nor on how they are packed. */
async function contentOf(db: Db, source: string): Promise<{ rows: number; sum: string }> {
  const [found] = await rows<{ rows: number; sum: string }>(
    db,
    `SELECT count(*) AS rows, concat_ws(' ', sum(hash(t)), bit_xor(hash(t))) AS sum FROM (FROM ${source}) t`,
  )
  return found!
}
