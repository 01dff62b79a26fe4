import path from 'node:path'
import type { SnapshotReader } from '#queries/db/snapshots.ts'
import type { RunRow } from '#queries/data/data-types.ts'
import { mayStartRuns, type Held } from '../../access.ts'
import type { Operation, OperationNow, RunOutcome } from '../../operation.ts'
import { runningRun, schedulerState, waitingRequest, writeRequest } from './control-files.ts'
import { keptSnapshots } from './kept-snapshots.ts'
import { OutcomeLog } from './outcome-log.ts'

const PAGE_SIZE = 50
const RECENT = 60

interface Question {
  reader: Held
  page?: number | undefined
  run?: string | undefined
  /** Runs that the snapshot knows of: those of before the log was kept stand only there. */
  known: RunRow[]
}

/** Reads how loading stands, and asks for runs. Nothing of it is in the warehouse, and nothing is kept but the log. */
export class Operations {
  readonly #dataDir: string
  readonly #reader: SnapshotReader
  readonly #logs = new Map<string, OutcomeLog>()

  constructor(dataDir: string, reader: SnapshotReader) {
    this.#dataDir = dataDir
    this.#reader = reader
  }

  async read({ reader, page = 1, run, known }: Question): Promise<Operation> {
    const [now, outcomes, snapshots] = await Promise.all([
      this.now(),
      this.#outcomes(),
      this.#reader.current().then(keptSnapshots),
    ])
    const all = withKnown(outcomes, known)
    const { scheduler, running, requested, cannot_start } = now
    return {
      ...{ scheduler, running, requested, cannot_start },
      may_start: mayStartRuns(reader),
      recent: all.slice(0, RECENT),
      runs: {
        rows: all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
        ...{ total: all.length, page, page_size: PAGE_SIZE },
      },
      run: (run && all.find((outcome) => outcome.run_id === run)) || null,
      snapshots,
    }
  }

  async now(): Promise<OperationNow> {
    const [scheduler, running, requested, snapshot, outcomes] = await Promise.all([
      schedulerState(this.#dataDir),
      this.#running(),
      waitingRequest(this.#dataDir),
      this.#reader.current().catch(() => null),
      this.#outcomes(),
    ])
    const cannot_start = running ? 'running' : requested ? 'requested' : scheduler ? null : 'no_scheduler'
    return {
      ...{ scheduler, running, requested, cannot_start },
      snapshot_id: snapshot?.snapshot_id ?? null,
      last_outcome_at: outcomes[0]?.started_at ?? null,
    }
  }

  /** Whoever asks while a request waits gets the run of that one. @returns why there will be none, null when there will */
  async request(userName: string): Promise<Operation['cannot_start']> {
    const { cannot_start } = await this.now()
    if (cannot_start) return cannot_start
    return (await writeRequest(this.#dataDir, userName)) ? null : 'requested'
  }

  /** The demo loads in a folder of its own. */
  async #running() {
    return (await runningRun(this.#dataDir)) ?? runningRun(path.join(this.#dataDir, 'demo'))
  }

  /** Newest first: of the data that is served, and of attempts to load real data beside a demo. */
  async #outcomes(): Promise<RunOutcome[]> {
    const snapshot = await this.#reader.current().catch(() => null)
    const folders = new Set([this.#dataDir, ...(snapshot ? [snapshot.data_dir] : [])])
    const logs = await Promise.all([...folders].map((folder) => this.#log(folder).read()))
    return logs.flat().sort(newestFirst)
  }

  #log(folder: string): OutcomeLog {
    const log = this.#logs.get(folder) ?? new OutcomeLog(folder)
    this.#logs.set(folder, log)
    return log
  }
}

const newestFirst = (a: RunOutcome, b: RunOutcome) =>
  a.started_at === b.started_at ? 0 : a.started_at < b.started_at ? 1 : -1

function withKnown(outcomes: RunOutcome[], known: RunRow[]): RunOutcome[] {
  const logged = new Set(outcomes.map((outcome) => outcome.run_id ?? outcome.snapshot_id))
  const nothing = { trigger: null, requested_by: null, code: null, message: null, steps: [] }
  const missing = known
    .filter((run) => !logged.has(run.run_id) && !outcomes.some((o) => o.snapshot_id === run.snapshot_id))
    .map((run) => ({ ...nothing, rows_read: null, rows_superseded: null, ...run }))
  return missing.length === 0 ? outcomes : [...outcomes, ...missing].sort(newestFirst)
}
