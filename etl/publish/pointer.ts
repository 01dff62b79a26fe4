import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { DATA_FILES, parsed, Pointer as PointerFile } from '../operation/data-folder.ts'
import { writeFileDurably } from './durable.ts'

/** `current.json` as a run writes it. It is replaced in one step. */
export type Pointer = z.infer<typeof PointerFile> & { run_id: string }

export const pointerPath = (dataDir: string) => join(dataDir, DATA_FILES.pointer)

/** Null when nothing was published yet, or the file is torn: then the newest committed snapshot is found from history. */
export async function readPointer(dataDir: string): Promise<Pointer | null> {
  try {
    const pointer = parsed(PointerFile, await readFile(pointerPath(dataDir), 'utf8'))
    return pointer && { ...pointer, run_id: pointer.run_id ?? pointer.snapshot_id }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export async function writePointer(dataDir: string, pointer: Pointer): Promise<void> {
  await writeFileDurably(pointerPath(dataDir), `${JSON.stringify(pointer, null, 2)}\n`)
}
