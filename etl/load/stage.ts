import type { Contract } from '../contracts/contract.ts'
import { count, insertObjects, rows, type Db } from '../db.ts'
import { isSecret } from '../facts/own-code.ts'
import { readBytes } from '../landing/bytes.ts'
import { exactPath } from '../sql-text.ts'
import { normaliseLate, type RunFile } from './files.ts'
import { reviewParameters } from './parameters.ts'
import * as read from './readers.ts'
import { problemSelect, stagedColumns, typedSelect } from './typed.ts'

/** Files that one statement reads. */
export interface Batch {
  contract: Contract
  files: RunFile[]
  reader: (paths: string[]) => read.Reader
}

const BATCH_BYTES = 256_000_000
const BATCH_FILES = 20_000

/** CSV groups smaller than this are cheaper to rewrite to one common header than to read in a statement of their own. */
const SMALL_GROUP_BYTES = 1_500_000

interface Group {
  files: RunFile[]
  reader: Batch['reader']
}

/** Groups files that are read alike (format, header, normalised or not) into batches of bounded size, in path order. */
export async function batches(db: Db, contract: Contract, files: RunFile[], tmpDir: string): Promise<Batch[]> {
  const groups = new Map<string, Group>()
  for (const file of files) await addTo(groups, db, contract, file)
  for (const [key, group] of smallCsvGroups(groups)) {
    groups.delete(key)
    for (const file of group.files) {
      await normaliseLate(file, contract, tmpDir, readBytes(file.landed.absolute))
      await addTo(groups, db, contract, file)
    }
  }
  return [...groups.values()].flatMap((g) => cut(g.files).map((part) => ({ contract, files: part, reader: g.reader })))
}

async function addTo(groups: Map<string, Group>, db: Db, contract: Contract, file: RunFile): Promise<void> {
  const { key, reader } = await readerOf(db, contract, file)
  const group = groups.get(key) ?? { files: [], reader }
  group.files.push(file)
  groups.set(key, group)
}

function smallCsvGroups(groups: Map<string, Group>): [string, Group][] {
  if (groups.size < 2) return []
  const bytes = (group: Group) => group.files.reduce((n, f) => n + f.landed.bytes, 0)
  return [...groups].filter(([key, group]) => key.startsWith('csv ') && bytes(group) < SMALL_GROUP_BYTES)
}

function cut(files: RunFile[]): RunFile[][] {
  const parts: RunFile[][] = []
  let bytes = Infinity
  for (const file of files) {
    const size = file.textBytes
    if (bytes + size > BATCH_BYTES || parts.at(-1)!.length >= BATCH_FILES) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(file)
    bytes += size
  }
  return parts
}

async function readerOf(db: Db, contract: Contract, file: RunFile): Promise<{ key: string; reader: Batch['reader'] }> {
  const { format, header } = file.inspected
  if (format === 'parquet') {
    const schema = await parquetSchema(db, file.readPath)
    return {
      key: `parquet ${JSON.stringify([...schema])}`,
      reader: (paths) => read.parquet(contract, schema, paths),
    }
  }
  if (format === 'ndjson') {
    return { key: `ndjson ${file.normalised}`, reader: (paths) => read.ndjson(contract, paths, file.normalised) }
  }
  if (file.profiled) return { key: 'profile', reader: (paths) => read.normalisedCsv(contract, paths, 'profile') }
  if (file.normalised) return { key: 'csv', reader: (paths) => read.normalisedCsv(contract, paths) }
  const { tidy } = file.inspected
  return {
    key: `csv ${tidy} ${JSON.stringify(header)}`,
    reader: (paths) => read.plainCsv(contract, header, tidy, paths),
  }
}

/** Column names in lower case to name and DuckDB type, as the file has them. */
export async function parquetSchema(db: Db, path: string): Promise<Map<string, { name: string; type: string }>> {
  const found = await rows<{ column_name: string; column_type: string }>(
    db,
    'DESCRIBE SELECT * FROM read_parquet($1, binary_as_string = true, hive_partitioning = false)',
    [exactPath(path)],
  )
  return new Map(found.map((c) => [c.column_name.trim().toLowerCase(), { name: c.column_name, type: c.column_type }]))
}

/**
 * Reads a batch into TEMP table `stage` and TEMP view `incoming` (file_id, line and the contract's columns of sound
 * rows), appends the rows that break the contract to `run_reject`, and counts rows per file. Files that turn out not to
 * be plain are left out, normalised, and returned: they belong into a later batch.
 */
export async function stage(db: Db, batch: Batch, tmpDir: string): Promise<RunFile[]> {
  const { contract, files } = batch
  const reader = batch.reader(files.map((f) => f.readPath))
  const offsets = await loadRaw(db, files, reader)
  await db.run(
    `CREATE OR REPLACE TEMP TABLE stage AS ${typedSelect(contract, reader.source, reader.sql, reader.passed, reader.looksForHeaders)}`,
  )
  const areSound = await findProblems(db, contract, reader)
  await db.run('DROP TABLE raw')
  const late = await takeOutOdd(db, batch, reader, tmpDir)
  await numberLines(db, files, late, offsets)
  await countRows(db, files, late, reader)
  if (!areSound) await reject(db, contract)
  if (isShaped(reader)) await rejectMalformed(db, contract)
  await offer(db, contract, reader)
  return late
}

/** TEMP table `problem`: rows of `stage` that are not sound, and which rule each breaks first. True where there is none. */
async function findProblems(db: Db, contract: Contract, reader: read.Reader): Promise<boolean> {
  const bad = `NOT sound ${isShaped(reader) ? 'AND shape IS NULL' : ''}`
  if ((await count(db, `SELECT count(*) FROM stage WHERE ${bad}`)) === 0) return true
  // Only they are read once more. A profile makes several rows of a line: sound ones beside them have no problem.
  await db.run(
    `DELETE FROM raw r WHERE NOT EXISTS (FROM stage s WHERE ${bad} AND s.file_index = r.file_index AND s.line = r.${reader.rowBy})`,
  )
  await db.run(
    `CREATE OR REPLACE TEMP TABLE problem AS ${problemSelect(contract, reader.source, reader.sql, ['file_index', 'line'])}`,
  )
  return false
}

const isShaped = (reader: read.Reader) => reader.looksForHeaders ?? reader.passed.includes('shape')

/** Removes the rows of files that only the tolerant reader takes. */
async function takeOutOdd(db: Db, batch: Batch, reader: read.Reader, tmpDir: string): Promise<RunFile[]> {
  const odd = new Set<number>()
  if (reader.load.includes('csv_reject')) {
    const found = await rows<{ file_path: string }>(
      db,
      'SELECT DISTINCT s.file_path FROM csv_reject e JOIN csv_scan s USING (scan_id, file_id)',
    )
    const paths = new Set(found.map((f) => f.file_path))
    batch.files.forEach((f, i) => paths.has(f.readPath) && odd.add(i))
  }
  if (isShaped(reader)) {
    const found = await rows<{ i: number }>(db, "SELECT DISTINCT file_index AS i FROM stage WHERE shape = 'odd'")
    for (const { i } of found) odd.add(i)
  }
  const late: RunFile[] = []
  for (const i of [...odd].sort((a, b) => a - b)) {
    const file = batch.files[i]!
    await normaliseLate(file, batch.contract, tmpDir, readBytes(file.landed.absolute))
    late.push(file)
  }
  if (odd.size > 0) await db.run(`DELETE FROM stage WHERE file_index IN (${[...odd].join(', ')})`)
  return late
}

/** Larger texts are read by one thread: there the order of lines within the file could not be checked. */
const LARGE_TEXT = 4_000_000

/**
 * Loads TEMP table `raw` and returns what turns a row's number into the line of its file, by file index. Line numbers
 * hang on rows keeping the order of the lines. DuckDB promises that, but was seen to put part of a small row group
 * elsewhere when two threads fill a table: rows of a file that do not lie together betray it, and one thread does it again.
 */
async function loadRaw(db: Db, files: RunFile[], reader: read.Reader): Promise<Map<number, number>> {
  const large = files.some((f) => f.textBytes > LARGE_TEXT)
  const offsets = (large ? null : await tryRaw(db, reader)) ?? (await withOneThread(db, () => tryRaw(db, reader)))
  if (!offsets) throw new Error('rows of a file do not lie together')
  return offsets
}

async function withOneThread<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const threads = await count(db, "SELECT current_setting('threads')")
  await db.run('SET threads = 1')
  try {
    return await work()
  } finally {
    await db.run(`SET threads = ${threads}`)
  }
}

async function tryRaw(db: Db, reader: read.Reader): Promise<Map<number, number> | null> {
  await db.run('DROP TABLE IF EXISTS csv_reject; DROP TABLE IF EXISTS csv_scan')
  // Keeping the order of files would make a table in waiting for each of them: thousands of small files ran out of memory
  // and took twice as long. One thread reads a small file from end to end, so its lines keep theirs.
  await db.run('SET preserve_insertion_order = false')
  try {
    await db.run(`CREATE OR REPLACE TEMP TABLE raw AS ${reader.load}`)
  } finally {
    await db.run('SET preserve_insertion_order = true')
  }
  const places = await rows<{ i: number; first: number; last: number; n: number }>(
    db,
    'SELECT file_index AS i, min(rowid) AS first, max(rowid) AS last, count(*) AS n FROM raw GROUP BY 1',
  )
  if (reader.firstLine === null) return new Map(places.map(({ i }) => [i, 0]))
  if (places.some(({ first, last, n }) => last - first + 1 !== n)) return null
  return new Map(places.map(({ i, first }) => [i, reader.firstLine! - first]))
}

/** TEMP table `batch_file` and TEMP view `numbered`: staged rows with their file and physical line. */
async function numberLines(db: Db, files: RunFile[], late: RunFile[], offsets: Map<number, number>): Promise<void> {
  const types = { file_index: 'BIGINT', file_id: 'VARCHAR', path: 'VARCHAR', line_offset: 'BIGINT' }
  const columns = Object.entries(types).map(([name, type]) => `${name} ${type}`)
  await db.run(`CREATE OR REPLACE TEMP TABLE batch_file (${columns.join(', ')})`)
  const listed = files.flatMap((f, i) =>
    late.includes(f)
      ? []
      : [{ file_index: i, file_id: f.fileId, path: f.landed.path, line_offset: offsets.get(i) ?? 0 }],
  )
  await insertObjects(db, 'batch_file', types, listed)
  await db.run(
    `CREATE OR REPLACE TEMP VIEW numbered AS SELECT b.file_id, b.path, s.line + b.line_offset AS file_line,
       s.* EXCLUDE (line, file_index) FROM stage s JOIN batch_file b USING (file_index)`,
  )
}

async function reject(db: Db, contract: Contract): Promise<void> {
  // The code of no center could be anything.
  const center = `CASE WHEN center_code IN (SELECT center_code FROM main.center) OR (reject_value(center_code) = center_code
    AND NOT ${isSecret(contract, 'center_code')}) THEN center_code END`
  await db.run(
    `INSERT INTO run_reject (file_id, feed, path, line, column_name, reason, value, center_code)
     SELECT file_id, '${contract.feed}', path, line + line_offset, problem.column, problem.reason, reject_value(problem.value), ${center}
     FROM problem JOIN batch_file USING (file_index)`,
  )
}

/** Rejects lines that are no rows at all. */
async function rejectMalformed(db: Db, contract: Contract): Promise<void> {
  await db.run(
    `INSERT INTO run_reject (file_id, feed, path, line, reason)
     SELECT file_id, '${contract.feed}', path, file_line, 'malformed' FROM numbered WHERE shape = 'malformed'`,
  )
}

/** TEMP view `incoming`. */
async function offer(db: Db, contract: Contract, reader: read.Reader): Promise<void> {
  const unshaped = isShaped(reader) ? 'shape IS NULL' : 'true'
  const columns = stagedColumns(contract).map((c) => `"${c}"`)
  const rows = `SELECT file_id, file_line AS line, ${columns.join(', ')} FROM numbered WHERE sound AND ${unshaped}`
  const reviewed = contract.columns.some((c) => c.type === 'parameters') ? await reviewParameters(db, rows) : rows
  await db.run(`CREATE OR REPLACE TEMP VIEW incoming AS ${reviewed}`)
}

async function countRows(db: Db, files: RunFile[], late: RunFile[], reader: read.Reader): Promise<void> {
  const shaped = isShaped(reader)
  const counted = await rows<{ i: number; n: number; bad: number }>(
    db,
    `SELECT file_index AS i, count(*) AS n, count(*) FILTER (NOT sound ${shaped ? "OR shape = 'malformed'" : ''}) AS bad
     FROM stage ${shaped ? "WHERE shape IS DISTINCT FROM 'blank'" : ''} GROUP BY 1`,
  )
  for (const { i, n, bad } of counted) {
    files[i]!.rowsRead = n
    files[i]!.rowsRejected = bad
  }
  const malformed = files
    .filter((f) => !late.includes(f))
    .flatMap((f) =>
      f.malformed.map((line) => ({
        file_id: f.fileId,
        feed: f.landed.feed,
        path: f.landed.path,
        line,
        reason: 'malformed',
      })),
    )
  await insertObjects(
    db,
    'run_reject',
    { file_id: 'VARCHAR', feed: 'VARCHAR', path: 'VARCHAR', line: 'BIGINT', reason: 'VARCHAR' },
    malformed,
  )
  for (const f of files) {
    if (late.includes(f)) continue
    f.rowsRead += f.malformed.length
    f.rowsRejected += f.malformed.length
  }
}
