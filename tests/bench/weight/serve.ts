// What pages weigh and how long the server makes them, with their figures known. A process of its own, in production
// mode; prints one line of JSON. Arguments: the data folder, and a folder for accounts and sessions.
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { ensureAccounts } from '#app/server/accounts.ts'
import { readConfig } from '#app/server/config.ts'
import { createApp } from '#app/server/http.ts'
import { closeServices, openServices } from '#app/server/services.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { daysBetween, addDays } from '#queries/filter/days.ts'
import { lastDayOfData } from '#queries/filter/last-day.ts'
import { firstDayOfData } from '#queries/filter/resolve.ts'
import { addresses, addressOf, CODES } from '#tests/support/addresses.ts'
import { root } from '../load.ts'
import type { PageWeight, Weight, Weights } from './types.ts'

process.env.NODE_ENV = 'production'
const [dataDir, accountDir] = process.argv.slice(2) as [string, string]
const CLIENT = path.join(root, 'build/client')
const TIMES = 15
const WARM = 4

const config = readConfig({ ...process.env, DATA_DIR: accountDir, LOG_LEVEL: 'error' })
const opened = await openServices(config)
const services = { ...opened, reader: createSnapshotReader({ dataDirs: [dataDir] }) }
await ensureAccounts(services.appDb, 'roles')
const cookie = `isocenter=${await services.sessions.start('admin', null)}`
const app = await createApp({ services, buildFolder: path.join(root, 'build'), isDraining: () => false })
const server = app.listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

function weigh(bytes: Buffer): Weight {
  // As the server compresses what it answers: gzip at its usual level, Brotli at 4.
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
  return { raw: bytes.length, gzip: gzipSync(bytes).length, brotli: brotli.length }
}

async function get(address: string, headers: Record<string, string> = { cookie }): Promise<Buffer> {
  const answer = await fetch(origin + address, { headers: { ...headers, 'accept-encoding': 'identity' } })
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

/** Milliseconds of processor that an answer takes, ours who ask included: other work on the machine does not count. */
async function times(address: string, headers?: Record<string, string>): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < WARM + TIMES; i++) {
    const from = process.cpuUsage()
    await get(address, headers)
    const { user, system } = process.cpuUsage(from)
    all.push((user + system) / 1000)
  }
  return all.slice(WARM)
}

/** Every script named by the page: modules that it preloads, and those that it imports. */
function scripts(html: string): Weight {
  const names = new Set([...html.matchAll(/\/assets\/[\w.-]+\.js/g)].map(([name]) => name))
  const none: Weight = { raw: 0, gzip: 0, brotli: 0 }
  return [...names].reduce((sum, name) => {
    const one = weigh(readFileSync(path.join(CLIENT, name)))
    return { raw: sum.raw + one.raw, gzip: sum.gzip + one.gzip, brotli: sum.brotli + one.brotli }
  }, none)
}

const streamed = (html: string) =>
  [...html.matchAll(/streamController\.enqueue\((.*?)\);?<\/script>/gs)].reduce(
    (sum, [, text]) => sum + text!.length,
    0,
  )

async function weighPage(pathname: string, query: string): Promise<PageWeight> {
  const html = await get(pathname + query)
  const data = `${pathname === '/' ? '/_root' : pathname}.data${query}`
  const twin = `${pathname === '/' ? '/index' : pathname}.json${query}`
  return {
    path: pathname,
    html: weigh(html),
    data: streamed(html.toString()),
    update: weigh(await get(data)),
    scripts: scripts(html.toString()),
    pageMs: await times(pathname + query),
    figuresMs: await times(twin),
  }
}

async function places() {
  const found = await services.reader.read('bench places', async (db) => ({
    first: await firstDayOfData(db),
    last: await lastDayOfData(db),
    centers: await db.selectFrom('center').select('center_code').orderBy('center_code').execute(),
    exam: await db
      .selectFrom('mart.deviation')
      .select(['center_code', 'accession_no'])
      .orderBy('center_code')
      .orderBy('accession_no')
      .executeTakeFirst(),
  }))
  if (!found?.first || !found.last) throw new Error(`Nothing has been published in ${dataDir}.`)
  return { ...found, first: found.first, last: addDays(found.last, 1) }
}

async function weighAll(): Promise<Weights> {
  const { first, last, centers, exam } = await places()
  // The whole of the data, as whoever looks back over a year does.
  const query = `?from=${first}&to=${last}`
  const pages: PageWeight[] = []
  const codes: Record<string, string> = { ...CODES, center_code: centers[0]?.center_code ?? '' }
  for (const [page, address] of addresses(codes)) {
    if (page !== 'sql') pages.push(await weighPage(address, page === 'data' || page === 'methods' ? '' : query))
  }
  if (exam) pages.push(await weighPage(addressOf('exam', { ...codes, ...exam } as Record<string, string>)!, ''))
  return { centers: centers.length, days: daysBetween(first, last), pages, floorMs: await times('/login', {}) }
}

console.log(JSON.stringify(await weighAll()))
server.close()
server.closeAllConnections()
await services.reader.close()
await closeServices(opened)
