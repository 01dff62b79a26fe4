import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME } from '../contracts/index.ts'

const CONTROL = [REFERENCE_FOLDER, PROFILES_FOLDER, SOURCES_NAME]
/** Write permission of group and others. */
const OTHERS_WRITE = 0o022

/**
 * What to say when whoever delivers files can also change what steers the program; null where nobody can. Prices, partner shares,
 * column names and the addresses of sources would be theirs to set.
 */
export function openControlWarning({
  landingDir,
  controlDir,
}: Pick<Config, 'landingDir' | 'controlDir'>): string | null {
  const present = CONTROL.filter((name) => existsSync(join(controlDir, name)))
  if (present.length === 0) return null
  const open = [controlDir, ...present.map((name) => join(controlDir, name))].find(isOpen)
  if (open === undefined) return null
  const where = controlDir === landingDir ? 'LANDING_DIR' : 'CONTROL_DIR'
  return (
    `Warning: ${open} can be written by others than its owner, and ${present.join(', ')} of ${where} steer this program. ` +
    `Put them into a folder that only this user can write, and name it in CONTROL_DIR.`
  )
}

const isOpen = (path: string): boolean => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS_WRITE) !== 0
