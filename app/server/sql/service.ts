import { randomUUID } from 'node:crypto'
import { refuseUnreadable } from './gate/gate.ts'
import { ALLOWED } from './gate/functions.ts'
import { Problem } from './gate/refuse.ts'
import { startExport, type Started } from './exports/export.ts'
import { sweepPipes } from './exports/pipe.ts'
import { KEYWORDS } from './keywords.ts'
import { CELL_CHARACTERS, DEFAULT_LIMITS, LANE_MS, SCREEN_BYTES, SENDING_MS, type SandboxLimits } from './limits.ts'
import { FairQueue, type Repeatable } from './queue.ts'
import { SAMPLED_COLUMNS } from './sampled-columns.ts'
import { sweepLinks } from './sandbox/links.ts'
import type { Job, Parameters, Rows } from './sandbox/messages.ts'
import { offerKey } from './sandbox/offered.ts'
import { platform } from './sandbox/platform.ts'
import { Pool } from './sandbox/pool.ts'
import type { SnapshotFile } from './sandbox/process.ts'
import type { Handlers, Reply } from './sandbox/running-job.ts'
import { currentFile, retainedFile, type CurrentSnapshot } from './snapshots.ts'
import type {
  Asker,
  Capability,
  ExportFormat,
  FinishedQuery,
  Offer,
  SchemaTable,
  SqlAnswer,
  SqlColumn,
  SqlDescription,
  SqlExport,
  SqlPlan,
  SqlProblem,
  SqlRequest,
  SqlSchema,
  SqlService,
} from '../../sql/sql-types.ts'

export interface SqlServiceOptions {
  reader: CurrentSnapshot
  limits?: Partial<SandboxLimits>
  /** Faults of a listener: the answer goes out all the same. */
  onFault?: (fault: unknown) => void
}

interface Ran {
  value: unknown
  elapsedMs: number
  snapshot: SnapshotFile
}

/** Rows that a sheet can have beside the one of the names. */
const SHEET_ROWS = 1_048_575

const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
}

const fileOf = (format: ExportFormat, snapshotId: string) => ({
  filename: `isocenter-${snapshotId.replace(/[^\w.-]/g, '_')}.${format}`,
  contentType: CONTENT_TYPES[format],
})

/** Of who asks, only what a process has to know. */
const offerOf = ({ classes, scope }: Offer): Offer => ({ classes, scope })

/** A statement that reads may be stopped and run once more. */
const REPEATABLE: Repeatable<Reply> = { isAnswer: (reply) => reply.ok || reply.problem.code !== 'cancelled' }

class SandboxedSql implements SqlService {
  readonly #reader: CurrentSnapshot
  readonly #limits: SandboxLimits
  readonly #pool: Pool
  readonly #queries: FairQueue
  /** Apart, so that slow downloads do not hold up those who only look. */
  readonly #exports: FairQueue
  readonly #onFault: (fault: unknown) => void
  readonly #listeners: ((finished: FinishedQuery) => void)[] = []
  readonly #swept = new Set<string>()
  /** Of the current snapshot, by what is offered. */
  #schemas: { id: string; byOffer: Map<string, Promise<SqlSchema>> } | null = null

  constructor({ reader, limits, onFault }: SqlServiceOptions) {
    this.#reader = reader
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
    this.#pool = new Pool(this.#limits)
    this.#queries = new FairQueue(this.#limits.processes, this.#limits.waitingPerPerson, LANE_MS)
    this.#exports = new FairQueue(this.#limits.processes, this.#limits.waitingPerPerson)
    this.#onFault = onFault ?? ((fault) => console.error(fault))
  }

  async #snapshot(id?: string): Promise<SnapshotFile> {
    const current = await currentFile(this.#reader)
    if (!this.#swept.has(current.dataDir)) {
      this.#swept.add(current.dataDir)
      sweepLinks(current.dataDir)
      sweepPipes()
    }
    this.#pool.follow(current)
    return id === undefined ? current : retainedFile(id, current)
  }

  async warm(): Promise<void> {
    await this.#snapshot().catch(() => undefined)
    await this.#pool.pids()
  }

  /** Queue, process, answer; and everyone who wants to know hears how it ended. */
  async #run(
    kind: FinishedQuery['kind'],
    request: SqlRequest & { queryId: string },
    job: Job,
    handlers: Handlers,
    rowsOf: (value: unknown) => number | null,
    again: Repeatable<Reply> | null = null,
  ): Promise<Ran> {
    const started = performance.now()
    let snapshot: SnapshotFile | null = null
    let elapsedMs = 0
    const finish = (outcome: FinishedQuery['outcome'], rows: number | null) =>
      this.#tell({
        queryId: request.queryId,
        user: request.user,
        sql: request.sql,
        kind,
        outcome,
        rows,
        elapsedMs: elapsedMs || Math.round(performance.now() - started),
        snapshotId: snapshot?.id ?? null,
      })
    try {
      refuseUnreadable(request.sql)
      snapshot = await this.#snapshot(request.snapshotId)
      const at = snapshot
      const ask = (signal: AbortSignal) =>
        this.#ask(at, job, { ...handlers, signal }, (milliseconds) => (elapsedMs = milliseconds))
      const reply = await this.#queries.run(request.user, request.queryId, request.signal, ask, again)
      if (!reply.ok) throw new Problem(reply.problem)
      finish('ok', rowsOf(reply.value))
      return { value: reply.value, elapsedMs, snapshot: at }
    } catch (cause) {
      if (cause instanceof Problem) finish(cause.problem.code, null)
      else finish('failed', null)
      throw cause
    }
  }

  /** In one process, and in another if somebody else ended that. */
  async #ask(
    snapshot: SnapshotFile,
    job: Job,
    handlers: Handlers,
    took: (milliseconds: number) => void,
    lost = 0,
  ): Promise<Reply> {
    let ranMs = 0
    const reply = await this.#pool.lend(snapshot, job.offer, async (one) => {
      const begun = performance.now()
      const answer = await one.ask(job, handlers)
      ranMs = Math.round((performance.now() - begun) * 10) / 10
      took(ranMs)
      return answer
    })
    if (reply.ok || !reply.lost || handlers.signal?.aborted) return reply
    // A statement that ran for a while may be what its process was ended for: one more try only.
    if (lost >= (ranMs < 1_000 ? this.#limits.processes + 1 : 1)) return reply
    return this.#ask(snapshot, job, handlers, took, lost + 1)
  }

  #tell(finished: FinishedQuery) {
    for (const listener of this.#listeners) {
      try {
        listener(finished)
      } catch (fault) {
        this.#onFault(fault)
      }
    }
  }

  #problem(cause: unknown): { ok: false; problem: SqlProblem } {
    if (cause instanceof Problem) return { ok: false, problem: cause.problem }
    this.#onFault(cause)
    return { ok: false, problem: { code: 'failed', message: 'The statement could not be run. Try again in a moment.' } }
  }

  async run(request: SqlRequest): Promise<SqlAnswer> {
    const queryId = request.queryId ?? randomUUID()
    const rowLimit = Math.min(request.maxRows ?? this.#limits.screenRows, this.#limits.screenRows)
    const rows: unknown[][] = []
    let columns: SqlColumn[] = []
    const job: Job = {
      kind: 'run',
      offer: offerOf(request),
      sql: request.sql,
      parameters: request.parameters ?? {},
      maxRows: rowLimit,
      maxBytes: SCREEN_BYTES,
      cellCharacters: CELL_CHARACTERS,
    }
    const handlers: Handlers = {
      // A statement that has to be run again begins anew.
      columns(found) {
        columns = found
        rows.length = 0
      },
      rows: (batch) => void rows.push(...batch),
      wholeLimitMs: this.#limits.timeLimitMs + SENDING_MS,
    }
    try {
      const count = (value: unknown) => (value as Rows).rows
      const ran = await this.#run('run', { ...request, queryId }, job, handlers, count, REPEATABLE)
      const { truncated, narrowed } = ran.value as Rows
      const { elapsedMs, snapshot } = ran
      const found = { columns, rows, truncated, narrowed, rowLimit, elapsedMs }
      return { ok: true, result: { queryId, ...found, snapshotId: snapshot.id } }
    } catch (cause) {
      return this.#problem(cause)
    }
  }

  /**
   * The rows of a statement one batch after the other, for who writes them on: no more than a batch is in memory here.
   * Not part of what the console asks for; `npm run sql` does.
   */
  async stream(
    request: SqlRequest & { maxRows: number },
    handlers: Pick<Handlers, 'columns' | 'rows'>,
  ): Promise<{ ok: true; rows: number; truncated: boolean } | { ok: false; problem: SqlProblem }> {
    const job: Job = {
      kind: 'run',
      offer: offerOf(request),
      sql: request.sql,
      parameters: request.parameters ?? {},
      maxRows: Math.min(request.maxRows, this.#limits.exportRows),
      maxBytes: Number.MAX_SAFE_INTEGER,
      cellCharacters: Number.MAX_SAFE_INTEGER,
    }
    const queryId = request.queryId ?? randomUUID()
    try {
      const ran = await this.#run('run', { ...request, queryId }, job, handlers, (value) => (value as Rows).rows)
      return { ok: true, ...(ran.value as Rows) }
    } catch (cause) {
      return this.#problem(cause)
    }
  }

  async explain(request: SqlRequest & { analyze: boolean }): Promise<SqlPlan> {
    const queryId = request.queryId ?? randomUUID()
    const parameters: Parameters = request.parameters ?? {}
    const { sql, analyze } = request
    const job: Job = { kind: 'explain', offer: offerOf(request), sql, parameters, analyze }
    try {
      const ran = await this.#run('explain', { ...request, queryId }, job, {}, () => null, REPEATABLE)
      return { ok: true, plan: ran.value, elapsedMs: ran.elapsedMs, snapshotId: ran.snapshot.id }
    } catch (cause) {
      return this.#problem(cause)
    }
  }

  async describe(sql: string, asker: Asker, snapshotId?: string): Promise<SqlDescription | SqlProblem> {
    try {
      refuseUnreadable(sql)
      const snapshot = await this.#snapshot(snapshotId)
      const offer = offerOf(asker)
      const reply = await this.#queries.run(
        asker.user,
        `describe ${randomUUID()}`,
        undefined,
        (signal) => this.#pool.lend(snapshot, offer, (one) => one.ask({ kind: 'describe', offer, sql }, { signal })),
        REPEATABLE,
      )
      return reply.ok ? (reply.value as SqlDescription) : reply.problem
    } catch (cause) {
      return this.#problem(cause).problem
    }
  }

  async schema(asker: Asker): Promise<SqlSchema | SqlProblem> {
    try {
      const snapshot = await this.#snapshot()
      if (this.#schemas?.id !== snapshot.id) this.#schemas = { id: snapshot.id, byOffer: new Map() }
      const { byOffer } = this.#schemas
      const offer = offerOf(asker)
      const key = offerKey(offer)
      const value = byOffer.get(key) ?? this.#readSchema(snapshot, offer)
      byOffer.set(key, value)
      value.catch(() => byOffer.delete(key))
      return await value
    } catch (cause) {
      return this.#problem(cause).problem
    }
  }

  async #readSchema(snapshot: SnapshotFile, offer: Offer): Promise<SqlSchema> {
    const job: Job = { kind: 'schema', offer, sampled: SAMPLED_COLUMNS }
    const reply = await this.#queries.run(
      ` schema ${offerKey(offer)}`,
      randomUUID(),
      undefined,
      (signal) => this.#pool.lend(snapshot, offer, (one) => one.ask(job, { signal })),
      REPEATABLE,
    )
    if (!reply.ok) throw new Problem(reply.problem)
    const kinds = ['scalar', 'aggregate', 'macro', 'table'] as const
    return {
      snapshotId: snapshot.id,
      tables: reply.value as SchemaTable[],
      functions: kinds.flatMap((kind) =>
        ALLOWED[kind].filter((name) => /^[a-z]/.test(name)).map((name) => ({ name, kind })),
      ),
      keywords: KEYWORDS,
    }
  }

  async export(request: SqlRequest & { format: ExportFormat }): Promise<SqlExport> {
    const queryId = request.queryId ?? randomUUID()
    const started = performance.now()
    let snapshot: SnapshotFile | null = null
    const finish = (outcome: FinishedQuery['outcome'], rows: number | null) => {
      const elapsedMs = Math.round(performance.now() - started)
      const { user, sql } = request
      this.#tell({ queryId, user, sql, kind: 'export', outcome, rows, elapsedMs, snapshotId: snapshot?.id ?? null })
    }
    try {
      refuseUnreadable(request.sql)
      snapshot = await this.#snapshot(request.snapshotId)
      const begun = await this.#beginExport(request, queryId, snapshot)
      begun.outcome.then(
        ({ rows }) => finish('ok', rows),
        (cause: unknown) => finish(cause instanceof Problem ? cause.problem.code : 'failed', null),
      )
      return { ok: true, ...begun, ...fileOf(request.format, snapshot.id), snapshotId: snapshot.id }
    } catch (cause) {
      const failure = this.#problem(cause)
      finish(failure.problem.code, null)
      return failure
    }
  }

  /** Keeps its place among the exports until the last byte has gone; resolves with the first. */
  #beginExport(
    request: SqlRequest & { format: ExportFormat },
    queryId: string,
    snapshot: SnapshotFile,
  ): Promise<Started> {
    const { user, sql, parameters = {}, format } = request
    const sheet = format === 'xlsx' ? SHEET_ROWS : Infinity
    const maxRows = Math.min(request.maxRows ?? Infinity, this.#limits.exportRows, sheet)
    return new Promise((resolve, reject) => {
      this.#exports
        .run(user, queryId, request.signal, async (signal) => {
          const begun = await startExport(
            { user, offer: offerOf(request), sql, parameters, format, maxRows, snapshot, signal },
            this.#limits,
          )
          resolve(begun)
          await begun.outcome.catch(() => {})
        })
        .catch(reject)
    })
  }

  cancel(user: string, queryId: string): boolean {
    return this.#queries.cancel(user, queryId) || this.#exports.cancel(user, queryId)
  }

  cancelAll(): void {
    for (const queue of [this.#queries, this.#exports]) queue.cancelAll()
  }

  status() {
    const queues = [this.#queries, this.#exports]
    const sum = (of: 'running' | 'waiting') => queues.reduce((total, queue) => total + queue[of], 0)
    return { workers: this.#pool.size, running: sum('running'), waiting: sum('waiting') }
  }

  capabilities(): Capability[] {
    return platform().capabilities
  }

  onFinished(listener: (finished: FinishedQuery) => void) {
    this.#listeners.push(listener)
  }

  /** Process ids of the sandbox, for tests and the benchmark. */
  pids(): Promise<number[]> {
    return this.#pool.pids()
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }
}

/** Analysts' SQL: every statement passes a gate and runs in a process that cannot reach anything else. */
export function createSqlService(options: SqlServiceOptions): SandboxedSql {
  return new SandboxedSql(options)
}
