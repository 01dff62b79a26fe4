import { EtlError } from '../errors.ts'

interface Options {
  /** Whether the same request may well succeed a little later. */
  retry?: boolean
  /** What the server asked to wait, milliseconds. */
  waitMs?: number | null
  /** HTTP status of the answer that was refused. */
  status?: number
}

/** A source that did not answer as declared. Neither message nor context holds a secret, a parameter or a record. */
export class SourceError extends EtlError {
  readonly retry: boolean
  readonly waitMs: number | null
  readonly status: number | null

  constructor(code: string, message: string, options: Options = {}) {
    super(`etl/source-${code}`, message, options.status ? { status: options.status } : {})
    this.retry = options.retry ?? false
    this.waitMs = options.waitMs ?? null
    this.status = options.status ?? null
  }
}

/** Origin and path: what may be told of an address. Parameters may hold secrets or identifiers. */
export function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`
}
