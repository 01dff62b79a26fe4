import type { Readable, Writable } from 'node:stream'

interface Message {
  id?: number
  method?: string
  sessionId?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { message: string }
}

interface Waiting {
  resolve: (result: Record<string, unknown>) => void
  reject: (cause: Error) => void
}

type Listener = (method: string, params: Record<string, unknown>) => void

/**
 * Chromium's own protocol over two pipes of the process: nothing listens on a port, and nothing secret stands on a command
 * line. Messages are JSON, a NUL behind each.
 */
export class BrowserPipe {
  readonly #out: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<Listener>()
  #chunks: Buffer[] = []
  #last = 0

  constructor(out: Writable, input: Readable) {
    this.#out = out
    input.on('data', (chunk: Buffer) => this.#take(chunk))
    // A pipe breaks where the browser ends, which says more.
    for (const pipe of [input, out]) pipe.on('error', () => {})
  }

  /** @throws what the browser says of the command, or why it ended. */
  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#last
    const answer = new Promise<Record<string, unknown>>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return answer
  }

  /** Hears every event until it is told to stop. @returns what stops it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Nobody answers any more. */
  end(cause: Error): void {
    for (const { reject } of this.#waiting.values()) reject(cause)
    this.#waiting.clear()
  }

  #take(chunk: Buffer): void {
    let rest = chunk
    for (let at = rest.indexOf(0); at >= 0; at = rest.indexOf(0)) {
      this.#read(Buffer.concat([...this.#chunks, rest.subarray(0, at)]).toString())
      this.#chunks = []
      rest = rest.subarray(at + 1)
    }
    if (rest.length > 0) this.#chunks.push(rest)
  }

  #read(text: string): void {
    const { id, method, params = {}, result = {}, error } = JSON.parse(text) as Message
    if (id === undefined) {
      if (method) for (const listener of this.#listeners) listener(method, params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result)
  }
}
