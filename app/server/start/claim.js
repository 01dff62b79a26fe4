// One start a data folder: two would run two schedules and answer for the same accounts.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Stop } from './stop.js'

/** @param {string} dataDir */
const fileOf = (dataDir) => path.join(dataDir, 'start.json')

/** @param {string} dataDir @returns {{ pid: number, address: string } | null} null where it is torn or not there */
function holder(dataDir) {
  try {
    const { pid, address } = JSON.parse(readFileSync(fileOf(dataDir), 'utf8'))
    return Number.isInteger(pid) ? { pid, address: String(address) } : null
  } catch {
    return null
  }
}

/** Whether a process is a start. A number is used again, in containers at every restart: what the process is called decides. @param {number} pid */
function isStart(pid) {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.js')
  } catch {
    // Where the system does not tell what a process is called, that it lives must do.
    return process.platform !== 'linux'
  }
}

/**
 * Takes the data folder for this process until `release`. What a killed start left is taken over.
 * @param {string} dataDir
 * @param {string} address as it is told to who starts a second one
 * @throws {Stop} where another start has it
 */
export function claim(dataDir, address) {
  const file = fileOf(dataDir)
  const mine = JSON.stringify({ pid: process.pid, address, started_at: new Date().toISOString() })
  for (let attempt = 1; ; attempt++) {
    try {
      return writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    const other = holder(dataDir)
    if ((other && isStart(other.pid)) || attempt > 2) {
      const who = other ? `process ${other.pid}, which answers at ${other.address}` : 'another start'
      throw new Stop(
        `DATA_DIR: ${dataDir} is in use by ${who}. Stop that, or set DATA_DIR (and PORT) to others for a second network.`,
        2,
      )
    }
    rmSync(file, { force: true })
  }
}

/** Gives the data folder back, if it is ours. @param {string} dataDir */
export function release(dataDir) {
  if (holder(dataDir)?.pid === process.pid) rmSync(fileOf(dataDir), { force: true })
}
