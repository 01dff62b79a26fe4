import { gunzipSync } from 'node:zlib'
import type { Source } from './schema.ts'
import { placeOf, SourceError } from './source-error.ts'

export interface RequestOptions {
  method: 'GET' | 'POST'
  headers: Headers
  body: string | null
  timeouts: Source['timeouts']
  /** Most bytes of the unpacked body. */
  maxBytes: number
  /** Milliseconds since 1970, for a `Retry-After` that names a date. */
  now: number
  /** Breaks the request off. */
  signal?: AbortSignal | undefined
}

export interface Answer {
  headers: Headers
  body: Buffer
}

const REDIRECTS = [301, 302, 303, 307, 308]
const MOST_REDIRECTS = 5
/** Statuses after which the same request may succeed a little later. */
const PASSING = [408, 425, 429, 500, 502, 503, 504]

/** One request with its redirects, the body whole and within its limit; anything else is a SourceError. */
export async function request(url: URL, options: RequestOptions): Promise<Answer> {
  const deadlines = new Deadlines(options.timeouts, options.signal)
  try {
    const response = await send(url, options, deadlines)
    const body = await readBody(response, options.maxBytes, url, deadlines)
    return { headers: response.headers, body }
  } catch (error) {
    throw deadlines.passed(url) ?? (error instanceof SourceError ? error : broken(error, url))
  } finally {
    deadlines.end()
  }
}

/** Aborts when nothing comes for too long: no answer, a pause within one, or one that takes for ever. */
class Deadlines {
  readonly #controller = new AbortController()
  readonly #timeouts: Source['timeouts']
  readonly #stop: AbortSignal | undefined
  readonly #whole: NodeJS.Timeout
  #next: NodeJS.Timeout
  #missed: string | null = null
  #miss: (why: Error) => void = () => undefined
  readonly #expiry = new Promise<never>((_, reject) => (this.#miss = reject))

  constructor(timeouts: Source['timeouts'], stop: AbortSignal | undefined) {
    this.#stop = stop
    stop?.addEventListener('abort', this.#abort)
    this.#timeouts = timeouts
    this.#expiry.catch(() => undefined)
    this.#whole = this.#after(timeouts.whole_seconds, `did not end its answer within ${timeouts.whole_seconds} s`)
    this.#next = this.#after(timeouts.answer_seconds, `did not answer within ${timeouts.answer_seconds} s`)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** What is waited for, or the end of patience: a stream that hangs does not always heed the signal. */
  within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#expiry])
  }

  /** Something came. */
  alive(): void {
    clearTimeout(this.#next)
    const { idle_seconds: idle } = this.#timeouts
    this.#next = this.#after(idle, `sent nothing for ${idle} s within an answer`)
  }

  passed(url: URL): SourceError | null {
    if (this.#missed === null) return null
    return new SourceError('timeout', `${placeOf(url)} ${this.#missed}`, { retry: true })
  }

  end(): void {
    this.#stop?.removeEventListener('abort', this.#abort)
    clearTimeout(this.#whole)
    clearTimeout(this.#next)
  }

  #after(seconds: number, missed: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.#missed ??= missed
      this.#abort()
    }, seconds * 1000)
  }

  readonly #abort = (): void => {
    this.#controller.abort()
    this.#miss(new Error('deadline'))
  }
}

async function send(first: URL, options: RequestOptions, deadlines: Deadlines): Promise<Response> {
  let url = first
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const { method, headers, body } = options
    const sent = fetch(url, { method, headers, body, redirect: 'manual', signal: deadlines.signal })
    const response = await deadlines.within(sent)
    deadlines.alive()
    if (!REDIRECTS.includes(response.status)) return check(response, url, options.now)
    discard(response.body)
    url = redirected(response, url, options.method)
  }
  throw new SourceError(
    'redirect',
    `${placeOf(first)} redirects more than ${MOST_REDIRECTS} times. Correct the address.`,
  )
}

/** Redirects are followed within the origin only: a secret never leaves it. */
function redirected(response: Response, from: URL, method: string): URL {
  const location = response.headers.get('location') ?? ''
  if (!URL.canParse(location, from.href)) {
    throw new SourceError('redirect', `${placeOf(from)} redirects to nowhere. Correct the address.`)
  }
  const to = new URL(location, from)
  if (to.origin === from.origin && method === 'GET') return to
  throw new SourceError(
    'redirect',
    `${placeOf(from)} redirects to ${to.origin}, where nothing was sent. If that is right, declare it as the address.`,
  )
}

async function check(response: Response, url: URL, now: number): Promise<Response> {
  const { status } = response
  if (status >= 200 && status < 300) return response
  // The body may quote a record or the request: it is not read.
  discard(response.body)
  const retry = PASSING.includes(status)
  const code = status === 401 ? 'unauthorized' : status === 429 ? 'rate-limited' : retry ? 'unavailable' : 'refused'
  const next =
    status === 401 || status === 403
      ? 'The secret is wrong or has expired: renew it.'
      : retry
        ? ''
        : 'Correct the declaration.'
  throw new SourceError(code, `${placeOf(url)} answered ${status}. ${next}`.trim(), {
    retry,
    status,
    waitMs: retryAfter(response.headers.get('retry-after'), now),
  })
}

/** Not waited for: a stream that is shared ends only when every reader has left it. */
function discard(body: { cancel(): Promise<void> } | null | undefined): void {
  void body?.cancel().catch(() => undefined)
}

/** `Retry-After` in seconds or as an HTTP date, in milliseconds from now; null where there is none that reads as either. */
export function retryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(date) ? null : Math.max(date - now, 0)
}

async function readBody(response: Response, max: number, url: URL, deadlines: Deadlines): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  const read = () => (reader ? deadlines.within(reader.read()) : Promise.resolve(null))
  for (let part = await read(); part && !part.done; part = await read()) {
    deadlines.alive()
    size += part.value.byteLength
    if (size > max) {
      discard(reader)
      throw tooLarge(max, url)
    }
    parts.push(part.value)
  }
  return unpacked(Buffer.concat(parts), max, url)
}

/** A body that is itself a gzip file; what was packed only for the way is unpacked by fetch. */
function unpacked(body: Buffer, max: number, url: URL): Buffer {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    return gunzipSync(body, { maxOutputLength: max })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(max, url) : broken(error, url)
  }
}

function tooLarge(max: number, url: URL): SourceError {
  const text = `${placeOf(url)} sent a page of more than ${max} bytes. Ask for smaller pages, or raise limits.page_bytes.`
  return new SourceError('page-too-large', text)
}

/** A connection that was refused or broke off. Only the system's code is told: messages may quote the request. */
function broken(error: unknown, url: URL): SourceError {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } }
  const why =
    [cause?.code, code].find((c) => typeof c === 'string' && /^[A-Z][A-Z0-9_]+$/.test(c)) ?? 'connection broken'
  return new SourceError('connection', `${placeOf(url)} could not be read whole (${String(why)})`, { retry: true })
}
