import { readFileSync } from 'node:fs'
import { ensureBuild } from '#app/server/start/build.js'
import { startServer } from '#tests/e2e/global-setup.ts'
import { root } from '../load.ts'
import type { Places } from '../network.ts'
import type { Options } from '../options.ts'
import { browse } from '../people/browse.ts'
import { publishAgain, runHeaviest } from '../people/meanwhile.ts'
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

async function signIn(baseUrl: string, username: string, password = ''): Promise<string> {
  const body = new URLSearchParams({ username, password })
  const answer = await fetch(`${baseUrl}/login`, { method: 'POST', body, redirect: 'manual' })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (!cookie) throw new Error(`nobody could sign in (${answer.status}): name a folder without accounts by --dir`)
  return cookie
}

/** Publishes halfway through. @returns what takes it back */
const halfway = (dataDir: string) =>
  new Promise<() => Promise<void>>((done, failed) => {
    setTimeout(() => void publishAgain(dataDir).then(done, failed), (SECONDS * 1000) / 2)
  })

/**
 * So many people going from page to page at once, on loopback, by the server as it is started for people: by themselves,
 * then while one runs the heaviest statement that is allowed and a snapshot is published.
 */
export async function people(options: Options, { dataDir }: Places): Promise<void> {
  console.log(`Having ${options.people} people browse.`)
  await ensureBuild(root)
  const env = { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', FIRST_ACCOUNTS: 'roles' }
  const { server, baseUrl, passwords } = await startServer(env)
  try {
    const cookie = await signIn(baseUrl, 'admin', passwords['admin'])
    const analyst = await signIn(baseUrl, 'analyst', passwords['analyst'])
    const measured = async () => {
      const before = processorSeconds(server.pid!)
      const found = await browse(baseUrl, cookie, options.people, SECONDS)
      const after = processorSeconds(server.pid!)
      return peopleReport(found, before === null || after === null ? null : after - before)
    }
    // The figures of the first are asked, those of the others mostly known: the server warms up first.
    await browse(baseUrl, cookie, 10, 10)
    console.log(`\n${await measured()}\n`)
    const [report, heavy, takeBack] = await Promise.all([
      measured(),
      runHeaviest(baseUrl, analyst, SECONDS),
      halfway(dataDir),
    ])
    await takeBack()
    const ended = Object.entries(heavy.ended).map(([how, n]) => `${n} × ${how}`)
    console.log(
      `While one runs the heaviest statement (${ended.join(', ')}) and a snapshot is published:\n\n${report}\n`,
    )
  } finally {
    server.kill('SIGTERM')
  }
}
