import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checksum } from '../publish/checksum.ts'
import { writeFileDurably } from '../publish/durable.ts'
import { damaged } from './compare.ts'
import { HISTORY_VERSION, readVersioned } from './record.ts'

export const PARTS = 'parts'

/**
 * `history/parts/<run>-<n>.json`: what a run that has not ended has read so far. It counts for nothing but the next run,
 * which goes on from there instead of reading the files again.
 */
export interface Part {
  history_version: number
  run_id: string
  part: number
  /** Files by folder: feeds, and `part_file`, `part_reject`, `part_dropped` with what `ops` will say of them. */
  files: Record<string, string[]>
  checksums: Record<string, Checksum>
  /** Fingerprint of the key by which patients were hashed; absent in parts of older programs. */
  key?: string
}

const folder = (dir: string) => join(dir, PARTS)

export async function writePart(dir: string, part: Omit<Part, 'history_version'>): Promise<void> {
  await mkdir(folder(dir), { recursive: true })
  const name = `${part.run_id}-${String(part.part).padStart(4, '0')}.json`
  const whole: Part = { history_version: HISTORY_VERSION, ...part }
  await writeFileDurably(join(folder(dir), name), `${JSON.stringify(whole, null, 2)}\n`)
}

/** Parts of killed runs, oldest first. One that is not whole only costs time: it is left out. */
export async function readParts(dir: string): Promise<Part[]> {
  if (!existsSync(folder(dir))) return []
  const names = readdirSync(folder(dir)).filter((name) => name.endsWith('.json'))
  const parts = await Promise.all(
    names.sort().map((name) => readVersioned<Part>(join(folder(dir), name), 'a part of a run').catch(() => null)),
  )
  return parts.flatMap((part) => (part !== null && isWhole(dir, part) ? part : []))
}

/** Those whose files are, byte for byte, what was written. */
export async function wholeParts(dir: string): Promise<Part[]> {
  const whole: Part[] = []
  for (const part of await readParts(dir)) {
    const files = Object.entries(part.checksums).map(([name, checksum]) => ({ name, checksum }))
    if ((await damaged(dir, files)).length === 0) whole.push(part)
  }
  return whole
}

function isWhole(dir: string, part: Part): boolean {
  return Object.entries(part.checksums).every(
    ([name, { bytes }]) => statSync(join(dir, name), { throwIfNoEntry: false })?.size === bytes,
  )
}

export function removeParts(dir: string): void {
  rmSync(folder(dir), { recursive: true, force: true })
}
