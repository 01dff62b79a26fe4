// The processes that `npm start` runs: all of them end with it.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { run } from './process.js'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** How long a child may take to end what it does: the web server answers what is under way, a run finishes its step. */
const GRACE_MS = 12_000

export class Children {
  /** @type {Set<ChildProcess>} */
  #running = new Set()
  stopping = false

  /** @param {ChildProcess} child */
  add = (child) => {
    this.#running.add(child)
    child.once('close', () => this.#running.delete(child))
    if (this.stopping) child.kill('SIGTERM')
  }

  /** Command and arguments that run one of our TypeScript files, from any folder. @param {string} file @returns {string[]} */
  #typescript(file) {
    const tsx = createRequire(path.join(root, 'package.json')).resolve('tsx')
    const ending = new URL('./end-with-parent.js', import.meta.url).href
    return ['--import', ending, '--import', pathToFileURL(tsx).href, path.join(root, file)]
  }

  /**
   * Runs a TypeScript file to its end.
   * @param {string} file below the repository
   * @param {string[]} args
   * @param {import('./process.js').RunOptions} options
   */
  run(file, args, options) {
    return run(process.execPath, [...this.#typescript(file), ...args], { ...options, onSpawn: this.add })
  }

  /**
   * Starts a TypeScript file that runs until it is stopped; its output is ours.
   * @param {string} file below the repository
   * @param {string[]} args
   * @param {(status: number | null, signal: NodeJS.Signals | null) => void} onEnd called when it ends by itself
   * @param {NodeJS.ProcessEnv} [env]
   */
  serve(file, args, onEnd, env = process.env) {
    const child = spawn(process.execPath, [...this.#typescript(file), ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // DuckDB, password hashes and files share libuv's threads, whose number counts only before the process starts.
      env: { UV_THREADPOOL_SIZE: '16', ...env },
    })
    this.add(child)
    child.once('close', (status, signal) => {
      if (!this.stopping) onEnd(status, signal)
    })
  }

  /** Asks all to end, waits, and kills what does not. */
  async stop() {
    this.stopping = true
    const open = [...this.#running]
    const ended = open.map((child) => new Promise((resolve) => child.once('close', resolve)))
    for (const child of open) child.kill('SIGTERM')
    const timer = setTimeout(() => open.forEach((child) => child.kill('SIGKILL')), GRACE_MS)
    await Promise.all(ended)
    clearTimeout(timer)
  }
}
