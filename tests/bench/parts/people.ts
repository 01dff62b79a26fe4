import { readFileSync } from 'node:fs'
import { ensureBuild } from '#app/server/start/build.js'
import { startServer } from '#tests/e2e/global-setup.ts'
import { root } from '../load.ts'
import type { Places } from '../network.ts'
import type { Options } from '../options.ts'
import { browse } from '../people/browse.ts'
import { peopleReport } from '../report.ts'

const SECONDS = 30

/** Seconds of processor that a process has taken, as Linux counts them; null elsewhere. */
function processorSeconds(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return null
  }
}

/** So many people going from page to page at once, on loopback, by the server as it is started for people. */
export async function people(options: Options, { dataDir }: Places): Promise<void> {
  console.log(`Having ${options.people} people browse.`)
  await ensureBuild(root)
  const env = { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', FIRST_ACCOUNTS: 'roles' }
  const { server, baseUrl, passwords } = await startServer(env)
  try {
    const body = new URLSearchParams({ username: 'admin', password: passwords.admin ?? '' })
    const answer = await fetch(`${baseUrl}/login`, { method: 'POST', body, redirect: 'manual' })
    const cookie = answer.headers.get('set-cookie')?.split(';')[0]
    if (!cookie) throw new Error(`nobody could sign in (${answer.status}): name a folder without accounts by --dir`)
    // The figures of the first are asked, those of the others mostly known: the server warms up first.
    await browse(baseUrl, cookie, 10, 10)
    const before = processorSeconds(server.pid!)
    const found = await browse(baseUrl, cookie, options.people, SECONDS)
    const after = processorSeconds(server.pid!)
    console.log(`\n${peopleReport(found, before === null || after === null ? null : after - before)}\n`)
  } finally {
    server.kill('SIGTERM')
  }
}
