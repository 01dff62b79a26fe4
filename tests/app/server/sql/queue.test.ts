import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { FairQueue } from '#app/server/sql/queue.ts'

const LANE_MS = 60

/** A statement of so many milliseconds; null where it was stopped. */
const lasting = (ms: number) => (signal: AbortSignal) =>
  sleep(ms, `${ms} ms`, { signal }).then(
    (done) => done as string | null,
    () => null,
  )
const AGAIN = { isAnswer: (value: string | null) => value !== null }

test('while all slots are taken a short statement runs in the lane, and the next short one behind it', async () => {
  const queue = new FairQueue(2, 3, LANE_MS)
  const heavy = ['ana', 'ben'].map((user) => queue.run(user, 'h', undefined, lasting(400), AGAIN))
  const begun = performance.now()
  const short = ['eva', 'tim'].map((user) => queue.run(user, 's', undefined, lasting(10), AGAIN))
  expect(queue.running).toBe(3)
  expect(await Promise.all(short)).toEqual(['10 ms', '10 ms'])
  expect(performance.now() - begun).toBeLessThan(200)
  expect(await Promise.all(heavy)).toEqual(['400 ms', '400 ms'])
  expect(queue.running).toBe(0)
})

test('what is not done in the lane makes room, and is answered once a slot is free', async () => {
  const queue = new FairQueue(1, 3, LANE_MS)
  const heavy = queue.run('ana', 'h', undefined, lasting(250), AGAIN)
  let tries = 0
  const long = queue.run('eva', 'l', undefined, (signal) => (tries++, lasting(150)(signal)), AGAIN)
  await sleep(LANE_MS + 40)
  // Its place in the lane is another's.
  expect(await queue.run('tim', 's', undefined, lasting(5), AGAIN)).toBe('5 ms')
  expect(await heavy).toBe('250 ms')
  expect([await long, tries]).toEqual(['150 ms', 2])
})

test('whoever is in the lane when a slot becomes free stays as long as it takes', async () => {
  const queue = new FairQueue(1, 3, LANE_MS)
  const heavy = queue.run('ana', 'h', undefined, lasting(30), AGAIN)
  let tries = 0
  const next = queue.run('eva', 'l', undefined, (signal) => (tries++, lasting(150)(signal)), AGAIN)
  expect([await heavy, await next, tries]).toEqual(['30 ms', '150 ms', 1])
})

test('what cannot be run again waits for a slot', async () => {
  const queue = new FairQueue(1, 3, LANE_MS)
  const heavy = queue.run('ana', 'h', undefined, lasting(100))
  const stream = queue.run('eva', 's', undefined, lasting(1))
  expect([queue.running, queue.waiting]).toEqual([1, 1])
  expect(await Promise.all([heavy, stream])).toEqual(['100 ms', '1 ms'])
})

test('a statement that is cancelled in the lane, or while it makes room, is not run again', async () => {
  const queue = new FairQueue(1, 3, LANE_MS)
  const heavy = queue.run('ana', 'h', undefined, lasting(300), AGAIN)
  const cancelled = queue.run('eva', 'c', undefined, lasting(1000), AGAIN)
  expect(queue.cancel('eva', 'c')).toBe(true)
  expect(await cancelled).toBe(null)
  // One that takes a while to stop.
  const slow = (signal: AbortSignal) => lasting(1000)(signal).then(async (done) => (await sleep(60), done))
  const late = queue.run('tim', 'c', undefined, slow, AGAIN)
  await sleep(LANE_MS + 20)
  queue.cancel('tim', 'c')
  await expect(late).rejects.toMatchObject({ problem: { code: 'cancelled' } })
  await heavy
})

test('a stop ends what runs and what waits', async () => {
  const queue = new FairQueue(1, 3, 0)
  const running = queue.run('ana', 'h', undefined, lasting(5_000))
  const waiting = queue.run('eva', 'w', undefined, lasting(1))
  queue.cancelAll()
  expect(await running).toBe(null)
  await expect(waiting).rejects.toMatchObject({ problem: { code: 'cancelled' } })
})
