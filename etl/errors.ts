/**
 * Base of the failures that a run expects. `message` says what, where and what to do next in one line; `context` may be
 * logged as it is: paths, counts, column names, never a patient's value. Nothing branches on message text.
 */
export class EtlError extends Error {
  readonly code: `etl/${string}`
  readonly context: Record<string, unknown>

  constructor(code: `etl/${string}`, message: string, context: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
    this.context = context
  }
}

/** Wrong usage or configuration: exit status 2. */
export class UsageError extends EtlError {
  constructor(message: string, context: Record<string, unknown> = {}) {
    super('etl/usage', message, context)
  }
}
