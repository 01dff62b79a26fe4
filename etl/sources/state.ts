import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileDurably } from '../publish/durable.ts'
import type { Position } from './paging.ts'
import type { Source } from './schema.ts'

/** A pass over a source's pages that has not come to its end. */
export interface Session {
  /** Begins the names of its files; later sessions sort behind. */
  stamp: string
  startedAtMs: number
  /** The page to ask for next. */
  position: Position
  pages: number
  /** Latest time of change seen so far, milliseconds. */
  newestMs: number | null
  /** Digests of its pages. */
  digests: string[]
}

/** What is known of a source between runs: `DATA_DIR/sources/<id>.json`. It holds no record and no secret. */
export interface State {
  identity: string
  /** All that changed before it has landed, milliseconds; null before the first whole pass. */
  watermarkMs: number | null
  lastStamp: string
  /** Digests of the last whole pass: a page that is as it was does not land again. */
  previous: string[]
  session: Session | null
}

/** More pages than that are not remembered from one pass to the next; they land again, which does no harm. */
const REMEMBERED = 2000

export const sourcesFolder = (dataDir: string) => join(dataDir, 'sources')
const pathOf = (dataDir: string, id: string) => join(sourcesFolder(dataDir), `${id}.json`)

/** What decides which records a source gives. When it changes, everything is asked for anew. */
function identityOf(source: Source): string {
  const { feed, center, address, query, format, records, fields, paging } = source
  const { overlap_seconds: _overlap, ...updated } = source.updated_since ?? {}
  const all = [feed, center, address, query, format, records, fields, paging, updated]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex')
}

/** The state that belongs to the source as it is declared now; an empty one where there is none that can be read. */
export async function readState(dataDir: string, source: Source): Promise<State> {
  const identity = identityOf(source)
  const empty: State = { identity, watermarkMs: null, lastStamp: '', previous: [], session: null }
  let found: State
  try {
    found = JSON.parse(await readFile(pathOf(dataDir, source.id), 'utf8')) as State
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return empty
    throw error
  }
  return found.identity === identity ? found : { ...empty, lastStamp: found.lastStamp ?? '' }
}

/** Durable: what it says has landed. */
export async function writeState(dataDir: string, id: string, state: State): Promise<void> {
  await mkdir(sourcesFolder(dataDir), { recursive: true, mode: 0o700 })
  const kept = { ...state, previous: state.previous.slice(-REMEMBERED) }
  // Cursors and links are the server's own; nobody else reads them.
  await writeFileDurably(pathOf(dataDir, id), `${JSON.stringify(kept)}\n`, 0o600)
}

/** A stamp such as 20260301T020000Z that sorts behind `last`, even when the clock has jumped back. */
export function newStamp(nowMs: number, last: string): string {
  const format = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
  const stamp = format(nowMs)
  if (stamp > last) return stamp
  return format(Date.parse(last.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) + 1000)
}
