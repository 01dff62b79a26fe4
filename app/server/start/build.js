// Makes the web build when its sources changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withoutSecrets } from './environment.js'
import { npmCommand, run, withHeartbeat } from './process.js'
import { Stop } from './stop.js'

const FOLDERS = ['app', 'queries', 'public', 'etl/contracts', 'etl/file-check', 'etl/landing']
const FILES = [
  'package-lock.json',
  'package.json',
  'postcss.config.js',
  'remix.config.js',
  'tailwind.config.ts',
  'tsconfig.json',
  'vite.config.ts',
]

/** @param {string} root @returns {string[]} paths below root, sorted */
function sources(root) {
  const below = FOLDERS.filter((folder) => existsSync(path.join(root, folder))).flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)),
  )
  const single = FILES.map((file) => path.join(root, file)).filter((file) => existsSync(file))
  return [...below, ...single].sort()
}

/**
 * SHA-256 over names and contents: a checkout that sets new times does not force a build.
 * @param {string} root
 */
export function sourceStamp(root) {
  const hash = createHash('sha256')
  for (const file of sources(root)) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} root @param {string} [stamp] of the sources as they are now */
export function buildIsStale(root, stamp = sourceStamp(root)) {
  const stampFile = path.join(root, 'build/.stamp')
  const made = existsSync(path.join(root, 'build/server/index.js')) && existsSync(stampFile)
  return !made || readFileSync(stampFile, 'utf8') !== stamp
}

/**
 * Builds the dashboard (`npm run build`) if `build/` is missing or older than its sources.
 * @param {string} root the repository, its packages installed
 * @param {{ onSpawn?: import('./process.js').RunOptions['onSpawn'] }} [options]
 * @throws {Stop} when the build fails
 */
export async function ensureBuild(root, { onSpawn } = {}) {
  const stamp = sourceStamp(root)
  if (!buildIsStale(root, stamp)) return
  console.log('Building the dashboard.')
  const stampFile = path.join(root, 'build/.stamp')
  rmSync(stampFile, { force: true })
  const [command, first] = npmCommand()
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...withoutSecrets(), NODE_ENV: 'production' }
  const work = run(command, [...first, 'run', '--silent', 'build'], { cwd: root, quiet: true, env, onSpawn })
  const ended = await withHeartbeat('Building', work)
  if (ended.signal) throw new Stop('The build was stopped.', 1)
  if (ended.status !== 0) throw new Stop(`${ended.output.trim()}\nThe build failed: see the lines above.`, 1)
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
}
