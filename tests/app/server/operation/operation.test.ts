import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runningRun, schedulerState, waitingRequest } from '#app/server/operation/control-files.ts'
import { Operations } from '#app/server/operation/operation.ts'
import { OutcomeLog } from '#app/server/operation/outcome-log.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'

function folder() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'operation-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const put = (name: string, content: unknown) => writeFileSync(path.join(dataDir, name), JSON.stringify(content))
  const reader = createSnapshotReader({ dataDirs: [dataDir] })
  onTestFinished(() => reader.close())
  return { dataDir, put, operations: new Operations(dataDir, reader) }
}

const DEAD = 2 ** 22 + 1
const at = () => new Date().toISOString()
const beat = (over: object = {}) => ({
  ...{ pid: process.pid, cron: '0 2 * * *', time_zone: 'Asia/Shanghai', started_at: at(), next_run_at: at() },
  ...{ updated_at: at(), ...over },
})
const progress = (over: object = {}) => ({
  ...{ pid: process.pid, trigger: 'schedule', started_at: at(), updated_at: at(), step: 'checking', ...over },
})

test('a scheduler that is dead or silent is none', async () => {
  const { dataDir, put } = folder()
  expect(await schedulerState(dataDir)).toBeNull()
  put('scheduler.json', beat())
  expect(await schedulerState(dataDir)).toMatchObject({ cron: '0 2 * * *' })
  put('scheduler.json', beat({ pid: DEAD }))
  expect(await schedulerState(dataDir)).toBeNull()
  put('scheduler.json', beat({ updated_at: '2026-03-01T00:00:00Z' }))
  expect(await schedulerState(dataDir)).toBeNull()
})

test('the progress of a dead process, and half a file, are no running run', async () => {
  const { dataDir, put } = folder()
  put('progress.json', progress())
  expect(await runningRun(dataDir)).toMatchObject({ step: 'checking', files_done: null })
  put('progress.json', progress({ pid: DEAD }))
  expect(await runningRun(dataDir)).toBeNull()
  writeFileSync(path.join(dataDir, 'progress.json'), '{"pid":')
  expect(await runningRun(dataDir)).toBeNull()
})

test('a run is asked for only while a scheduler runs, none is under way and none is asked for', async () => {
  const { dataDir, put, operations } = folder()
  expect(await operations.request('ada')).toBe('no_scheduler')
  expect(existsSync(path.join(dataDir, 'run-request.json'))).toBe(false)
  put('scheduler.json', beat())
  put('progress.json', progress())
  expect(await operations.request('ada')).toBe('running')
  rmSync(path.join(dataDir, 'progress.json'))
  expect(await operations.request('ada')).toBeNull()
  expect(await operations.request('ben')).toBe('requested')
  expect(JSON.parse(readFileSync(path.join(dataDir, 'run-request.json'), 'utf8'))).toMatchObject({
    requested_by: 'ada',
  })
  expect(await waitingRequest(dataDir)).toMatchObject({ requested_by: 'ada' })
})

const line = (status: string, started_at: string, more: object = {}) =>
  `${JSON.stringify({ status, started_at, ...more })}\n`

test('outcomes are read on from where they were left, past torn and foreign lines', async () => {
  const { dataDir } = folder()
  const log = new OutcomeLog(dataDir)
  const file = path.join(dataDir, 'runs.ndjson')
  expect(await log.read()).toEqual([])
  writeFileSync(file, line('published', '2026-03-01T00:00:00Z', { steps: { scan: 1, read: { exams: 2 } } }))
  expect((await log.read())[0]?.steps).toEqual([
    { step: 'scan', feed: null, seconds: 1 },
    { step: 'read', feed: 'exams', seconds: 2 },
  ])
  appendFileSync(file, 'no json\n{"status":"fai')
  expect(await log.read()).toHaveLength(1)
  appendFileSync(file, 'led","started_at":"2026-03-02T00:00:00Z","code":"etl/blocked"}\n')
  expect((await log.read()).map((o) => [o.status, o.code])).toEqual([
    ['published', null],
    ['failed', 'etl/blocked'],
  ])
})

test('runs are listed newest first, page by page; those of before the log come from the snapshot', async () => {
  const { dataDir, operations } = folder()
  const days = Array.from({ length: 120 }, (_, place) => new Date(Date.UTC(2026, 0, 1 + place)).toISOString())
  writeFileSync(
    path.join(dataDir, 'runs.ndjson'),
    days.map((day, i) => line('published', day, { run_id: `r${i}` })).join(''),
  )
  const old = {
    ...{ run_id: 'old', started_at: '2025-12-01T00:00:00.000Z', ended_at: null, kind: 'backfill', status: 'published' },
    ...{ snapshot_id: 'old', files_read: 1, rows_loaded: 2, rows_rejected: 3 },
  }
  const read = await operations.read({
    reader: 'qa',
    page: 3,
    run: 'r7',
    known: [old, { ...old, run_id: 'r5', snapshot_id: 'r5' }],
  })
  expect(read.runs).toMatchObject({ total: 121, page: 3, page_size: 50 })
  expect(read.runs.rows.at(-1)).toMatchObject({ run_id: 'old', rows_loaded: 2 })
  expect(read.recent[0]?.run_id).toBe('r119')
  expect(read.run?.run_id).toBe('r7')
  expect(read.may_start).toBe(false)
})
