import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { takeLock } from '#etl/publish/lock.ts'
import { readScheduler, requestPath, schedulerPath } from '#etl/operation/control-files.ts'
import { keepOutcome, lastOutcomes, type RunOrigin } from '#etl/operation/outcomes.ts'
import { Scheduler } from '#etl/schedule/scheduler.ts'
import { temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { smallLanding } from '#tests/support/landing.ts'

// 02:00 in Shanghai is 18:00 UTC.
beforeEach(() => {
  vi.useFakeTimers({
    now: new Date('2026-03-02T17:50:00Z'),
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
})
afterEach(() => vi.useRealTimers())

const MINUTE = 60_000

/** A scheduler whose runs last until `end` is called; what starts them is kept. */
function scheduling(dataDir = temporaryFolder()) {
  const config = testConfig(smallLanding().dir, dataDir)
  const begun: RunOrigin[] = []
  const ends: (() => void)[] = []
  let scheduler: Scheduler
  const start = async () => {
    scheduler = new Scheduler(config, {
      log: () => undefined,
      async runOnce(origin, signal) {
        const started_at = new Date().toISOString()
        begun.push(origin)
        await new Promise<void>((resolve) => {
          ends.push(resolve)
          signal.addEventListener('abort', () => resolve())
        })
        await keepOutcome(dataDir, {
          ...{ status: 'nothing_new', trigger: origin.trigger, requested_by: origin.requestedBy },
          ...{ started_at, ended_at: new Date().toISOString(), ...(signal.aborted ? { code: 'etl/stopped' } : {}) },
        })
      },
    })
    await scheduler.start()
    onTestFinished(() => scheduler.stop())
  }
  return {
    ...{ config, dataDir, begun, start },
    stop: () => scheduler.stop(),
    request: (by: string) =>
      writeFileSync(requestPath(dataDir), JSON.stringify({ requested_at: new Date().toISOString(), requested_by: by })),
    end: async () => {
      ends.shift()!()
      await settled()
    },
  }
}

/** Lets files be read and runs begin, which fake timers do not drive. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}

async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await settled()
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 5000 && !condition(); i++) await pass(i < 2 ? 1000 : 1)
  expect(condition()).toBe(true)
}

const outcomeAt = (dataDir: string, started_at: string, code?: string) =>
  keepOutcome(dataDir, {
    ...{ status: code ? 'failed' : 'nothing_new', trigger: 'schedule', requested_by: null },
    ...{ started_at, ended_at: started_at, ...(code ? { code } : {}) },
  })

test('a run begins at the hour in the time zone of the schedule, and never beside another', async () => {
  const s = scheduling()
  await s.start()
  expect(readScheduler(s.dataDir)?.next_run_at).toBe('2026-03-02T18:00:00.000Z')
  await pass(9 * MINUTE)
  expect(s.begun).toEqual([])
  await pass(2 * MINUTE)
  expect(s.begun).toEqual([{ trigger: 'schedule', requestedBy: null }])
})

test('runs never overlap: what falls due during one is one run after it', async () => {
  const s = scheduling()
  s.config.cron = '*/2 * * * *'
  await s.start()
  await pass(9 * MINUTE)
  expect(s.begun).toHaveLength(1)
  await s.end()
  // The outcome is kept by real files, which fake time does not wait for.
  await until(() => s.begun.length === 2)
  await pass(5 * MINUTE)
  expect(s.begun).toHaveLength(2)
})

test('a run missed while the machine was off is made up, once', async () => {
  const s = scheduling()
  await outcomeAt(s.dataDir, '2026-02-28T18:00:00.000Z')
  await s.start()
  await until(() => s.begun.length === 1)
  expect(s.begun).toEqual([{ trigger: 'made_up', requestedBy: null }])
  await s.end()
  await pass(5 * MINUTE)
  expect(s.begun).toHaveLength(1)
})

test('a made-up run that takes the process with it is not tried again', async () => {
  const s = scheduling()
  await outcomeAt(s.dataDir, '2026-02-28T18:00:00.000Z')
  writeFileSync(
    schedulerPath(s.dataDir),
    JSON.stringify({
      ...{ pid: 1, cron: '0 2 * * *', time_zone: 'Asia/Shanghai', made_up_for: '2026-03-01T18:00:00.000Z' },
      ...{ started_at: '2026-02-28T00:00:00Z', updated_at: '2026-03-01T18:00:30Z' },
    }),
  )
  await s.start()
  await pass(5 * MINUTE)
  expect(s.begun).toEqual([])
})

test('a failed night is not made up, one that was broken off is', async () => {
  const failed = scheduling()
  await outcomeAt(failed.dataDir, '2026-03-01T18:00:00.100Z', 'etl/blocked')
  await failed.start()
  await pass(5 * MINUTE)
  expect(failed.begun).toEqual([])
  const stopped = scheduling()
  await outcomeAt(stopped.dataDir, '2026-02-28T18:00:00.100Z')
  await outcomeAt(stopped.dataDir, '2026-03-01T18:00:00.100Z', 'etl/stopped')
  await stopped.start()
  await until(() => stopped.begun.length === 1)
  expect(stopped.begun[0]?.trigger).toBe('made_up')
})

test('on its first start a scheduler has missed nothing', async () => {
  const s = scheduling()
  await s.start()
  await pass(5 * MINUTE)
  expect(s.begun).toEqual([])
})

test('a run missed while the machine slept is made up when it wakes', async () => {
  const s = scheduling()
  await s.start()
  vi.setSystemTime(new Date('2026-03-03T07:00:00Z'))
  await until(() => s.begun.length === 1)
  expect(s.begun).toHaveLength(1)
  await s.end()
  await pass(5 * MINUTE)
  expect(s.begun).toHaveLength(1)
})

test('a request is taken once, with who asked; those that come meanwhile become one', async () => {
  const s = scheduling()
  await s.start()
  s.request('ada')
  await until(() => s.begun.length === 1)
  expect(existsSync(requestPath(s.dataDir))).toBe(false)
  s.request('ben')
  s.request('cy')
  await pass(5000)
  expect(s.begun).toEqual([{ trigger: 'request', requestedBy: 'ada' }])
  await s.end()
  await until(() => s.begun.length === 2)
  expect(s.begun[1]).toEqual({ trigger: 'request', requestedBy: 'cy' })
  await s.end()
  await pass(5000)
  expect(s.begun).toHaveLength(2)
})

test('a request waits while a run by hand holds the lock, and a due night is then made up', async () => {
  const s = scheduling()
  await s.start()
  const unlock = takeLock(s.dataDir)
  s.request('ada')
  await pass(15 * MINUTE)
  expect(s.begun).toEqual([])
  unlock()
  await until(() => s.begun.length === 1)
  expect(s.begun).toEqual([{ trigger: 'request', requestedBy: 'ada' }])
})

test('what nobody can read is a request of somebody unknown', async () => {
  const s = scheduling()
  await s.start()
  writeFileSync(requestPath(s.dataDir), '{ "requested_by"')
  await until(() => s.begun.length === 1)
  expect(s.begun).toEqual([{ trigger: 'request', requestedBy: null }])
})

test('its heartbeat renews itself, and a stop takes it away and breaks the run off', async () => {
  const s = scheduling()
  await s.start()
  const first = readScheduler(s.dataDir)!
  expect(first).toMatchObject({ pid: process.pid, cron: '0 2 * * *', time_zone: 'Asia/Shanghai' })
  await pass(90_000)
  expect(readScheduler(s.dataDir)!.updated_at > first.updated_at).toBe(true)
  s.request('ada')
  await until(() => s.begun.length === 1)
  await s.stop()
  expect(existsSync(schedulerPath(s.dataDir))).toBe(false)
  expect((await lastOutcomes(s.dataDir, 9)).at(-1)).toMatchObject({ code: 'etl/stopped', requested_by: 'ada' })
})

test('a request before anything has landed is answered with an outcome that says so', async () => {
  const dataDir = temporaryFolder()
  const s = scheduling(dataDir)
  s.config.landingDir = s.config.controlDir = join(dataDir, 'nowhere')
  await s.start()
  s.request('ada')
  // The file is there a moment before its line is.
  const outcomes = () => {
    const file = join(dataDir, 'runs.ndjson')
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }
  await until(() => outcomes().endsWith('\n'))
  expect(s.begun).toEqual([])
  expect(JSON.parse(outcomes())).toMatchObject({
    status: 'failed',
    code: 'etl/nothing-landed',
    requested_by: 'ada',
  })
})

test('the night whose hour the clocks pass over runs once, and is told before', async () => {
  // In Berlin 02:00 to 03:00 is left out on 29 March 2026.
  vi.setSystemTime(new Date('2026-03-29T00:50:00Z'))
  const s = scheduling()
  Object.assign(s.config, { cron: '30 2 * * *', timeZone: 'Europe/Berlin' })
  await s.start()
  expect(readScheduler(s.dataDir)?.next_run_at).toBe('2026-03-29T01:00:00.000Z')
  await pass(9 * MINUTE)
  expect(s.begun).toEqual([])
  await pass(4 * MINUTE)
  await until(() => s.begun.length === 1)
  await s.end()
  await pass(60 * MINUTE)
  await settled()
  expect(s.begun).toHaveLength(1)
})
