// What there is to serve and to load: real data before the demo, and the two never mixed.
import { existsSync, mkdirSync, opendirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { forLoad, withoutSecrets } from './environment.js'
import { isFolder } from './preflight.js'
import { Stop } from './stop.js'

/** @typedef {import('./children.js').Children} Children */

/** Whether anything was put into the folder, at any depth; hidden names are unfinished uploads. @param {string} folder @returns {boolean} */
export function holdsFiles(folder) {
  let opened
  try {
    opened = opendirSync(folder)
  } catch {
    return false
  }
  try {
    for (let entry = opened.readSync(); entry; entry = opened.readSync()) {
      if (entry.name.startsWith('.')) continue
      if (!entry.isDirectory() || holdsFiles(path.join(folder, entry.name))) return true
    }
    return false
  } finally {
    opened.closeSync()
  }
}

/**
 * `load`: whose landing folder to load; `served`: whether a snapshot can be served meanwhile.
 * @param {string} dataDir
 * @param {string} landingDir
 * @param {string} [controlDir] where what steers the program stands: with sources declared there is something to load
 * @returns {{ load: 'landing' | 'demo', served: boolean }}
 */
export function planData(dataDir, landingDir, controlDir = landingDir) {
  const real = existsSync(path.join(dataDir, 'current.json'))
  const demo = existsSync(path.join(dataDir, 'demo/current.json'))
  const landed = real || holdsFiles(landingDir) || (controlDir !== landingDir && holdsFiles(controlDir))
  return { load: landed ? 'landing' : 'demo', served: real || demo }
}

/**
 * One run of the ETL. A wrong configuration ends the start; any other failure is told, and what was served stays.
 * @param {Children} children
 * @param {NodeJS.ProcessEnv} env
 */
async function runEtl(children, env) {
  const { status } = await children.run('etl/cli.ts', [], { label: 'load', env })
  if (children.stopping || status === 0) return
  if (status === 2) throw new Stop('Loading stopped at a wrong setting: see the line above.', 2)
  console.error('Loading failed: see the lines above. What was served before stays; "npm run etl" tries again.')
}

/** The demo network ends yesterday, as a network's data does. */
function yesterday() {
  const day = new Date()
  day.setDate(day.getDate() - 1)
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
}

/**
 * Writes the demo's landing files, whole or not at all: a start that is broken off leaves nothing half made.
 * @param {Children} children
 * @param {string} folder
 */
async function makeDemo(children, folder) {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name.startsWith('making-')) rmSync(path.join(folder, name), { recursive: true, force: true })
  }
  const making = path.join(folder, `making-${process.pid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  console.log('Making a demo network: LANDING_DIR holds no files.')
  const { status } = await children.run('etl/demo/cli.ts', ['--out', making, '--end', yesterday()], {
    label: 'demo',
    env: withoutSecrets(),
  })
  if (children.stopping) return
  if (status !== 0) throw new Stop('The demo network could not be made: see the lines above.', status === 2 ? 2 : 1)
  renameSync(making, path.join(folder, 'landing'))
}

/**
 * Loads the landing folder, or the demo, which is made where it is missing. Runs that find nothing new are short.
 * @param {Children} children
 * @param {'landing' | 'demo'} what
 * @param {string} dataDir
 * @param {string} landingDir
 * @throws {Stop}
 */
export async function loadData(children, what, dataDir, landingDir) {
  if (what === 'landing') {
    if (isFolder(landingDir)) return runEtl(children, forLoad())
    if (!existsSync(path.join(dataDir, 'current.json')))
      throw new Stop(`LANDING_DIR: there is no folder ${landingDir}. Make it; sources land there too.`, 2)
    console.error(`LANDING_DIR: there is no folder ${landingDir}: nothing is loaded. What was served before stays.`)
    return
  }
  const folder = path.join(dataDir, 'demo')
  const landing = path.join(folder, 'landing')
  if (!existsSync(landing)) await makeDemo(children, folder)
  if (children.stopping) return
  await runEtl(children, {
    ...withoutSecrets(),
    ...{ DATA_DIR: folder, LANDING_DIR: landing, CONTROL_DIR: '', SOURCES_FILE: '' },
    ...(process.env.PSEUDONYM_KEY ? { PSEUDONYM_KEY: process.env.PSEUDONYM_KEY } : {}),
  })
}
