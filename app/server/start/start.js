// The steps of `npm start`, in their order.
import { readArguments } from './arguments.js'
import { ensureBuild } from './build.js'
import { Children, root } from './children.js'
import { release } from './claim.js'
import { loadData, planData } from './data.js'
import { ensureDependencies } from './dependencies.js'
import { endWithoutNpm } from './end-without-npm.js'
import { forDashboard, forLoad } from './environment.js'
import { controlDir, dataDir, landingDir, preflight } from './preflight.js'
import { Stop } from './stop.js'
import { supervise } from './supervisor.js'

const children = new Children()

/** Ends everything, once. @param {number} status */
async function end(status) {
  if (children.stopping) return
  await children.stop()
  release(dataDir())
  process.exit(status)
}

/** @param {unknown} error */
function fail(error) {
  if (children.stopping) return
  // What nobody foresaw is shown whole, and ends the children too.
  if (error instanceof Stop && error.status === 0) console.log(error.message)
  else console.error(error instanceof Stop ? error.message : error)
  void end(error instanceof Stop ? error.status : 1)
}

/** Both configurations check their variables, before the long steps. @throws {Stop} with the line that they print */
async function checkConfigurations() {
  const checks = await Promise.all([
    children.run('app/server/start/check-config.ts', [], { quiet: true, env: forDashboard() }),
    children.run('etl/cli.ts', ['status'], { quiet: true, env: forLoad() }),
  ])
  const wrong = checks.find(({ status }) => status === 2)
  if (wrong) throw new Stop(wrong.output.trim().split('\n').at(-1) ?? 'A setting is wrong.', 2)
}

/** @param {string} name @param {string} file @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
function keepRunning(name, file, args, env) {
  supervise({
    name,
    start: (onEnd) => children.serve(file, args, onEnd, env),
    giveUp: (status) => void end(status),
    isStopping: () => children.stopping,
  })
}

/** @param {boolean} resetAccounts */
function serveDashboard(resetAccounts) {
  console.log('Starting the dashboard. Passwords are shown on the first start only; a new one for a user:')
  console.log('  node --import tsx app/server/accounts.ts reset <user name>')
  keepRunning('The dashboard', 'app/server/main.ts', resetAccounts ? ['--reset-accounts'] : [], forDashboard())
}

/** The nightly run. While nothing has landed it has nothing to do, and answers whoever asks for a run. */
const runSchedule = () => keepRunning('The scheduler', 'etl/cli.ts', ['schedule'], forLoad())

async function steps() {
  const { resetAccounts } = readArguments(process.argv.slice(2))
  await preflight()
  await ensureDependencies(root, { onSpawn: children.add })
  await checkConfigurations()
  const { load, served } = planData(dataDir(), landingDir(), controlDir())
  const loaded = loadData(children, load, dataDir(), landingDir())
  // Awaited below; until then its failure must not count as unhandled.
  loaded.catch(() => undefined)
  await ensureBuild(root, { onSpawn: children.add })
  if (!served) await loaded
  if (children.stopping) return
  serveDashboard(resetAccounts)
  await loaded
  if (!children.stopping) runSchedule()
}

/** Runs until stopped. Ctrl-C, SIGTERM, and SIGTERM to the npm that began it, end everything, with status 0. */
export async function start() {
  process.on('SIGINT', () => void end(0))
  process.on('SIGTERM', () => void end(0))
  endWithoutNpm(() => void end(0))
  await steps().catch(fail)
}
