// The steps of `npm test` and their verdict.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuild } from '../../app/server/start/build.js'
import { ensureDependencies } from '../../app/server/start/dependencies.js'
import { npmCommand, run, withHeartbeat } from '../../app/server/start/process.js'
import { Stop } from '../../app/server/start/stop.js'
import { findBrowser } from './browser.js'
import { countReport, sum } from './verdict.js'

/** @typedef {import('./verdict.js').Count} Count */

const root = fileURLToPath(new URL('../..', import.meta.url))
const results = path.join(root, 'test-results')
const LIMIT_MS = 30 * 60_000

/** Tests choose their own configuration: what this shell happens to be set to must not reach them. */
function testEnvironment() {
  const env = { ...process.env }
  // Colours are for terminals: a log that is kept should read as text.
  if (!process.stdout.isTTY) env.NO_COLOR = '1'
  for (const name of Object.keys(env)) {
    if (
      /^(DATA_DIR|LANDING_DIR|HOST|PORT|PSEUDONYM_KEY|NODE_ENV|ETL_.*|SESSION_.*|SNAPSHOTS_KEPT|LOG_.*|APP_DATABASE_URL)$/.test(
        name,
      )
    )
      delete env[name]
  }
  return env
}

/** @param {boolean} ok @param {string} name @returns {Count} */
function check(ok, name) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, failures: ok ? [] : [name] }
}

/** One check of package.json's scripts. @param {string} script @returns {Promise<Count>} */
async function script(script) {
  const [command, first] = npmCommand()
  const work = run(command, [...first, 'run', '--silent', script], { cwd: root, label: script, timeoutMs: LIMIT_MS })
  const { status } = await withHeartbeat(`Checking (${script})`, work)
  console.log(`${script}: ${status === 0 ? 'passed' : `failed (status ${status})`}`)
  return check(status === 0, script)
}

async function build() {
  try {
    await ensureBuild(root)
    return check(true, 'build')
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    return check(false, 'build')
  }
}

/** One project of vitest.config.ts. @param {string} project @param {NodeJS.ProcessEnv} env @returns {Promise<Count>} */
async function vitest(project, env) {
  const report = path.join(results, `${project}.json`)
  const bin = path.join(root, 'node_modules/vitest/vitest.mjs')
  const args = [
    bin,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const { status } = await run(process.execPath, args, { cwd: root, label: project, env, timeoutMs: LIMIT_MS })
  return countReport(project, report, status)
}

/** Says why no browser test ran; with CI set that is a failure. @returns {Count} */
function withoutBrowser() {
  const why = 'e2e: no browser could be had, so the browser tests did not run: set CHROME_PATH to a Chromium'
  return process.env.CI && process.env.CI !== 'false'
    ? check(false, why)
    : { passed: 0, failed: 0, skipped: 0, failures: [] }
}

/** @param {Count} total @param {string | null} browser */
function report(total, browser) {
  console.log('')
  for (const failure of total.failures) console.log(`failed: ${failure}`)
  if (total.skipped > 0) console.log(`${total.skipped} skipped`)
  if (!browser) console.log('The browser tests did NOT run: no browser could be had. Set CHROME_PATH to a Chromium.')
  const line = `${total.passed} passed, ${total.failed} failed`
  writeFileSync(path.join(results, 'verdict.txt'), `${line}\n`)
  console.log(line)
}

/** Runs every check. @returns {Promise<number>} exit status: 0 all passed, 1 something failed, 2 wrong surroundings */
export async function runTests() {
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  try {
    await ensureDependencies(root)
    const browser = await findBrowser(root)
    console.log(browser ? `Browser: ${browser}` : 'No browser could be had.')
    const checks = await Promise.all([script('typecheck'), script('lint')])
    const built = await build()
    const env = testEnvironment()
    const unit = await vitest('unit', env)
    const postgres = await vitest('postgres', env)
    const e2e = browser ? await vitest('e2e', { ...env, CHROME_PATH: browser }) : withoutBrowser()
    const total = sum([...checks, built, unit, postgres, e2e])
    report(total, browser)
    return total.failed === 0 && total.passed > 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    console.log('0 passed, 1 failed')
    return error.status
  }
}
