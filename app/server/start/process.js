// Child processes of `npm start` and `npm test`. Plain JavaScript without packages: it runs before they are installed.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * @typedef {{ status: number | null, signal: NodeJS.Signals | null, output: string }} Ended
 * @typedef {{ label?: string, quiet?: boolean, cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number,
 *   onSpawn?: (child: import('node:child_process').ChildProcess) => void }} RunOptions
 */

/** The npm that runs us, else the one on the path. @returns {[string, string[]]} command and first arguments */
export function npmCommand() {
  const cli = process.env.npm_execpath
  return cli?.endsWith('npm-cli.js') ? [process.execPath, [cli]] : ['npm', []]
}

/**
 * Runs a command to its end without a terminal and without stdin, each line of its output behind a label, so that
 * steps that run side by side can be told apart. Never throws: a command that cannot be started has status 127.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options] quiet: collect the output, print nothing
 * @returns {Promise<Ended>} output: the last 200,000 characters of stdout and stderr
 */
export function run(command, args, { label = '', quiet = false, cwd, env, timeoutMs, onSpawn } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    onSpawn?.(child)
    let output = ''
    for (const [stream, sink] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      createInterface({ input: stream }).on('line', (line) => {
        output = `${output}${line}\n`.slice(-200_000)
        if (!quiet) sink.write(`${label ? `[${label}] ` : ''}${line}\n`)
      })
    }
    child.on('error', (error) => resolve({ status: 127, signal: null, output: `${output}${error.message}\n` }))
    child.on('close', (status, signal) => resolve({ status, signal, output }))
  })
}

/**
 * Says that a long step still runs, every ten seconds, on steps whose tools are silent.
 * @template T
 * @param {string} what
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withHeartbeat(what, work) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const timer = setInterval(() => console.log(`${what} … ${seconds()} s`), 10_000)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}
