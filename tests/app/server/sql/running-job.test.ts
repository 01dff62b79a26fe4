import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DEFAULT_LIMITS } from '#app/server/sql/limits.ts'
import { RunningJob, type Handlers } from '#app/server/sql/sandbox/running-job.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function started(handlers: Handlers = {}) {
  const levers = { interrupt: vi.fn(), kill: vi.fn() }
  const run = new RunningJob({ ...DEFAULT_LIMITS, timeLimitMs: 1_000 }, handlers, levers)
  const pulled = () => [levers.interrupt.mock.calls.length, levers.kill.mock.calls.length]
  return { run, pulled }
}

test('a statement is interrupted at its limit and killed a second later', () => {
  const { pulled } = started()
  vi.advanceTimersByTime(999)
  expect(pulled()).toEqual([0, 0])
  vi.advanceTimersByTime(1)
  expect(pulled()).toEqual([1, 0])
  vi.advanceTimersByTime(1_000)
  expect(pulled()).toEqual([1, 1])
})

test('rows that still come after the interrupt do not save it from being killed', async () => {
  const { run, pulled } = started()
  vi.advanceTimersByTime(1_000)
  run.computed([])
  vi.advanceTimersByTime(500)
  await run.take([[1]])
  vi.advanceTimersByTime(500)
  expect(pulled()).toEqual([1, 1])
})

test('each batch of a long answer has the time of a statement, unless the whole is limited', async () => {
  const long = started()
  const screen = started({ wholeLimitMs: 1_500 })
  for (const { run } of [long, screen]) run.computed([])
  for (let i = 0; i < 4; i++) {
    vi.advanceTimersByTime(900)
    for (const { run } of [long, screen]) await run.take([[i]])
  }
  expect([long.pulled(), screen.pulled()]).toEqual([
    [0, 0],
    [1, 1],
  ])
})
