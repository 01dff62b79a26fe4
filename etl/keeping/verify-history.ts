import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { contracts } from '../contracts/index.ts'
import { rows, type Db } from '../db.ts'
import { EtlError } from '../errors.ts'
import type { History, HistoryRecord } from '../history/history.ts'
import { checksumLike, sameBytes, type Checksum } from '../publish/checksum.ts'
import { pathList } from '../sql-text.ts'
import type { Findings } from './findings.ts'

const FROM_BACKUP = 'Put the file back from the backup of DATA_DIR/history.'

/** Records, files and rows of history. Returns the records, oldest first; null when they cannot be read. */
export async function verifyHistory(db: Db, history: History, findings: Findings): Promise<HistoryRecord[] | null> {
  let records: HistoryRecord[]
  let contents: Awaited<ReturnType<History['contents']>>
  try {
    records = await history.records()
    contents = await history.contents()
  } catch (error) {
    if (!(error instanceof EtlError)) throw error
    findings.problem('history_record', 'history', error.message, '')
    return null
  }
  const files = [...contents.values()].flat()
  const sound = await Promise.all(files.map((f) => verifyFile(history, f, findings)))
  const unknown = files.filter((f) => f.checksum === null).length
  if (unknown > 0)
    findings.note('no_checksum', 'history', `${unknown} files are older than checksums and were not compared`)
  if (sound.every(Boolean)) await verifyRows(db, history, findings)
  return records
}

async function verifyFile(
  history: History,
  { name, checksum }: { name: string; checksum: Checksum | null },
  findings: Findings,
): Promise<boolean> {
  const [path, where] = [join(history.dir, name), `history/${name}`]
  if (!existsSync(path)) {
    findings.problem('history_file_missing', where, 'the file is not there', FROM_BACKUP)
    return false
  }
  if (!checksum) return true
  const found = await checksumLike(path, checksum)
  if (sameBytes(found, checksum)) return true
  const what = `has ${found.bytes} bytes and SHA-256 ${found.sha256}; the run wrote ${checksum.bytes} bytes, ${checksum.sha256}`
  findings.problem('history_file_changed', where, what, FROM_BACKUP)
  return false
}

/** Rows that history keeps of every file against what its run read, less what it rejected while reading. */
async function verifyRows(db: Db, history: History, findings: Findings): Promise<void> {
  const source = await parquet(history, 'source_file')
  const reject = await parquet(history, 'reject')
  if (!source || !reject) return
  const feeds = []
  for (const { feed } of contracts) {
    const kept = await parquet(history, feed)
    if (kept) feeds.push(`SELECT file_id, count(*) AS kept FROM ${kept} GROUP BY ALL`)
  }
  const kept = feeds.join(' UNION ALL ') || 'SELECT NULL AS file_id, 0 AS kept LIMIT 0'
  const wrong = await rows<{ path: string; kept: number; wanted: number }>(
    db,
    `SELECT f.path, coalesce(k.kept, 0) AS kept, f.rows_read - coalesce(r.refused, 0) AS wanted
     FROM ${source} f LEFT JOIN (${kept}) k USING (file_id)
     LEFT JOIN (SELECT file_id, count(*) AS refused FROM ${reject} WHERE line IS NOT NULL GROUP BY ALL) r USING (file_id)
     WHERE f.status = 'loaded' AND coalesce(k.kept, 0) <> f.rows_read - coalesce(r.refused, 0) ORDER BY 1 LIMIT 20`,
  )
  for (const { path, kept, wanted } of wrong) {
    const what = `${kept} rows are kept of landed file ${path}, its run accepted ${wanted}`
    findings.problem('history_rows', 'history', what, FROM_BACKUP)
  }
}

/** A FROM clause over the files of a folder; null when it has none. */
export async function parquet(history: History, folder: string): Promise<string | null> {
  const files = await history.committed(folder)
  return files.length === 0 ? null : `read_parquet(${pathList(files)}, union_by_name = true)`
}
