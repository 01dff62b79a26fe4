/** Base of expected failures of a question. `code` is what callers branch on; the message says what to do next. */
export abstract class QueryError extends Error {
  abstract readonly code: `queries/${string}`

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}
