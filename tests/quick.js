// `npm run test:quick`: types, lint, and the unit tests that build no warehouse of size, in under two minutes on two cores.
// It is for the time between two changes; `npm test` stays what counts.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { npmCommand } from '../app/server/start/process.js'

const root = path.resolve(import.meta.dirname, '..')
const FOLDERS = [
  'tests/app',
  'tests/house/repository',
  'tests/queries/statistics',
  'tests/queries/metrics',
  'tests/queries/db',
  'tests/queries/filter',
  'tests/etl/contracts',
  'tests/etl/profiles',
  'tests/etl/schema',
]
/** They start processes, or wait for limits. */
const SLOW = ['attacks', 'neighbours', 'service', 'run-sql', 'export', 'supervisor'].map((name) => `**/${name}.test.ts`)

/** @param {string} name @param {string} command @param {string[]} args @returns {Promise<boolean>} */
function step(name, command, args) {
  const started = performance.now()
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr.on('data', (data) => (output += data))
  return new Promise((resolve) => {
    child.on('close', (status) => {
      const seconds = Math.round((performance.now() - started) / 1000)
      if (status !== 0) console.log(output.trim())
      console.log(`${name}: ${status === 0 ? 'passed' : 'failed'} after ${seconds} s`)
      resolve(status === 0)
    })
  })
}

const [npm, first] = npmCommand()
const script = (/** @type {string} */ name) => step(name, npm, [...first, 'run', '--silent', name])
const vitest = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', ...FOLDERS]

const results = await Promise.all([
  script('typecheck').then(async (passed) => (await script('lint')) && passed),
  step('unit tests', process.execPath, [...vitest, ...SLOW.flatMap((file) => ['--exclude', file])]),
])
process.exitCode = results.every(Boolean) ? 0 : 1
