import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { openable } from '../landing/raw-names.ts'
import { literal } from '../sql-text.ts'

/** Signs that make the engine take a path for a pattern, or for a path on another system. */
const PATTERN = /[[*?\\]/

/** A path as the engine must be given it, to read that file and no other: it takes `[ ] * ?` for a pattern. */
export const exactPath = (path: string): string => path.replace(/[[*?]/g, '[$&]')

/** SQL list of paths. */
export const pathList = (paths: string[]): string => `[${paths.map((path) => literal(exactPath(path))).join(', ')}]`

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
