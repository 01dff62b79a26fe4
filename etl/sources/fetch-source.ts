import type { Config } from '../config.ts'
import { EtlError } from '../errors.ts'
import type { Clock } from './clock.ts'
import type { SourceFetch } from './fetch-log.ts'
import { landPage, sweepParts } from './land.ts'
import type { Page } from './page.ts'
import { PageReader, type Turned } from './session.ts'
import type { Source } from './schema.ts'
import { SourceError } from './source-error.ts'
import { newStamp, readState, writeState, type Session, type State } from './state.ts'
import { newestOf, sinceText } from './watermark.ts'

export type Folders = Pick<Config, 'dataDir' | 'landingDir'>

/** Statuses with which servers refuse a cursor that they have forgotten. */
const FORGOTTEN = [400, 404, 410, 422]

/**
 * One pass over a source, from where the last one stopped. Each page lands before the state moves past it, and the watermark
 * moves only when the last page has landed; so a kill at any moment costs at most one page asked for twice.
 */
export class SourcePass {
  readonly #folders: Folders
  readonly #source: Source
  readonly #clock: Clock
  readonly #reader: PageReader
  readonly #signal: AbortSignal | undefined
  readonly #startedAtMs: number
  readonly #seen = new Set<string>()
  readonly #done = { pages: 0, files: 0, records: 0, bytes: 0 }
  #from: number | null = null
  #state: State | null = null

  constructor(folders: Folders, source: Source, clock: Clock, signal?: AbortSignal) {
    this.#signal = signal
    this.#folders = folders
    this.#source = source
    this.#clock = clock
    this.#reader = new PageReader(source, clock, signal)
    this.#startedAtMs = clock.now()
  }

  /** Never throws: what went wrong is in the outcome. */
  async run(runId: string | null, onPage: () => void): Promise<SourceFetch> {
    try {
      await sweepParts(this.#folders.landingDir, this.#source)
      this.#state = await readState(this.#folders.dataDir, this.#source)
      this.#from = this.#state.watermarkMs
      await this.#pages(this.#state, onPage)
      return this.#outcome(runId, null)
    } catch (error) {
      return this.#outcome(runId, this.#signal?.aborted ? stopped() : expected(error))
    }
  }

  async #pages(state: State, onPage: () => void): Promise<void> {
    const resumed = state.session !== null
    let session = (state.session ??= this.#begin(state))
    for (;;) {
      this.#signal?.throwIfAborted()
      this.#checkLimits()
      let turned: Turned
      try {
        turned = await this.#reader.read(session.position, this.#since(state))
      } catch (error) {
        const { status } = error as SourceError
        if (!resumed || this.#done.pages > 0 || state.session === null || !FORGOTTEN.includes(status ?? 0)) throw error
        if (session.position === null) throw error
        session = state.session = this.#begin(state)
        continue
      }
      await this.#keep(state, session, turned)
      onPage()
      if (turned.next === null) return this.#end(state, session)
      session.position = turned.next
      await writeState(this.#folders.dataDir, this.#source.id, state)
    }
  }

  #begin(state: State): Session {
    state.lastStamp = newStamp(this.#clock.now(), state.lastStamp)
    const startedAtMs = this.#clock.now()
    return { stamp: state.lastStamp, startedAtMs, position: null, pages: 0, newestMs: null, digests: [] }
  }

  #since(state: State): string | null {
    const { updated_since: updated } = this.#source
    if (!updated) return null
    if (state.watermarkMs !== null) return sinceText(updated, state.watermarkMs)
    if (updated.initial === undefined) return null
    return sinceText({ ...updated, overlap_seconds: 0 }, Date.parse(updated.initial))
  }

  /** Lands a page and counts it in the session, which the caller then writes. */
  async #keep(state: State, session: Session, { page, next }: Turned): Promise<void> {
    await this.#refuseRepeated(state, session, page, next)
    const isEmpty = page.records.length === 0
    if (!isEmpty && !state.previous.includes(page.digest)) {
      await landPage(this.#folders.landingDir, this.#source, session, page)
      this.#done.files++
    }
    if (session.pages === 0) session.startedAtMs = serverTime(page, session.startedAtMs)
    session.pages++
    if (!isEmpty) session.digests.push(page.digest)
    const { updated_since: updated } = this.#source
    if (updated?.field !== undefined) {
      const { newest, isAhead } = newestOf(updated, page.records, session.startedAtMs)
      session.newestMs = later(session.newestMs, newest)
      session.isAhead ||= isAhead
    }
    this.#done.pages++
    this.#done.records += page.records.length
    this.#done.bytes += page.bytes
  }

  /** A server that goes round in circles is left; the next run asks again from the watermark, so nothing is lost. */
  async #refuseRepeated(state: State, session: Session, page: Page, next: Turned['next']): Promise<void> {
    this.#seen.add(JSON.stringify(session.position))
    const samePage = page.records.length > 0 && session.digests.includes(page.digest)
    const samePlace = next !== null && this.#seen.has(JSON.stringify(next))
    if (!samePage && !samePlace) return
    const number = session.pages + 1
    if (!samePage) await this.#landOnly(session, state, page)
    state.session = null
    await writeState(this.#folders.dataDir, this.#source.id, state)
    throw new SourceError(
      'repeated-page',
      `page ${number} ${samePage ? 'is one that came before' : 'names a page that came before as the next one'}. ` +
        'What landed stays, the next run asks again from the watermark. Correct "paging", or ask who runs it.',
    )
  }

  async #landOnly(session: Session, state: State, page: Page): Promise<void> {
    if (page.records.length === 0 || state.previous.includes(page.digest)) return
    await landPage(this.#folders.landingDir, this.#source, session, page)
    this.#done.files++
  }

  #checkLimits(): void {
    const { limits } = this.#source
    const reached =
      this.#done.pages >= limits.pages
        ? `pages (${limits.pages})`
        : this.#done.bytes >= limits.bytes
          ? `bytes (${limits.bytes})`
          : this.#clock.now() - this.#startedAtMs >= limits.seconds * 1000
            ? `seconds (${limits.seconds})`
            : null
    if (reached === null) return
    const text = `stopped at limits.${reached}. What landed stays, the next run goes on from there. `
    throw new SourceError('limit', `${text}Raise the limit if the source is that large; else its paging has no end.`)
  }

  /** The last page has landed: the watermark moves, never past the moment at which the pass began. */
  async #end(state: State, session: Session): Promise<void> {
    const { updated_since: updated } = this.#source
    const unknown = updated?.field !== undefined && session.digests.length > 0 && session.newestMs === null
    // Where all times are of the future, some were read: all that there was by now has come.
    const unread = unknown && !session.isAhead
    if (updated && (updated.field === undefined || (unknown && session.isAhead)))
      state.watermarkMs = session.startedAtMs
    else if (session.newestMs !== null) {
      state.watermarkMs = later(state.watermarkMs, Math.min(session.newestMs, session.startedAtMs))
    }
    state.previous = session.digests
    state.session = null
    await writeState(this.#folders.dataDir, this.#source.id, state)
    if (!unread) return
    throw new SourceError(
      'no-watermark',
      `no record has a time at ${updated.field}: every page landed, but the next run must ask for all of them again. ` +
        'Correct updated_since.field, or leave it out.',
    )
  }

  #outcome(runId: string | null, error: EtlError | null): SourceFetch {
    const iso = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString())
    return {
      run_id: runId,
      source_id: this.#source.id,
      feed: this.#source.feed,
      center_code: this.#source.center ?? null,
      status: error === null ? 'complete' : error.code === 'etl/source-limit' ? 'partial' : 'failed',
      requests: this.#reader.requests,
      ...this.#done,
      watermark_from: iso(this.#from),
      watermark_to: iso(this.#state?.watermarkMs),
      started_at: new Date(this.#startedAtMs).toISOString(),
      ended_at: new Date(this.#clock.now()).toISOString(),
      error_code: error?.code ?? null,
      error_message: error?.message ?? null,
    }
  }
}

const later = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b))

/** The server's clock where it is behind ours: its records are dated by it. */
function serverTime(page: Page, ours: number): number {
  const theirs = Date.parse(page.headers.get('date') ?? '')
  return Number.isNaN(theirs) ? ours : Math.min(ours, theirs)
}

const stopped = () =>
  new SourceError('stopped', 'stopped before it was done. The next run goes on after the last page.')

/** What may be told of a failure; anything unforeseen only by its system code. */
function expected(error: unknown): EtlError {
  if (error instanceof EtlError) return error
  const { code } = error as NodeJS.ErrnoException
  const why = typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : (error as Error).name
  return new SourceError(
    'landing',
    `could not keep what came (${why}). Look at free space and access of LANDING_DIR and DATA_DIR.`,
  )
}
