import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openDb } from '../db.ts'
import { History, type HistoryRecord } from '../history/history.ts'
import { lostRuns } from '../finding/lost.ts'
import { keptKey, keyFingerprint, keyPath } from '../publish/key.ts'
import { lockHolder } from '../publish/lock.ts'
import { pointerPath } from '../publish/pointer.ts'
import { snapshotIds } from '../publish/snapshots.ts'
import { Findings, type Finding } from './findings.ts'
import { verifyHistory } from './verify-history.ts'
import { verifyPointer, verifyServed, verifySnapshots } from './verify-snapshots.ts'

export interface Verdict {
  ok: boolean
  findings: Finding[]
  runs: number
  history_files: number
  snapshots: number
}

/**
 * Whether history, snapshots and pointer agree, byte for byte where checksums were kept. Changes nothing and takes no lock:
 * a run may publish meanwhile, and then it looks again.
 */
export async function verify(config: Config): Promise<Verdict> {
  for (let attempt = 1; ; attempt++) {
    const before = await stamp(config.dataDir)
    const verdict = await lookAt(config)
    if (verdict.ok || attempt === 3 || before === (await stamp(config.dataDir))) return verdict
  }
}

/** Changes whenever a run publishes, a rollback moves the pointer or a compaction replaces files. */
async function stamp(dataDir: string): Promise<string> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '')
  const parts = [pointerPath(dataDir), join(dataDir, 'history', 'compacted.json')].map(read)
  return [...(await Promise.all(parts)), ...(await snapshotIds(dataDir))].join('\n')
}

async function lookAt(config: Config): Promise<Verdict> {
  const { dataDir, threads, memoryLimit } = config
  const findings = new Findings()
  const history = new History(dataDir)
  const { db, close } = await openDb(':memory:', { threads, memoryLimit, tempDir: null })
  const verdict = { runs: 0, history_files: 0, snapshots: (await snapshotIds(dataDir)).length }
  try {
    const records = await verifyHistory(db, history, findings)
    const damaged = await verifySnapshots(dataDir, records ?? [], findings)
    const pointer = await verifyPointer(dataDir, records, findings)
    if (records) {
      verdict.runs = records.length
      verdict.history_files = [...(await history.contents()).values()].flat().length
      const whole = findings.list.every((f) => !f.code.startsWith('history_file'))
      const isAll = await verifyLost(dataDir, history, findings)
      if (pointer && isAll && whole && !damaged.has(pointer.snapshot_id))
        await verifyServed(dataDir, pointer, history, findings)
      if (isAll) await verifyStrays(dataDir, history, findings)
      verifyKey(config, records, findings)
    }
  } finally {
    close()
  }
  return { ok: findings.ok, ...verdict, findings: findings.list }
}

async function verifyStrays(dataDir: string, history: History, findings: Findings): Promise<void> {
  // While a run lasts its files are there before its record is.
  if (lockHolder(dataDir)) return
  const strays = await history.strays()
  if (strays.length > 0)
    findings.note('strays', 'history', `${strays.length} files of runs that did not end, which the next run removes`)
}

/** Whether history has a record of every run that a snapshot or the pointer knows. */
async function verifyLost(dataDir: string, history: History, findings: Findings): Promise<boolean> {
  const lost = await lostRuns(dataDir, history)
  if (lost.length > 0) {
    const named = lost.slice(-3).join(', ') + (lost.length > 3 ? ` and ${lost.length - 3} older ones` : '')
    const next = 'Put them back from the backup of DATA_DIR/history before the next run, which stops without them.'
    findings.problem('history_record_missing', 'history/runs', `snapshots know runs without a record: ${named}`, next)
  }
  const { forgotten } = await history.listed()
  if (forgotten.size > 0)
    findings.note(
      'forgotten',
      'history',
      `${forgotten.size} runs are forgotten, as a rebuild was told; their files stay and are not compared`,
    )
  return lost.length === 0
}

function verifyKey({ dataDir, pseudonymKey }: Config, records: HistoryRecord[], findings: Findings): void {
  if (records.length === 0) return
  const next = 'Put the key back from its backup before the next run.'
  const path = keyPath(dataDir)
  if (!pseudonymKey && !existsSync(path)) {
    const what =
      'it is not there and PSEUDONYM_KEY is not set: new exams of a patient would not be joined with old ones'
    return findings.problem('key_missing', 'pseudonym.key', what, next)
  }
  if (!pseudonymKey && (statSync(path).mode & 0o077) !== 0)
    findings.problem('key_open', 'pseudonym.key', 'other users may read it', 'chmod 600 pseudonym.key')
  const known = records.filter((r) => r.key).at(-1)?.key
  const where = pseudonymKey ? 'PSEUDONYM_KEY' : 'pseudonym.key'
  try {
    const key = pseudonymKey ?? keptKey(dataDir)!
    if (known && known !== keyFingerprint(key))
      findings.problem('key_other', where, 'it is not the key by which the patients of history were hashed', next)
  } catch {
    findings.problem('key_unusable', where, 'it is empty or too short to be a key', next)
  }
}

/** The verdict as text: a line for each finding and one at the end. */
export function verdictText({ ok, findings, runs, history_files, snapshots }: Verdict): string {
  const lines = findings.map((f) =>
    `${f.severity}  ${f.where}: ${f.what}.${f.next ? ` ${f.next}` : ''}`.replace(/\.\.(?= |$)/, '.'),
  )
  const looked = `${runs} runs, ${history_files} history files, ${snapshots} snapshots`
  const problems = findings.filter((f) => f.severity === 'problem').length
  const verdict = ok
    ? `History, snapshots and pointer agree: ${looked}.`
    : `${problems} problem${problems === 1 ? '' : 's'} in ${looked}.`
  return [...lines, verdict].join('\n')
}
