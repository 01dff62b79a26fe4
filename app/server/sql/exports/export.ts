import { Readable } from 'node:stream'
import { BYTE_ORDER_MARK } from '../../../csv.ts'
import { Problem } from '../gate/refuse.ts'
import type { SandboxLimits } from '../limits.ts'
import type { Parameters, Rows } from '../sandbox/messages.ts'
import { platform } from '../sandbox/platform.ts'
import { SandboxProcess, type SnapshotFile } from '../sandbox/process.ts'
import type { Reply } from '../sandbox/running-job.ts'
import type { ExportFormat, ExportOutcome, Offer } from '../../../sql/sql-types.ts'
import { ExportPipe } from './pipe.ts'
import { workbook } from './workbook.ts'

export interface ExportRequest {
  user: string
  offer: Offer
  sql: string
  parameters: Parameters
  format: ExportFormat
  maxRows: number
  snapshot: SnapshotFile
  signal: AbortSignal
}

export interface Started {
  stream: Readable
  outcome: Promise<ExportOutcome>
}

/** However slowly it is read, an export ends after so many times what a statement may take. */
const WHOLE_TIMES = 20
/** The rows of a sheet are this much longer as XML than what is left of them in the file. */
const XML_TIMES = 6

const whole = (n: number) => n.toLocaleString('en-US')
export const CUT = (rows: number) => `# cut: the first ${whole(rows)} rows of more`

/** What the second sheet, or the metadata of a Parquet file, says. */
function aboutOf({ sql, parameters, snapshot, user }: ExportRequest): Record<string, string> {
  return {
    query: sql,
    parameters: JSON.stringify(parameters),
    snapshot: snapshot.id,
    exported_at: new Date().toISOString(),
    exported_by: user,
  }
}

/** A process of its own, a pipe from it, and the file made of what comes through. */
class RunningExport {
  readonly #request: ExportRequest
  readonly #limits: SandboxLimits
  readonly #stop = new AbortController()
  #reply: Reply | null = null
  #columns: string[] = []
  bytes = 0

  constructor(request: ExportRequest, limits: SandboxLimits) {
    this.#request = request
    this.#limits = limits
    request.signal.addEventListener('abort', () => this.#stop.abort())
    if (request.signal.aborted) this.#stop.abort()
  }

  /** @throws {Problem} when it fails before its first byte */
  async start(): Promise<Started> {
    const { userId } = this.#limits
    const pipe = await ExportPipe.open(platform().otherUser ? { uid: userId, gid: userId } : null)
    let one: SandboxProcess
    try {
      one = await SandboxProcess.start(this.#request.snapshot, this.#limits, pipe.file)
    } catch (cause) {
      pipe.close()
      throw cause
    }
    const about = aboutOf(this.#request)
    const { offer, sql, parameters, format, maxRows } = this.#request
    const answer = one
      .ask(
        { kind: 'export', offer, sql, parameters, format, maxRows, about },
        {
          columns: (columns) => (this.#columns = columns.map(({ name }) => name)),
          signal: this.#stop.signal,
          wholeLimitMs: this.#limits.timeLimitMs * WHOLE_TIMES,
        },
      )
      .then((reply) => (this.#reply = reply))
    const end = async () => {
      pipe.close()
      await one.stop()
    }
    const rows = this.#checked(pipe, answer)
    const first = await this.#firstOf(rows).catch(async (cause: unknown) => {
      await end()
      throw cause
    })
    return this.#file(prepended(first, rows), answer, about, end)
  }

  /** The first bytes, within the time that a statement has. */
  async #firstOf(rows: AsyncGenerator<Buffer>): Promise<Buffer | null> {
    let late = false
    const timer = setTimeout(() => {
      late = true
      this.#stop.abort()
    }, this.#limits.timeLimitMs)
    try {
      const { value, done } = await rows.next()
      return done ? null : value
    } catch (cause) {
      if (!late) throw cause
      const message = `Stopped after ${this.#limits.timeLimitMs / 1000} seconds. Ask for less: a shorter period or fewer columns.`
      throw new Problem({ code: 'timeout', message })
    } finally {
      clearTimeout(timer)
    }
  }

  /** What comes through the pipe; an error of the statement, also a late one, is thrown at its end. */
  async *#checked(pipe: ExportPipe, answer: Promise<Reply>): AsyncGenerator<Buffer> {
    const most = this.#limits.exportBytes * (this.#request.format === 'xlsx' ? XML_TIMES : 1)
    let taken = 0
    for await (const chunk of pipe.read(() => this.#reply !== null)) {
      taken += chunk.length
      if (taken > most) {
        this.#stop.abort()
        const mb = Math.round(this.#limits.exportBytes / 1024 / 1024)
        throw new Problem({
          code: 'failed',
          message: `The export is larger than ${mb} MB. Ask for fewer rows or columns.`,
        })
      }
      yield chunk
    }
    const reply = await answer
    if (!reply.ok) throw new Problem(reply.problem)
  }

  async *#counted(rows: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of rows) {
      this.bytes += chunk.length
      yield chunk
    }
  }

  #file(
    rows: AsyncGenerator<Buffer>,
    answer: Promise<Reply>,
    about: Record<string, string>,
    end: () => Promise<void>,
  ): Started {
    const found = async () => {
      const reply = await answer
      if (!reply.ok) throw new Problem(reply.problem)
      return reply.value as Rows
    }
    const stream =
      this.#request.format === 'xlsx'
        ? workbook(
            () => this.#columns,
            rows,
            async () => sheetLines(about, await found()),
            (bytes) => (this.bytes += bytes),
          )
        : Readable.from(this.#counted(this.#request.format === 'csv' ? csvFile(rows, found) : rows), {
            objectMode: false,
          })
    const outcome = new Promise<ExportOutcome>((resolve, reject) => {
      stream.once('error', reject)
      stream.once('close', () => {
        this.#stop.abort()
        void end().then(() =>
          this.#reply?.ok && stream.readableEnded
            ? resolve({ ...(this.#reply.value as Rows), bytes: this.bytes })
            : reject(new Problem({ code: 'cancelled', message: 'The export was cancelled.' })),
        )
      })
    })
    outcome.catch(() => {})
    return { stream, outcome }
  }
}

const sheetLines = (about: Record<string, string>, { rows, truncated }: Rows): [string, string][] => [
  ['', 'About this file'],
  ...Object.entries(about),
  ['rows', truncated ? `the first ${whole(rows)} of more` : whole(rows)],
]

async function* prepended(first: Buffer | null, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first) yield first
  yield* rest
}

/** A cut file says so in its last line, where no strict reader misses it. */
async function* csvFile(rows: AsyncGenerator<Buffer>, found: () => Promise<Rows>): AsyncGenerator<Buffer> {
  yield Buffer.from(BYTE_ORDER_MARK)
  yield* rows
  const { rows: count, truncated } = await found()
  if (truncated) yield Buffer.from(`${CUT(count)}\n`)
}

/** @throws {Problem} when it fails before its first byte */
export function startExport(request: ExportRequest, limits: SandboxLimits): Promise<Started> {
  return new RunningExport(request, limits).start()
}
