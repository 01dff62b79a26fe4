// Finds or installs a Chromium for the browser tests. Plain JavaScript: `npm test` calls it from nothing.
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { run, withHeartbeat } from '../../app/server/start/process.js'
import { Stop } from '../../app/server/start/stop.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A browser already on this machine; null where there is none. */
function installed() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...PLACES]
  return candidates.find(executable) ?? null
}

/** Whether the file really starts: some distributions put a stub there that only asks for another installer. @param {string} file */
async function starts(file) {
  const { status, output } = await run(file, ['--version'], { quiet: true, timeoutMs: 30_000 })
  return status === 0 && /\d+\.\d+/.test(output)
}

/** Debian's packages, where this user may install any: root, or sudo that asks nothing. */
async function installFromDebian() {
  if (!existsSync('/usr/bin/apt-get')) return null
  const root = process.getuid?.() === 0
  if (!root && (await run('sudo', ['-n', 'true'], { quiet: true, timeoutMs: 5_000 })).status !== 0) return null
  console.log("Installing Debian's chromium and fonts-noto-cjk for the browser tests.")
  const apt = [
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'Acquire::Retries=1',
    '-o',
    'DPkg::Lock::Timeout=120',
  ]
  const [command, ...first] = /** @type {[string, ...string[]]} */ (root ? apt : ['sudo', '-n', ...apt])
  const steps = [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
  ]
  for (const step of steps) {
    const work = run(command, [...first, ...step], { quiet: true, timeoutMs: 6 * 60_000 })
    const ended = await withHeartbeat(`apt-get ${step[0]}`, work)
    // A stale list of packages may still install, so only the second step decides.
    if (ended.status !== 0) console.log(`apt-get ${step[0]} failed: ${ended.output.trim().split('\n').at(-1)}`)
  }
  return installed()
}

/** Playwright's own build of Chromium. @param {string} root */
async function installFromPlaywright(root) {
  console.log("Installing Playwright's Chromium for the browser tests.")
  const args = [path.join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']
  const ended = await withHeartbeat('Installing', run(process.execPath, args, { quiet: true, timeoutMs: 5 * 60_000 }))
  if (ended.status !== 0) console.log(`Playwright could not install it: ${ended.output.trim().split('\n')[0]}`)
  const { chromium } = await import('playwright-core')
  const file = chromium.executablePath()
  return executable(file) ? file : null
}

/**
 * The path of a browser that starts: the one that CHROME_PATH names, else one that is found, else Debian's, else
 * Playwright's. Null where none can be had.
 * @param {string} root the repository, its packages installed
 * @throws {Stop} when CHROME_PATH names something that does not start
 */
export async function findBrowser(root) {
  const named = process.env.CHROME_PATH
  if (named) {
    if (executable(named) && (await starts(named))) return named
    throw new Stop(`CHROME_PATH is ${named}, which does not start: name a Chromium, or unset it.`, 2)
  }
  for (const find of [async () => installed(), installFromDebian, () => installFromPlaywright(root)]) {
    const file = await find()
    if (file && (await starts(file))) return file
  }
  return null
}
