import { Transform } from 'node:stream'

/** Bytes; a document is some hundred thousand. */
const AT_ONCE = 128 * 1024

/**
 * Gathers what is written into large pieces: a document is rendered in pieces of 2 kB, each of which would take a turn of two
 * kinds of streams and of the compression. What the renderer says should be shown now (`flush`) goes on at once.
 */
export class Gathered extends Transform {
  #held: Buffer[] = []
  #bytes = 0

  constructor() {
    super({ writableHighWaterMark: AT_ONCE, readableHighWaterMark: AT_ONCE })
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#held.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes >= AT_ONCE) this.flush()
    done()
  }

  override _flush(done: () => void): void {
    this.flush()
    done()
  }

  /** React calls it where there is one, behind what can be shown. */
  flush(): void {
    if (this.#bytes === 0) return
    this.push(Buffer.concat(this.#held))
    this.#held = []
    this.#bytes = 0
  }
}
