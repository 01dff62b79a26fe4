import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { START_LIMIT_MS, STATEMENTS_PER_PROCESS, type SandboxLimits } from '../limits.ts'
import type { Offer } from '../../../sql/sql-types.ts'
import { offerKey } from './offered.ts'
import { childProgram } from './program.ts'
import { linkOf } from './links.ts'
import { capAddressSpace, MemoryWatch } from './memory.ts'
import type { Boot, FromChild, Job, ToChild } from './messages.ts'
import { platform } from './platform.ts'
import { Yielding } from './priority.ts'
import { RunningJob, type Handlers, type Reply } from './running-job.ts'

export interface SnapshotFile {
  id: string
  file: string
  dataDir: string
}

/** Limits that every process has from its first instruction, then its program. */
function command(limits: SandboxLimits, heapMb: number): [string, string[]] {
  const { wrappers, shellLimits, prlimit } = platform()
  const node = [process.execPath, `--max-old-space-size=${heapMb}`, '-']
  if (!shellLimits) return [node[0]!, node.slice(1)]
  const cpuSeconds = Math.ceil((limits.timeLimitMs / 1000 + 5) * (limits.threads + 1) * 5)
  const rules = [
    'ulimit -c 0',
    'ulimit -f 0',
    'ulimit -n 256',
    `ulimit -t ${cpuSeconds}`,
    ...(prlimit ? [] : [`ulimit -v ${(limits.memoryMb + 1400) * 1024}`]),
    'echo 1000 > /proc/self/oom_score_adj',
  ]
  const script = `{ ${rules.join('; ')}; } 2>/dev/null; exec "$@"`
  return ['/bin/sh', ['-c', script, 'sh', ...wrappers, ...node]]
}

async function spawnChild(limits: SandboxLimits): Promise<ChildProcess> {
  const program = await childProgram()
  const [file, args] = command(limits, Math.max(64, Math.round(limits.memoryMb / 4)))
  // Nothing of our environment but where programs are; few heaps for threads, so that address space is not wasted.
  const env = {
    PATH: process.env.PATH,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    MALLOC_ARENA_MAX: '2',
  } as unknown as NodeJS.ProcessEnv
  const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'ignore', 'ipc'], env, cwd: '/' })
  child.stdin!.on('error', () => {})
  child.stdin!.end(program)
  return child
}

/** The folder in which the program lies is nobody's business either. */
const secretsOf = ({ file, dataDir }: SnapshotFile, link: string) => [
  link,
  file,
  dataDir,
  createRequire(import.meta.url).resolve('@duckdb/node-api'),
]

/** A process with one snapshot open, ready for one statement at a time. */
export class SandboxProcess {
  readonly #child: ChildProcess
  readonly #limits: SandboxLimits
  readonly snapshot: SnapshotFile
  /** What its first job was offered; it serves nobody else. */
  #offer: string | null = null
  #statements = 0
  #busyMs = 0
  #alive = true
  #spent = false
  #onMessage: ((message: FromChild) => void) | null = null
  #onExit: (() => void)[] = []
  #onEnd: () => void = () => {}
  /** Whether the snapshot's path leads nowhere for the engine. */
  hidden = false
  peakKb = 0

  private constructor(child: ChildProcess, snapshot: SnapshotFile, limits: SandboxLimits) {
    this.#child = child
    this.snapshot = snapshot
    this.#limits = limits
    child.on('message', (message: FromChild) => this.#onMessage?.(message))
    child.once('error', () => this.#ended())
    child.once('exit', () => this.#ended())
  }

  /** @throws when the process cannot be started or cannot open the snapshot */
  static async start(
    snapshot: SnapshotFile,
    limits: SandboxLimits,
    pipe: string | null = null,
  ): Promise<SandboxProcess> {
    const link = linkOf(snapshot.file, snapshot.dataDir)
    try {
      const ready = new SandboxProcess(await spawnChild(limits), snapshot, limits)
      ready.hidden = link.hidden
      await ready.#boot({
        file: link.file,
        secrets: secretsOf(snapshot, link.file),
        engineMemoryMb: Math.round(limits.memoryMb * 0.7),
        threads: limits.threads,
        pipe,
        user: platform().otherUser ? { uid: limits.userId, gid: limits.userId } : null,
      })
      return ready
    } finally {
      link.remove()
    }
  }

  get pid(): number {
    return this.#child.pid ?? -1
  }

  /** Whether it may be asked with this offer. */
  serves(offer: Offer): boolean {
    return this.#offer === null || this.#offer === offerKey(offer)
  }

  /** Whether it has been asked with this offer before: its views are made. */
  has(offer: Offer): boolean {
    return this.#offer === offerKey(offer)
  }

  get usable(): boolean {
    return this.#alive && !this.#spent
  }

  async #boot(boot: Boot): Promise<void> {
    const slow = setTimeout(() => this.kill(), START_LIMIT_MS)
    try {
      await this.#exchange({ kind: 'boot', boot }, 'booted')
      if (platform().prlimit) await capAddressSpace(this.pid, this.#limits.memoryMb).catch(() => {})
      await this.#exchange({ kind: 'confine' }, 'ready')
    } catch (cause) {
      this.kill()
      throw cause
    } finally {
      clearTimeout(slow)
    }
  }

  #exchange(message: ToChild, awaited: FromChild['kind']): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#alive) return reject(new Error('The process of the sandbox ended at once.'))
      const ended = () => reject(new Error('The process of the sandbox ended while it started.'))
      this.#onExit.push(ended)
      this.#onMessage = (reply) => {
        if (reply.kind !== awaited) return
        this.#onExit = this.#onExit.filter((one) => one !== ended)
        resolve()
      }
      this.#send(message)
    })
  }

  #send(message: ToChild) {
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  /** Called once when it has ended, also by itself. */
  set onEnd(tell: () => void) {
    if (this.#alive) this.#onEnd = tell
    else tell()
  }

  #ended() {
    if (!this.#alive) return
    this.#alive = false
    this.#onEnd()
    const waiting = this.#onExit
    this.#onExit = []
    for (const tell of waiting) tell()
  }

  kill() {
    this.#spent = true
    this.#child.kill('SIGKILL')
  }

  /** Resolves when the process has ended. */
  async stop(): Promise<void> {
    const ended = this.#alive ? new Promise<void>((resolve) => this.#onExit.push(resolve)) : Promise.resolve()
    this.kill()
    await ended
  }

  /** Runs a job to its end, whatever that is. Never rejects but for a handler that does. */
  async ask(job: Job, handlers: Handlers = {}): Promise<Reply> {
    const started = performance.now()
    this.#offer ??= offerKey(job.offer)
    this.#statements += 1
    let answer: (reply: Reply) => void = () => {}
    const run: RunningJob = new RunningJob(this.#limits, handlers, {
      interrupt: () => this.#send({ kind: 'interrupt' }),
      kill: () => {
        this.kill()
        // Its end, which takes a while where much memory is given back, need not be waited for.
        answer(run.crashed(null))
      },
    })
    const watch = new MemoryWatch(this.pid, this.#limits.memoryMb, () => run.end('memory'))
    const yielding = new Yielding(this.pid)
    try {
      return await new Promise<Reply>((resolve, reject) => {
        answer = resolve
        this.#onExit.push(() => resolve(run.crashed(this.#child.signalCode)))
        this.#onMessage = (message) => this.#hear(message, run, resolve, reject)
        if (!this.#alive) resolve(run.crashed('SIGKILL'))
        this.#send({ kind: 'job', job })
      })
    } finally {
      run.over()
      watch.stop()
      this.peakKb = Math.max(this.peakKb, watch.peakKb)
      this.#onExit = []
      this.#onMessage = null
      this.#busyMs += performance.now() - started
      const tired = this.#statements >= STATEMENTS_PER_PROCESS || this.#busyMs > this.#limits.timeLimitMs * 4
      if (!yielding.end() || tired) this.#spent = true
    }
  }

  #hear(message: FromChild, run: RunningJob, resolve: (reply: Reply) => void, reject: (cause: unknown) => void) {
    if (message.kind === 'columns') run.computed(message.columns)
    else if (message.kind === 'rows') {
      run
        .take(message.rows)
        .then(() => this.#send({ kind: 'more' }))
        .catch((cause: unknown) => {
          this.kill()
          reject(cause as Error)
        })
    } else if (message.kind === 'done' || message.kind === 'failed') {
      if (message.outOfMemory) this.#spent = true
      resolve(
        message.kind === 'done'
          ? { ok: true, value: message.value, tables: message.tables }
          : { ok: false, problem: run.explain(message.problem) },
      )
    }
  }
}
