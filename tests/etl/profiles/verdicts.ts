import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Config } from '#etl/config.ts'
import { checkFile } from '#etl/file-check/check.ts'
import type { References } from '#etl/file-check/judge.ts'
import { readProfile } from '#etl/file-check/profile.ts'
import { readReference } from '#etl/reference/index.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'

async function referencesOf(landing: string): Promise<References> {
  const { centers, scanners } = await readReference(landing)
  return {
    centers: new Map(centers.map((c) => [c.center_code, c.time_zone ?? 'Asia/Shanghai'])),
    scanners: new Map(scanners.map((s) => [s.scanner_id, s.center_code])),
  }
}

interface Outcome {
  read: number
  rejected: number
  rejects: string[]
}

/** What the loader made of every file of a landing folder, by path; of content that came twice only the first. */
export async function loaded(landing: string): Promise<Map<string, Outcome>> {
  const config = testConfig(landing, temporaryFolder())
  await etl(config, { allow: ['feed_rejected_whole'] })
  return outcomesOf(config)
}

export async function outcomesOf(config: Config): Promise<Map<string, Outcome>> {
  const files = await ask(
    config,
    `SELECT path, rows_read, rows_rejected FROM ops.source_file WHERE status <> 'duplicate'`,
  )
  const rejects = await ask(config, 'SELECT path, line, column_name, reason FROM ops.reject')
  const found = new Map(
    files.map((f) => [
      String(f.path),
      { read: Number(f.rows_read), rejected: Number(f.rows_rejected), rejects: [] as string[] },
    ]),
  )
  for (const r of rejects) found.get(String(r.path))?.rejects.push([r.line, r.column_name, r.reason].join(' '))
  for (const outcome of found.values()) outcome.rejects.sort()
  return found
}

/** Null: a sample that is broken on purpose. */
function unpacked(raw: Buffer): Buffer | null {
  try {
    return gunzipSync(raw)
  } catch {
    return null
  }
}

export async function checked(landing: string, path: string, profileText?: string): Promise<Outcome> {
  const raw = readFileSync(join(landing, path))
  const bytes = path.endsWith('.gz') ? unpacked(raw) : raw
  if (!bytes) return { read: 0, rejected: 0, rejects: ['  unreadable_file'] }
  const profile = profileText === undefined ? null : readProfile('p', profileText).profile
  const references = await referencesOf(landing)
  const report = checkFile({ name: path, bytes, feed: path.split('/')[0]!, profile, references, mostProblems: 1e6 })
  // A file that is rejected whole names what is missing in its value, not as a column.
  const rejects = report.problems.map((p) => [p.line, p.line === null ? null : p.column, p.reason].join(' ')).sort()
  return { read: report.rowsRead, rejected: report.rowsRejected, rejects }
}
