import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildIsStale, sourceStamp } from '#app/server/start/build.js'
import { holdsFiles, planData } from '#app/server/start/data.js'
import { ensureDependencies } from '#app/server/start/dependencies.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'start-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(file: string, text = '{}') {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

const plan = () => planData(path.join(folder, 'data'), path.join(folder, 'landing'))

test('with nothing there, a demo is made', () => {
  expect(plan()).toEqual({ load: 'demo', served: false })
})

test('empty folders and unfinished uploads in the landing folder are nothing to load', () => {
  mkdirSync(path.join(folder, 'landing/exams/C001'), { recursive: true })
  put('landing/exams/.upload.csv')
  expect(holdsFiles(path.join(folder, 'landing'))).toBe(false)
})

test('landed files are loaded before anything is served, where nothing was published', () => {
  put('landing/exams/C001/a.csv')
  expect(plan()).toEqual({ load: 'landing', served: false })
})

test('a demo is served while the first real files load', () => {
  put('data/demo/current.json')
  expect(plan()).toEqual({ load: 'demo', served: true })
  put('landing/exams/C001/a.csv')
  expect(plan()).toEqual({ load: 'landing', served: true })
})

test('a real snapshot is served at once, and the demo is never made beside it', () => {
  put('data/current.json')
  expect(plan()).toEqual({ load: 'landing', served: true })
})

test('a build is stale when a source changes, appears or goes, and not when only times do', () => {
  put('app/root.tsx', 'one')
  put('build/server/index.js', '')
  expect(buildIsStale(folder)).toBe(true)
  put('build/.stamp', sourceStamp(folder))
  put('app/root.tsx', 'one')
  expect(buildIsStale(folder)).toBe(false)
  put('queries/filter.ts', '')
  expect(buildIsStale(folder)).toBe(true)
})

test('packages that are installed as locked are left alone, and npm is not asked', async () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  }
  put('package-lock.json', JSON.stringify(lock))
  put('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }))
  put('node_modules/a/package.json')
  await expect(ensureDependencies(folder)).resolves.toBeUndefined()
})

function start(env: Record<string, string>, ...args: string[]) {
  const script = path.resolve(import.meta.dirname, '../../../../app/server/start.js')
  const given = { ...process.env, PORT: '0', DATA_DIR: path.join(folder, 'data'), ...env }
  return spawnSync(process.execPath, [script, ...args], { cwd: folder, env: given, encoding: 'utf8', timeout: 60_000 })
}

test('a taken port ends the start with one line and status 2', async () => {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const { status, stdout, stderr } = start({ PORT: String(port) })
  server.close()
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toBe(`PORT: ${port} on 127.0.0.1 is taken: stop the program that uses it, or set PORT to another.\n`)
})

test('a data folder that cannot be made ends the start with one line and status 2', () => {
  put('file')
  const { status, stderr } = start({ DATA_DIR: path.join(folder, 'file/data') })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^DATA_DIR: .*file\/data cannot be written \(ENOTDIR\)\. .*\n$/)
})

test('a landing folder that was named and is not there ends the start with one line and status 2, and makes no demo', () => {
  const { status, stderr } = start({ LANDING_DIR: path.join(folder, 'not-there') })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^LANDING_DIR: there is no folder .*not-there\. .*\n$/)
  expect(existsSync(path.join(folder, 'data/demo'))).toBe(false)
})

test('an argument that is none ends the start with status 2, --help with the usage', () => {
  expect(start({}, '--reset')).toMatchObject({ status: 2, stderr: expect.stringContaining('--reset') as string })
  expect(start({}, '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('--reset-accounts') as string,
  })
})

test('sources that are declared in a folder of their own are loaded, not a demo', () => {
  put('control/sources.json')
  expect(planData(path.join(folder, 'data'), path.join(folder, 'landing'), path.join(folder, 'control')).load).toBe(
    'landing',
  )
})

test('a wrong variable of the nightly run ends the start with one line and status 2, before anything is loaded', () => {
  const { status, stdout, stderr } = start({ ETL_CRON: 'sometimes' })
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^ETL_CRON: .*\n$/)
})
