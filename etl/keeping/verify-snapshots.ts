import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { count, openDb, type Db } from '../db.ts'
import { facts } from '../facts/facts.ts'
import type { History, HistoryRecord } from '../history/history.ts'
import { checksumLike, sameBytes } from '../publish/checksum.ts'
import { readMeta } from '../publish/meta.ts'
import { pointerPath, readPointer, type Pointer } from '../publish/pointer.ts'
import { DAMAGED_PREFIX, SNAPSHOT_FOLDER, snapshotFile, snapshotIds } from '../publish/snapshots.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'
import { literal } from '../sql-text.ts'
import type { Findings } from './findings.ts'
import { parquet } from './verify-history.ts'

const RUN = 'Run npm run etl: it makes what is missing again.'
const DAMAGED =
  'It is served, or the next run starts from it. npm run etl serves the newest sound one instead and makes this one anew from history, as does npm run etl -- rebuild.'
const RETAINED =
  'It is only retained: nothing that is served hangs on it. Delete the file, or put it back from a backup; no run and no rollback takes it.'

/** Bytes of every retained snapshot against the record of its run; returns ids of those that differ. */
export async function verifySnapshots(
  dataDir: string,
  records: HistoryRecord[],
  findings: Findings,
): Promise<Set<string>> {
  const recorded = new Map(records.map((r) => [r.snapshot_id, r]))
  const damaged = new Set<string>()
  const served = [(await readPointer(dataDir))?.snapshot_id ?? records.at(-1)?.snapshot_id, records.at(-1)?.snapshot_id]
  for (const id of await snapshotIds(dataDir)) {
    const where = snapshotFile(id)
    const record = recorded.get(id)
    if (!record)
      findings.note(
        'snapshot_unknown',
        where,
        'no run’s record names it: the run was killed before it counted, or its record is lost',
      )
    else if (!record.snapshot) findings.note('no_checksum', where, 'it is older than checksums and was not compared')
    else {
      const found = await checksumLike(join(dataDir, where), record.snapshot)
      if (sameBytes(found, record.snapshot)) continue
      damaged.add(id)
      const { bytes, sha256 } = record.snapshot
      const what = `has ${found.bytes} bytes and SHA-256 ${found.sha256}; the run published ${bytes} bytes, ${sha256}`
      if (served.includes(id)) findings.problem('snapshot_changed', where, what, DAMAGED)
      else findings.problem('retained_snapshot_changed', where, what, RETAINED)
    }
  }
  await verifyFolder(dataDir, findings)
  return damaged
}

async function verifyFolder(dataDir: string, findings: Findings): Promise<void> {
  const folder = join(dataDir, SNAPSHOT_FOLDER)
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    const where = `${SNAPSHOT_FOLDER}/${name}`
    if (name.startsWith(DAMAGED_PREFIX))
      findings.note('snapshot_set_aside', where, 'a run found it damaged and made its content anew; it may be deleted')
    if (name.endsWith('.wal') && name.startsWith('snapshot-'))
      findings.problem('snapshot_log', where, 'readers would take this log for part of the snapshot', RUN)
  }
}

/** `current.json` and the snapshot that it names, against the newest run. Returns the pointer when its file can be read. */
export async function verifyPointer(
  dataDir: string,
  records: HistoryRecord[] | null,
  findings: Findings,
): Promise<Pointer | null> {
  const pointer = await readPointer(dataDir)
  const newest = records?.at(-1)
  if (!pointer) {
    const torn = existsSync(pointerPath(dataDir))
    if (torn) findings.problem('pointer_torn', 'current.json', 'it is no pointer to a snapshot', RUN)
    else if (newest)
      findings.problem('pointer_missing', 'current.json', 'it is not there, though runs have published', RUN)
    else findings.note('nothing_published', 'current.json', 'nothing has been published yet')
    return null
  }
  if (!existsSync(join(dataDir, pointer.file))) {
    findings.problem('pointer_dangling', 'current.json', `names ${pointer.file}, which is not there`, RUN)
    return null
  }
  // Records that cannot be read tell nothing about the pointer.
  if (records === null) return pointer
  if (!newest) {
    const what = `names snapshot ${pointer.snapshot_id}, but there is no history that it could be made again from`
    findings.problem(
      'history_gone',
      'history',
      what,
      'Put DATA_DIR/history back from the backup before the next run, which stops without it.',
    )
  } else if (pointer.rolled_back) {
    findings.note(
      'rolled_back',
      'current.json',
      `serves ${pointer.snapshot_id} since a rollback; newest is ${newest.snapshot_id}`,
    )
  } else if (pointer.snapshot_id !== newest.snapshot_id) {
    const what = `names snapshot ${pointer.snapshot_id}, the newest run published ${newest.snapshot_id}`
    findings.problem('pointer_behind', 'current.json', what, RUN)
  }
  return pointer
}

/** What the served snapshot says of itself and where its facts come from, against history. */
export async function verifyServed(
  dataDir: string,
  pointer: Pointer,
  history: History,
  findings: Findings,
): Promise<void> {
  const options = { threads: 2, memoryLimit: '2GB', tempDir: null, readOnly: true }
  let opened: Awaited<ReturnType<typeof openDb>>
  try {
    opened = await openDb(join(dataDir, pointer.file), options)
  } catch {
    findings.problem('snapshot_unreadable', pointer.file, 'the engine cannot open it', DAMAGED)
    return
  }
  try {
    const meta = await readMeta(opened.db)
    if (meta.get('snapshot_id') !== pointer.snapshot_id)
      findings.problem('snapshot_other', pointer.file, `holds snapshot ${meta.get('snapshot_id')}`, DAMAGED)
    if (meta.get('schema_version') !== String(SCHEMA_VERSION))
      findings.problem(
        'snapshot_schema',
        pointer.file,
        `has schema ${meta.get('schema_version')}, this program reads ${SCHEMA_VERSION}`,
        RUN,
      )
    else await verifyAgreement(opened.db, pointer, history, findings)
  } catch {
    findings.problem('snapshot_unreadable', pointer.file, 'the engine cannot read its tables', DAMAGED)
  } finally {
    opened.close()
  }
}

/** Every run, file and fact of the snapshot is in history, and every run and file of history until then in the snapshot. */
async function verifyAgreement(db: Db, pointer: Pointer, history: History, findings: Findings): Promise<void> {
  const until = `run_id <= ${literal(pointer.run_id)}`
  const disagree = (what: string) => findings.problem('snapshot_disagrees', pointer.file, what, DAMAGED)
  const ids = (await history.records()).map((r) => r.run_id).filter((id) => id <= pointer.run_id)
  const runs = await count(
    db,
    `SELECT count(*) FROM ops.run WHERE run_id IN (${ids.map(literal).join(', ') || 'NULL'})`,
  )
  const all = await count(db, 'SELECT count(*) FROM ops.run')
  if (runs !== ids.length || all !== runs) disagree(`knows ${all} runs, history ${ids.length} until then`)

  const files = await parquet(history, 'source_file')
  const columns = 'file_id, feed, path, sha256, bytes, run_id, rows_read, rows_rejected, status'
  const rejects = await parquet(history, 'reject')
  // One that was set aside counts as loaded again where a program that bears its rows has made the warehouse anew.
  const sure = rejects ? `file_id NOT IN (SELECT file_id FROM ${rejects} WHERE reason = 'quarantined')` : 'true'
  const mine = `SELECT ${columns} FROM ops.source_file WHERE ${sure}`
  const theirs = files ? `SELECT ${columns} FROM ${files} WHERE ${until} AND ${sure}` : `${mine} LIMIT 0`
  const differ = await count(
    db,
    `SELECT count(*) FROM ((${mine} EXCEPT ALL ${theirs}) UNION ALL (${theirs} EXCEPT ALL ${mine}))`,
  )
  if (differ > 0) disagree(`${differ} landed files are recorded otherwise than in history`)
  for (const { table, feed } of facts) {
    const rows = await parquet(history, feed)
    const known = rows ? `SELECT file_id, line FROM ${rows}` : 'SELECT NULL AS file_id, NULL AS line LIMIT 0'
    const strange = await count(
      db,
      `SELECT count(*) FROM main.${table} f ANTI JOIN (${known}) h ON h.file_id = f.source_file_id AND h.line = f.source_line`,
    )
    if (strange > 0) disagree(`${strange} rows of main.${table} are not in history`)
  }
}
