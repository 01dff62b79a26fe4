import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readScheduler, requestPath } from '#etl/operation/control-files.ts'
import { lastOutcomes } from '#etl/operation/outcomes.ts'
import { temporaryFolder } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { until } from '#tests/support/processes.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** A scheduler as a process of its own. */
function scheduler(env: Record<string, string>) {
  const dataDir = temporaryFolder()
  const { dir, put } = smallLanding()
  put('exams/a.csv', examsCsv({}))
  const child = spawn(process.execPath, ['--import', 'tsx', 'etl/cli.ts', 'schedule'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir, LANDING_DIR: dir, ETL_THREADS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { text: '' }
  child.stdout.on('data', (chunk) => (output.text += chunk))
  child.stderr.on('data', (chunk) => (output.text += chunk))
  onTestFinished(() => void child.kill('SIGKILL'))
  return { dataDir, child, output }
}

const ended = (child: ChildProcess) => new Promise<number | null>((done) => child.once('close', done))

test('a scheduler loads when asked, keeps who asked, and ends cleanly on SIGTERM', async () => {
  const { dataDir, child, output } = scheduler({ ETL_CRON: '0 2 1 1 *' })
  await until(() => readScheduler(dataDir) !== null)
  expect(readScheduler(dataDir)).toMatchObject({ pid: child.pid, cron: '0 2 1 1 *' })
  writeFileSync(requestPath(dataDir), JSON.stringify({ requested_at: new Date().toISOString(), requested_by: 'ada' }))
  await until(async () => (await lastOutcomes(dataDir, 1)).length === 1)
  expect((await lastOutcomes(dataDir, 1))[0]).toMatchObject({
    status: 'published',
    trigger: 'request',
    requested_by: 'ada',
  })
  expect(existsSync(requestPath(dataDir))).toBe(false)
  const status = ended(child)
  child.kill('SIGTERM')
  expect(await status).toBe(0)
  expect(existsSync(join(dataDir, 'scheduler.json'))).toBe(false)
  expect(output.text).toContain('published: snapshot')
})

test('SIGTERM during a run ends the process with status 0, no lock and no progress left', async () => {
  const { dataDir, child } = scheduler({ ETL_CRON: '0 2 1 1 *' })
  await until(() => readScheduler(dataDir) !== null)
  writeFileSync(requestPath(dataDir), '{}')
  await until(() => existsSync(join(dataDir, 'progress.json')))
  const status = ended(child)
  child.kill('SIGTERM')
  expect(await status).toBe(0)
  const [outcome] = await lastOutcomes(dataDir, 1)
  // A slow machine may be told so late that the run had published.
  if (outcome?.status === 'failed') expect(outcome.code).toBe('etl/stopped')
  else expect(JSON.parse(readFileSync(join(dataDir, 'current.json'), 'utf8'))).toHaveProperty('snapshot_id')
  expect(existsSync(join(dataDir, 'etl.lock'))).toBe(false)
  expect(existsSync(join(dataDir, 'progress.json'))).toBe(false)
})
