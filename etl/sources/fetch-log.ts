import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { insertObjects, type Db } from '../db.ts'
import { writeFileDurably } from '../publish/durable.ts'
import { sourcesFolder } from './state.ts'

/** How one source answered once: a line of `DATA_DIR/sources/fetches.ndjson` and a row of `ops.source_fetch`. */
export interface SourceFetch {
  /** Run that asked, also one that found nothing new; null for `etl fetch`. */
  run_id: string | null
  source_id: string
  feed: string | null
  center_code: string | null
  /** `complete`: every page is there; `partial`: stopped at a limit, the next run goes on; `failed`. */
  status: 'complete' | 'partial' | 'failed'
  /** Requests sent, repeated ones too. */
  requests: number
  /** Pages read whole. */
  pages: number
  /** Pages that landed; empty ones and those that are as they were do not. */
  files: number
  records: number
  /** Size of the pages, unpacked. */
  bytes: number
  /** Everything changed before this instant had landed, before and after; null = not yet, or no `updated_since`. */
  watermark_from: string | null
  watermark_to: string | null
  started_at: string
  ended_at: string
  error_code: string | null
  error_message: string | null
}

const COLUMN_TYPES: Record<keyof SourceFetch, string> = {
  run_id: 'VARCHAR',
  source_id: 'VARCHAR',
  feed: 'VARCHAR',
  center_code: 'VARCHAR',
  status: 'VARCHAR',
  requests: 'BIGINT',
  pages: 'BIGINT',
  files: 'BIGINT',
  records: 'BIGINT',
  bytes: 'BIGINT',
  watermark_from: 'TIMESTAMPTZ',
  watermark_to: 'TIMESTAMPTZ',
  started_at: 'TIMESTAMPTZ',
  ended_at: 'TIMESTAMPTZ',
  error_code: 'VARCHAR',
  error_message: 'VARCHAR',
}

/** Lines that stay: two months of nights for 300 sources. What a run spends on them is bounded by it. */
const KEPT_LINES = 20_000

const pathOf = (dataDir: string) => join(sourcesFolder(dataDir), 'fetches.ndjson')

/** Every fetch that is still kept, oldest first; a line that cannot be read is skipped. */
export async function readFetches(dataDir: string): Promise<SourceFetch[]> {
  const text = await readFile(pathOf(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as SourceFetch]
    } catch {
      return []
    }
  })
}

/** Adds to the log, which also knows of fetches whose run published nothing. */
export async function logFetches(dataDir: string, fetches: SourceFetch[]): Promise<void> {
  if (fetches.length === 0) return
  await mkdir(sourcesFolder(dataDir), { recursive: true, mode: 0o700 })
  const kept = [...(await readFetches(dataDir)), ...fetches].slice(-KEPT_LINES)
  await writeFileDurably(pathOf(dataDir), kept.map((f) => `${JSON.stringify(f)}\n`).join(''))
}

/** `ops.source_fetch` as the log stands; a rebuild has it too. */
export async function recordFetches(db: Db, dataDir: string): Promise<void> {
  await db.run('DELETE FROM ops.source_fetch')
  await insertObjects(db, 'ops.source_fetch', COLUMN_TYPES, await readFetches(dataDir))
}
