import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileDurably } from './durable.ts'

/** `current.json`: the snapshot that readers open. It is replaced in one step. */
export interface Pointer {
  schema_version: number
  snapshot_id: string
  /** Path below DATA_DIR. */
  file: string
  published_at: string
  run_id: string
  is_demo: boolean
  /** Set by `etl rollback`: the pointer stays here until a run publishes something new. */
  rolled_back?: boolean
}

export const pointerPath = (dataDir: string) => join(dataDir, 'current.json')

/** Null when nothing was published yet, or the file is torn: then the newest committed snapshot is found from history. */
export async function readPointer(dataDir: string): Promise<Pointer | null> {
  try {
    const pointer = JSON.parse(await readFile(pointerPath(dataDir), 'utf8')) as Partial<Pointer> | null
    const whole = typeof pointer?.snapshot_id === 'string' && typeof pointer.file === 'string'
    return whole ? (pointer as Pointer) : null
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export async function writePointer(dataDir: string, pointer: Pointer): Promise<void> {
  await writeFileDurably(pointerPath(dataDir), `${JSON.stringify(pointer, null, 2)}\n`)
}
