// What a person at the SQL console waits for, and what the web process pays for it. A process of its own, so that its
// memory is that of the service alone; prints one line of JSON.
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { DATA_CLASSES } from '#queries/data-classes.ts'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createSqlService } from '#app/server/sql/service.ts'
import type { ExportFormat } from '#app/sql/sql-types.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import type { ConsoleTimes, ExportTimes } from './types.ts'

const [dataDir, exportSql] = process.argv.slice(2) as [string, string]
const service = createSqlService({ reader: createSnapshotReader({ dataDirs: [dataDir], cacheBytes: 0 }) })
const TRIVIAL = 'SELECT count(*) FROM center'
const MIB = 1024 * 1024

async function timed(sql: string, user = 'alice'): Promise<number> {
  const from = performance.now()
  const answer = await service.run({ user, classes: DATA_CLASSES, scope: ALL_CENTERS, sql })
  if (!answer.ok) throw new Error(answer.problem.message)
  return performance.now() - from
}

async function times(n: number, sql: string): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < n; i++) all.push(await timed(sql))
  return all
}

/** Kills a process that waits for work, asks at once, and waits until there are as many as before. */
async function killed(): Promise<{ next: number; replaced: number }> {
  const before = await service.pids()
  const from = performance.now()
  process.kill(before[0]!, 'SIGKILL')
  const next = await timed(TRIVIAL)
  for (;;) {
    const now = await service.pids()
    if (now.length >= before.length && !now.includes(before[0]!)) return { next, replaced: performance.now() - from }
    await wait(5)
  }
}

/** Reads a stream to its end as fast as it comes. @returns bytes and milliseconds from the request to the first one */
async function drain(stream: Readable, from: number): Promise<{ bytes: number; first: number }> {
  let bytes = 0
  let first = NaN
  for await (const chunk of stream) {
    if (bytes === 0) first = performance.now() - from
    bytes += (chunk as Buffer).length
  }
  return { bytes, first }
}

async function exported(format: ExportFormat): Promise<ExportTimes> {
  global.gc?.()
  const base = process.memoryUsage.rss()
  let peak = base
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10)
  const from = performance.now()
  const started = await service.export({
    user: 'alice',
    classes: DATA_CLASSES,
    scope: ALL_CENTERS,
    sql: exportSql,
    format,
  })
  if (!started.ok) throw new Error(started.problem.message)
  const { bytes, first } = await drain(started.stream, from)
  const { rows } = await started.outcome
  clearInterval(watch)
  return { format, rows, bytes, firstMs: first, wholeMs: performance.now() - from, extraMib: (peak - base) / MIB }
}

/** Another person's question while one person's statement takes what it can get. */
async function besideAttack(sql: string, n: number): Promise<{ usual: number[]; attacked: number[] }> {
  await times(3, sql)
  const usual = await times(n, sql)
  const attack = service.run({
    user: 'mallory',
    classes: DATA_CLASSES,
    scope: ALL_CENTERS,
    queryId: 'attack',
    sql: 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b',
  })
  await wait(500)
  const attacked = await times(n, sql)
  service.cancel('mallory', 'attack')
  await attack
  return { usual, attacked }
}

await service.warm()
await times(5, TRIVIAL)
const measured: ConsoleTimes = {
  trivial: await times(50, TRIVIAL),
  killed: [await killed(), await killed(), await killed(), await killed(), await killed()],
  // The first of them loads what they all need.
  exports: [await exported('csv'), await exported('xlsx'), await exported('parquet')],
  ...(await besideAttack(`SELECT payer_class, sum(allowed_amount), count(*) FROM charge GROUP BY ALL`, 15)),
}
console.log(JSON.stringify(measured))
await service.close()
process.exit(0)
