import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { openable } from '../landing/raw-names.ts'

/** Signs that make the engine take a path for a pattern, or for a path on another system. */
const PATTERN = /[[*?\\]/

/**
 * What the engine reads of a landed file: itself, or a link of a plain name in the run's folder, where its name is no text or could
 * be taken for a pattern.
 */
export function enginePath(absolute: string, path: string, tmpDir: string, id: string): string {
  const real = openable(absolute)
  if (typeof real === 'string' && !PATTERN.test(path)) return absolute
  const link = join(tmpDir, `${id}${/\.[a-z]+(\.gz)?$/i.exec(path)?.[0] ?? ''}`)
  symlinkSync(real, link)
  return link
}
