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
  constructor(message: string, context: Record<string, unknown> = {}, code: `etl/${string}` = 'etl/usage') {
    super(code, message, context)
  }
}

/** First line of a message, without what the engine quotes of the data. */
export function safeText(error: unknown): string {
  const [first = 'unknown'] = (error instanceof Error ? error.message : String(error)).split('\n')
  return first
    .replace(/(Original Line|Could not convert string|value|string) .*/i, '$1 …')
    .replace(/'[^']*'|"[^"]*"/g, '…')
    .replace(/\p{Script=Han}|\d{6,}/gu, '*')
    .slice(0, 200)
    .trim()
}

export const MEMORY_TEXT = /out of memory|could not allocate|failed to allocate/i

/** Whether the engine failed at a value and not at the machine: then the rows of some file are to blame. */
export function isOfRows(error: unknown): boolean {
  const text = String(error)
  const isValue =
    /^(?:Error: )?(Conversion|Out of Range|Invalid Input|Constraint|Mismatch Type|Invalid) ?(Error|type)/i.test(text)
  return isValue && !MEMORY_TEXT.test(text)
}
