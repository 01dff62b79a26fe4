import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

const PREFIX = 'isocenter-export-'

/** Removes what processes that were killed have left; a pipe holds no data once nobody has it open. */
export function sweepPipes() {
  const own = process.getuid?.()
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const folder = path.join(tmpdir(), name)
    try {
      const { uid, mtimeMs } = statSync(folder)
      if (uid === own && Date.now() - mtimeMs > 86_400_000) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another process was quicker.
    }
  }
}

/**
 * A named pipe in a private folder, between a process of the sandbox and us. What passes through it is on no disk and
 * grows no file, so that the process may still write none; who does not read makes the writer wait.
 */
export class ExportPipe {
  readonly file: string
  readonly #folder: string
  readonly #fd: number
  #socket: Socket | null = null
  #closed = false

  private constructor(folder: string, file: string) {
    this.#folder = folder
    this.file = file
    this.#fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  }

  static async open(writer: { uid: number; gid: number } | null): Promise<ExportPipe> {
    const folder = mkdtempSync(path.join(tmpdir(), PREFIX))
    const file = path.join(folder, 'out')
    await promisify(execFile)('mkfifo', ['-m', '600', file])
    if (writer) {
      // The writer may pass through the folder, but not look into it.
      chmodSync(folder, 0o711)
      chownSync(file, writer.uid, writer.gid)
    }
    return new ExportPipe(folder, file)
  }

  /** Resolves with the first bytes; null when there will be none. */
  async #first(ended: () => boolean): Promise<Buffer | null> {
    const buffer = Buffer.alloc(65_536)
    for (;;) {
      const over = ended()
      try {
        const bytes = readSync(this.#fd, buffer)
        if (bytes > 0) return buffer.subarray(0, bytes)
        // Nobody has opened the other end yet, or everybody has closed it.
        if (over) return null
      } catch (cause) {
        // Opened, and nothing written yet.
        if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause
        if (over) return null
      }
      await wait(5)
    }
  }

  /** What is written, to its end. @param ended whether the writer will write no more */
  async *read(ended: () => boolean): AsyncGenerator<Buffer> {
    const first = await this.#first(ended)
    if (!first) return
    yield first
    if (this.#closed) return
    this.#socket = new Socket({ fd: this.#fd, readable: true, writable: false })
    yield* this.#socket as AsyncIterable<Buffer>
  }

  close() {
    if (this.#closed) return
    this.#closed = true
    if (this.#socket) this.#socket.destroy()
    else closeSync(this.#fd)
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
