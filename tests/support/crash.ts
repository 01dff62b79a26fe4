import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Config } from '#etl/config.ts'

const root = join(import.meta.dirname, '..', '..')

/** When to kill: after a time, some time after a step begins, or as soon as a file of that name appears or goes. */
export type Moment =
  | { after: 'start'; milliseconds: number }
  | { after: 'step'; step: string; milliseconds: number }
  | { after: 'file'; folder: string; name: RegExp }

export const told = (m: Moment) =>
  m.after === 'start'
    ? `${m.milliseconds} ms after its start`
    : m.after === 'step'
      ? `${m.milliseconds} ms into "${m.step}"`
      : `at ${m.folder}/${m.name.source}`

/** The environment that the command reads, and nothing else of ours. */
export function environment(config: Config): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'test',
    ...{ PATH: process.env.PATH ?? '', TZ: process.env.TZ ?? '', HOME: process.env.HOME ?? '' },
    ...{ LANDING_DIR: config.landingDir, DATA_DIR: config.dataDir, PSEUDONYM_KEY: config.pseudonymKey ?? '' },
    ...{ ETL_THREADS: '2', SNAPSHOTS_KEPT: String(config.snapshotsKept) },
  }
}

export const COMMAND = [process.execPath, '--import', 'tsx', join(root, 'etl', 'cli.ts')]

export interface Ended {
  /** Null when a signal ended it. */
  status: number | null
  signal: NodeJS.Signals | null
  steps: string[]
  stderr: string
  stdout: string
}

/** Runs `npm run etl -- …args` as a process of its own and kills it with SIGKILL at the moment, if it lasts so long. */
export async function runAndKill(config: Config, args: string[], moment: Moment | null): Promise<Ended> {
  const [program = '', ...rest] = COMMAND
  const child = spawn(program, [...rest, ...args], { cwd: root, env: environment(config), stdio: 'pipe' })
  const disarm = moment ? arm(child, config, moment) : () => {}
  const ended: Ended = { status: null, signal: null, steps: [], stderr: '', stdout: '' }
  createInterface({ input: child.stderr }).on('line', (line) => {
    ended.stderr += `${line}\n`
    const step = /^ *[\d.]+ s {2}([^:]+)$/.exec(line)?.[1]
    if (!step) return
    ended.steps.push(step)
    if (moment?.after === 'step' && moment.step === step) setTimeout(() => child.kill('SIGKILL'), moment.milliseconds)
  })
  child.stdout.on('data', (data: Buffer) => (ended.stdout += data.toString()))
  try {
    return await new Promise<Ended>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status, signal) => resolve({ ...ended, status, signal }))
    })
  } finally {
    disarm()
  }
}

function arm(child: ChildProcess, config: Config, moment: Moment): () => void {
  if (moment.after === 'start') {
    const timer = setTimeout(() => child.kill('SIGKILL'), moment.milliseconds)
    return () => clearTimeout(timer)
  }
  if (moment.after === 'step') return () => {}
  const folder = join(config.dataDir, moment.folder)
  // A folder that the first run has yet to make cannot be watched.
  if (!existsSync(folder)) return () => {}
  const watcher: FSWatcher = watch(folder, (_, name) => {
    if (name !== null && moment.name.test(name)) child.kill('SIGKILL')
  })
  return () => watcher.close()
}
