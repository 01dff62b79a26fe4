// Brings node_modules in line with package-lock.json, and does nothing where it already is.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withoutSecrets } from './environment.js'
import { Stop } from './stop.js'
import { npmCommand, run, withHeartbeat } from './process.js'

/** @param {string} file @returns {string | null} null where the file cannot be read */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/**
 * What the installed tree has to match: the lock file and the platform that native packages were chosen for.
 * @param {string} root
 */
function lockStamp(root) {
  const lock = read(path.join(root, 'package-lock.json'))
  if (lock === null) throw new Stop(`package-lock.json is missing in ${root}: get the repository again, whole.`, 2)
  return createHash('sha256').update(`${lock}${process.platform} ${process.arch}`).digest('hex')
}

/**
 * Whether the tree that npm noted in node_modules has every locked version. An optional package may be missing: it is
 * for another platform.
 * @param {string} root
 */
function installedAsLocked(root) {
  const locked = JSON.parse(read(path.join(root, 'package-lock.json')) ?? '{}').packages ?? {}
  const noted = read(path.join(root, 'node_modules/.package-lock.json'))
  if (noted === null) return false
  const installed = JSON.parse(noted).packages ?? {}
  return Object.entries(locked).every(([place, wanted]) => {
    if (place === '' || wanted.optional) return true
    return installed[place]?.version === wanted.version && read(path.join(root, place, 'package.json')) !== null
  })
}

/**
 * Installs the locked packages (`npm ci`) if node_modules is missing or stale.
 * @param {string} root the repository
 * @param {{ onSpawn?: import('./process.js').RunOptions['onSpawn'] }} [options]
 * @throws {Stop} when npm cannot install them
 */
export async function ensureDependencies(root, { onSpawn } = {}) {
  const stampFile = path.join(root, 'node_modules/.isocenter-stamp')
  const stamp = lockStamp(root)
  if (read(stampFile) === stamp) return
  if (!installedAsLocked(root)) await install(root, onSpawn)
  writeFileSync(stampFile, stamp)
}

/** @param {string} root @param {import('./process.js').RunOptions['onSpawn']} onSpawn */
async function install(root, onSpawn) {
  console.log('Installing the locked packages (npm ci); this takes half a minute to a few minutes.')
  const [command, first] = npmCommand()
  // Development packages are needed whatever NODE_ENV says: the build is made here.
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  for (let attempt = 1; ; attempt++) {
    const ended = await withHeartbeat(
      'Installing',
      run(command, args, { cwd: root, label: 'npm', timeoutMs: 20 * 60_000, env: withoutSecrets(), onSpawn }),
    )
    if (ended.status === 0) return
    if (ended.signal) throw new Stop('npm ci was stopped.', 1)
    if (attempt === 2) {
      throw new Stop(`npm ci failed (status ${ended.status}): see npm's lines above; it needs the package registry.`, 1)
    }
    console.log('npm ci failed; trying once more.')
  }
}
