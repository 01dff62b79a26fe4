// What can be found wrong before anything is installed. The configurations check their variables themselves, later.
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { claim } from './claim.js'
import { Stop } from './stop.js'

/** @param {string} name @param {string} fallback an empty variable counts as unset */
const variable = (name, fallback) => process.env[name]?.trim() || fallback

export const dataDir = () => path.resolve(variable('DATA_DIR', 'data'))
export const landingDir = () => path.resolve(variable('LANDING_DIR', 'data/landing'))
/** What steers the program; the landing folder unless it has one of its own. */
export const controlDir = () => path.resolve(variable('CONTROL_DIR', landingDir()))
const address = () => `http://${variable('HOST', '127.0.0.1')}:${variable('PORT', '3000')}`

/**
 * Makes a folder and those above it. Not by mkdir's `recursive`, which never returns where the parent is there and yet
 * says that it is not, as /proc does.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return
  const parent = path.dirname(folder)
  if (parent !== folder) makeFolder(parent)
  mkdirSync(folder, { mode: 0o700 })
}

/** @throws {Stop} where DATA_DIR cannot be made or written */
function checkDataDir() {
  const folder = dataDir()
  try {
    makeFolder(folder)
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause)
    throw new Stop(
      `DATA_DIR: ${folder} cannot be written (${code}). Give this user the right to, or name another folder.`,
      2,
    )
  }
}

/**
 * A landing folder that was named and is not there is mistyped or not mounted: no reason for a demo. Where something is published
 * already, that is served, and the load says what is missing.
 * @throws {Stop}
 */
function checkLandingDir() {
  if (variable('LANDING_DIR', '') === '' || isFolder(landingDir())) return
  if (existsSync(path.join(dataDir(), 'current.json'))) return
  throw new Stop(`LANDING_DIR: there is no folder ${landingDir()}. Mount or make it, or name another.`, 2)
}

/** @param {string} folder */
export const isFolder = (folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false

/** @throws {Stop} where PORT is in use; whether its text is a port at all is for the configuration to say */
async function checkPort() {
  const port = variable('PORT', '3000')
  const host = variable('HOST', '127.0.0.1')
  if (!/^\d+$/.test(port) || Number(port) > 65_535) return
  await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ { code }) => {
      const taken = code === 'EADDRINUSE'
      const mend = taken
        ? `stop the program that uses it, or set PORT to another`
        : `set PORT and HOST to an address of this machine`
      reject(new Stop(`PORT: ${port} on ${host} ${taken ? 'is taken' : `cannot be used (${code})`}: ${mend}.`, 2))
    })
    probe.listen(Number(port), host, () => probe.close(resolve))
  })
}

/** @throws {Stop} with the one line to print and status 2 */
export async function preflight() {
  checkDataDir()
  checkLandingDir()
  claim(dataDir(), address())
  await checkPort()
}
