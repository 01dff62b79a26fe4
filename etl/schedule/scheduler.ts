import { existsSync } from 'node:fs'
import { join } from 'node:path'
import cron, { type ScheduledTask } from 'node-cron'
import type { Config } from '../config.ts'
import { REFERENCE_FOLDER } from '../contracts/index.ts'
import { discover } from '../landing/discover.ts'
import { readScheduler, removeScheduler, requestPath, takeRequest, writeScheduler } from '../operation/control-files.ts'
import { keepOutcome, lastOutcomes, type RunOrigin } from '../operation/outcomes.ts'
import { lockHolder } from '../publish/lock.ts'
import { readPointer } from '../publish/pointer.ts'
import { lastDue } from './due.ts'

/** How often the scheduler looks for a request, and beats. */
const LOOK_MS = 1000
const BEAT_MS = 30_000
/** A run that is late by less is node-cron's to start. */
const LATE_MS = 60_000
/** How often it is asked what was due: at an hour that clocks pass over node-cron starts nothing. */
const ASK_MS = 60_000

export interface SchedulerOptions {
  /** One run. Told what it cannot do by throwing; whatever it throws has been reported by then. */
  runOnce: (origin: RunOrigin, signal: AbortSignal) => Promise<void>
  log: (line: string) => void
}

/**
 * Starts runs when they are due, when one is asked for, and once for those that were missed while the machine was off or
 * asleep. Never two at once, also not beside a run by hand: while another process holds the lock, it waits.
 */
export class Scheduler {
  readonly #config: Config
  readonly #options: SchedulerOptions
  readonly #stop = new AbortController()
  readonly #startedAt = new Date()
  #task: ScheduledTask | undefined
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | null = null
  #looking = false
  #beatAt = 0
  /** What was due until then has been run. */
  #handledUntil = this.#startedAt
  #madeUpFor: string | null = null
  /** Before this it is not asked again what was due: looking back is not for every second. */
  #quietUntil = 0
  #next: { named: Date; before: Date | null } | undefined

  constructor(config: Config, options: SchedulerOptions) {
    this.#config = config
    this.#options = options
  }

  async start(): Promise<void> {
    const { cron: expression, timeZone } = this.#config
    await this.#recall()
    this.#task = cron.schedule(
      expression,
      () => {
        if (this.#running || lockHolder(this.#config.dataDir)) return
        return this.#begin({ trigger: 'schedule', requestedBy: null })
      },
      { timezone: timeZone, noOverlap: true, suppressMissedWarning: true },
    )
    this.#timer = setInterval(() => void this.#look(), LOOK_MS)
    await this.#look()
  }

  /** node-cron passes over a night whose hour the clocks pass over: that one is looked for before its next. */
  get nextRun(): Date | null {
    const next = this.#task?.getNextRun() ?? null
    if (next && this.#next?.named.getTime() !== next.getTime())
      this.#next = { named: next, before: lastDue(this.#config, new Date(), new Date(next.getTime() - 1)) }
    const before = this.#next?.before
    return next && before && before > new Date() ? before : next
  }

  /** Starts nothing more and breaks off what runs. @returns when it has ended */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    void this.#task?.destroy()
    this.#stop.abort()
    await this.#running
    removeScheduler(this.#config.dataDir)
  }

  /** Until when runs are known to have been started: by the last outcome, else by the scheduler that was here before. */
  async #recall(): Promise<void> {
    const before = readScheduler(this.#config.dataDir)
    this.#madeUpFor = before?.made_up_for ?? null
    const since = (await this.#lastStart()) ?? before?.started_at
    if (since && Date.parse(since) < this.#handledUntil.getTime()) this.#handledUntil = new Date(since)
  }

  /** A run that was broken off by a stop has not done its work. */
  async #lastStart(): Promise<string | undefined> {
    const outcomes = await lastOutcomes(this.#config.dataDir, 50)
    return outcomes.filter((outcome) => outcome.code !== 'etl/stopped').at(-1)?.started_at
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#stop.signal.aborted) return
    this.#looking = true
    try {
      this.#beat()
      if (!this.#running && !lockHolder(this.#config.dataDir)) await this.#startWhatWaits()
    } catch (error) {
      this.#options.log(`the schedule could not look for runs (${(error as NodeJS.ErrnoException).code ?? 'error'})`)
    } finally {
      this.#looking = false
    }
  }

  async #startWhatWaits(): Promise<void> {
    const request = existsSync(requestPath(this.#config.dataDir)) ? takeRequest(this.#config.dataDir) : null
    if (request) return void this.#begin({ trigger: 'request', requestedBy: request.requested_by })
    if (Date.now() < this.#quietUntil) return
    const now = new Date()
    const due = lastDue(this.#config, this.#handledUntil, now)
    if (due && now.getTime() - due.getTime() < LATE_MS) return
    if (due) return this.#makeUp(due)
    this.#handledUntil = now
    this.#quietUntil = now.getTime() + ASK_MS
  }

  async #makeUp(due: Date): Promise<void> {
    // Somebody may have run it by hand meanwhile.
    const lastStart = await this.#lastStart()
    if (lastStart && Date.parse(lastStart) >= due.getTime()) return void (this.#handledUntil = new Date(lastStart))
    if (this.#madeUpFor === due.toISOString()) return void (this.#handledUntil = due)
    this.#madeUpFor = due.toISOString()
    this.#beat(true)
    this.#options.log(`the run due at ${due.toISOString()} was missed and is made up now`)
    void this.#begin({ trigger: 'made_up', requestedBy: null })
  }

  #begin(origin: RunOrigin): Promise<void> {
    this.#handledUntil = new Date()
    this.#running ??= this.#run(origin).finally(() => {
      this.#running = null
      this.#beat(true)
    })
    return this.#running
  }

  async #run(origin: RunOrigin): Promise<void> {
    const startedAt = new Date().toISOString()
    if (!(await this.#nothingYet())) return this.#options.runOnce(origin, this.#stop.signal)
    this.#options.log('nothing has landed yet')
    if (origin.trigger !== 'request') return
    await keepOutcome(this.#config.dataDir, {
      ...{ status: 'failed', trigger: origin.trigger, requested_by: origin.requestedBy },
      ...{ started_at: startedAt, ended_at: new Date().toISOString(), code: 'etl/nothing-landed' },
      message: 'nothing has landed yet. Put files under LANDING_DIR, then run again.',
    })
  }

  /** Nothing published and nothing landed: an empty network would only push the demo aside. */
  async #nothingYet(): Promise<boolean> {
    const { dataDir, landingDir, controlDir } = this.#config
    if (await readPointer(dataDir)) return false
    if (existsSync(join(controlDir, REFERENCE_FOLDER))) return false
    return !existsSync(landingDir) || (await discover(landingDir)).length === 0
  }

  /** Says that the scheduler lives. @param now also when it has said so lately */
  #beat(now = false): void {
    if (!now && Date.now() - this.#beatAt < BEAT_MS) return
    if (this.#stop.signal.aborted) return
    this.#beatAt = Date.now()
    writeScheduler(this.#config.dataDir, {
      pid: process.pid,
      started_at: this.#startedAt.toISOString(),
      cron: this.#config.cron,
      time_zone: this.#config.timeZone,
      next_run_at: this.nextRun?.toISOString() ?? null,
      updated_at: new Date(this.#beatAt).toISOString(),
      made_up_for: this.#madeUpFor,
    })
  }
}
