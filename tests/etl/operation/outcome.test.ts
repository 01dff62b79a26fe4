import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockHolder } from '#etl/publish/lock.ts'
import { lastOutcomes } from '#etl/operation/outcomes.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { ProgressFile, readProgress, type RunProgress } from '#etl/operation/progress-file.ts'
import { run } from '#etl/run/run.ts'
import { status } from '#etl/keeping/status.ts'
import { etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const options = { rebuild: false, allowShrink: false, progress: silentProgress }

function landed() {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}, { accession_no: 'A2' }))
  return { config, put }
}

test('an outcome says what the run was, who wanted it and how long each step took', async () => {
  const { config } = landed()
  const result = await run(config, { ...options, origin: { trigger: 'request', requestedBy: 'ada' } })
  await etl(config)
  const [first, second] = await lastOutcomes(config.dataDir, 10)
  expect(first).toMatchObject({ ...result, trigger: 'request', requested_by: 'ada' })
  expect(first?.steps).toHaveProperty('models')
  expect(second).toMatchObject({ status: 'nothing_new', trigger: 'command', requested_by: null, rows_read: 0 })
})

test('a failed run keeps its id, code and message, and nothing that it read', async () => {
  const { config, put } = landed()
  put('reference/scanners.csv', 'scanner_id,center_code\nS1,NOWHERE-SECRET\n')
  await expect(etl(config)).rejects.toThrow()
  const [failed] = await lastOutcomes(config.dataDir, 10)
  expect(failed).toMatchObject({ status: 'failed', trigger: 'command', run_id: expect.stringMatching(/^\d{8}T/) })
  expect(failed?.code).toMatch(/^etl\//)
})

test('while a run lasts, its file tells step, files and rows, and it is gone afterwards', async () => {
  const { config } = landed()
  const seen: RunProgress[] = []
  const look = () => void seen.push(readProgress(config.dataDir)!)
  // The file is written after the inner progress has been told: the step before is what it holds.
  await run(config, {
    ...options,
    progress: { ...silentProgress, step: look },
    origin: { trigger: 'schedule', requestedBy: null },
  })
  expect(seen.map((p) => p.step)).toEqual(
    expect.arrayContaining([
      'starting',
      'reading reference data',
      'looking for new files',
      'loading exams',
      'checking',
    ]),
  )
  expect(seen.at(-1)).toMatchObject({ pid: process.pid, trigger: 'schedule', run_id: expect.stringMatching(/^\d{8}T/) })
  expect(existsSync(join(config.dataDir, 'progress.json'))).toBe(false)
})

test('the progress file counts files and rows of the step, and forgets them with the next', () => {
  const dataDir = temporaryFolder()
  const file = new ProgressFile(dataDir, { trigger: 'command', requestedBy: null }, new Date(0), silentProgress)
  file.step('loading exams')
  file.begin('r1')
  file.detail('3 of 5 files', { filesDone: 3, filesTotal: 5, rowsRead: 70 })
  file.step('checking')
  expect(readProgress(dataDir)).toMatchObject({ run_id: 'r1', step: 'checking', files_done: null, rows_read: null })
  file.remove()
  expect(readProgress(dataDir)).toBeNull()
})

test('the progress of a dead process is none', () => {
  const dataDir = temporaryFolder()
  writeFileSync(join(dataDir, 'progress.json'), JSON.stringify({ pid: 2 ** 22 + 1, step: 'loading exams' }))
  expect(readProgress(dataDir)).toBeNull()
})

test.each(['looking for new files', 'loading exams', 'building marts'])(
  'a run that is stopped at "%s" leaves nothing but its outcome, and the next does the work',
  async (step) => {
    const { config } = landed()
    const stop = new AbortController()
    const progress = { ...silentProgress, step: (name: string) => name === step && stop.abort() }
    await expect(
      run(config, { ...options, progress: progress as typeof silentProgress, signal: stop.signal }),
    ).rejects.toThrow()
    expect((await lastOutcomes(config.dataDir, 1))[0]).toMatchObject({ status: 'failed', code: 'etl/stopped' })
    expect(existsSync(join(config.dataDir, 'current.json'))).toBe(false)
    expect(lockHolder(config.dataDir)).toBeNull()
    expect((await etl(config)).rows_loaded).toBe(2)
  },
)

test('a run that is about to publish is not stopped any more', async () => {
  const { config } = landed()
  const stop = new AbortController()
  const progress = { ...silentProgress, step: (name: string) => void (name === 'publishing' && stop.abort()) }
  expect((await run(config, { ...options, progress, signal: stop.signal })).status).toBe('published')
})

test('status tells of scheduler and running run, and reads past a torn line', async () => {
  const { config } = landed()
  await etl(config)
  writeFileSync(
    join(config.dataDir, 'runs.ndjson'),
    `${readFileSync(join(config.dataDir, 'runs.ndjson'), 'utf8')}{"sta`,
  )
  expect(await status(config, false)).toContain('No scheduler runs')
  const at = new Date().toISOString()
  const times = { started_at: at, next_run_at: at, updated_at: at }
  const scheduler = { pid: process.pid, cron: '0 2 * * *', time_zone: 'Asia/Shanghai', ...times }
  writeFileSync(join(config.dataDir, 'scheduler.json'), JSON.stringify(scheduler))
  const file = new ProgressFile(config.dataDir, { trigger: 'request', requestedBy: 'ada' }, new Date(), silentProgress)
  file.step('checking')
  const text = await status(config, false)
  expect(text).toContain(`Scheduler: process ${process.pid}, "0 2 * * *" (Asia/Shanghai), next run ${at}`)
  expect(text).toMatch(/Running since .* \(request of ada, process \d+\): checking/)
  expect(JSON.parse(await status(config, true))).toMatchObject({
    outcomes: [{ status: 'published', trigger: 'command' }],
  })
})
