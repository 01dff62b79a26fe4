import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'papaparse'

/** Paths below a folder, sorted, with `/` between the parts. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** One hash over names and bytes of all files. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const path of filesBelow(folder))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(folder, path)))
  return hash.digest('hex')
}

/** Text of a landing file, whatever its compression and encoding. */
export function textOf(path: string): string {
  const raw = readFileSync(path)
  const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

/** Rows of a CSV file by lower-case column name. */
export function csvRows(path: string): Record<string, string>[] {
  const parsed = parse<Record<string, string>>(textOf(path), {
    header: true,
    skipEmptyLines: true,
    transformHeader: (h) => h.toLowerCase(),
  })
  return parsed.data
}

/** A folder for a whole test file; call `remove` when all its tests are done. */
export function sharedFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'isocenter-demo-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
