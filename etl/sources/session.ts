import { Authorizer } from './authorize.ts'
import type { Clock } from './clock.ts'
import { readPage, type Page } from './page.ts'
import { addressOf, nextPosition, type Position } from './paging.ts'
import { request, type Answer } from './request.ts'
import { Pace, withRetry } from './retry.ts'
import type { Source } from './schema.ts'
import { SourceError } from './source-error.ts'

export interface Turned {
  page: Page
  next: Position
}

/** Asks one source for pages: one request at a time, at its rate, with its secret, again where that may help. */
export class PageReader {
  readonly #source: Source
  readonly #clock: Clock
  readonly #pace: Pace
  readonly #signal: AbortSignal | undefined
  readonly #authorizer: Authorizer
  #requests = 0

  constructor(source: Source, clock: Clock, signal?: AbortSignal) {
    this.#signal = signal
    this.#source = source
    this.#clock = clock
    this.#pace = new Pace(clock, source.rate_limit, signal)
    const now = () => clock.now()
    this.#authorizer = new Authorizer(source, (url, options) => this.#send(url, options), now)
  }

  get requests(): number {
    return this.#requests
  }

  /** The page at a position, read whole, and where the next one is. */
  read(position: Position, since: string | null): Promise<Turned> {
    return withRetry(
      this.#source.retry,
      this.#clock,
      async () => {
        const page = readPage(this.#source, await this.#authorized(position, since))
        return { page, next: nextPosition(this.#source, position, page, this.#authorizer.secretParameter) }
      },
      this.#signal,
    )
  }

  /** An expired token is renewed once; a second 401 means that the secret itself is refused. */
  async #authorized(position: Position, since: string | null): Promise<Answer> {
    try {
      return await this.#ask(position, since)
    } catch (error) {
      const expired = error instanceof SourceError && error.status === 401 && this.#authorizer.renewable
      if (!expired) throw error
      this.#authorizer.renew()
      return this.#ask(position, since)
    }
  }

  async #ask(position: Position, since: string | null): Promise<Answer> {
    const url = addressOf(this.#source, position, since)
    const accept = this.#source.format === 'json' ? 'application/json' : 'application/x-ndjson, application/ndjson'
    const headers = new Headers({ accept, ...this.#source.headers })
    await this.#authorizer.apply(url, headers)
    return this.#send(url, { headers })
  }

  async #send(url: URL, options: Parameters<ConstructorParameters<typeof Authorizer>[1]>[1]): Promise<Answer> {
    await this.#pace.turn()
    this.#requests++
    const { timeouts, limits } = this.#source
    return request(url, {
      method: 'GET',
      headers: new Headers(),
      body: null,
      timeouts,
      maxBytes: limits.page_bytes,
      now: this.#clock.now(),
      signal: this.#signal,
      ...options,
    })
  }
}
