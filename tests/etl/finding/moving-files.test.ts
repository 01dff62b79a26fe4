import { appendFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { scan } from '#etl/landing/discover.ts'
import { UNLIMITED } from '#etl/landing/unpack.ts'
import type * as stages from '#etl/load/stage.ts'
import { stage } from '#etl/load/stage.ts'
import { NO_PROFILES } from '#etl/profiles/folder.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { run } from '#etl/run/run.ts'
import { sortFiles } from '#etl/finding/sort-files.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

vi.mock('#etl/load/stage.ts', { spy: true })

const EXAMS = 'SELECT accession_no FROM main.exam ORDER BY 1'

/** A landing folder with `a.csv` (one exam, then two) and a sound `b.csv`; `move` changes `a.csv` under the run. */
function moving() {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  const whole = examsCsv({}, { accession_no: 'A2' })
  put('exams/a.csv', examsCsv({}))
  put('exams/b.csv', examsCsv({ accession_no: 'B1' }))
  const a = join(dir, 'exams/a.csv')
  return { config, put, a, whole, grow: () => appendFileSync(a, whole.slice(examsCsv({}).length)) }
}

/** A run during which `change` happens once, as soon as the engine has read the files. */
async function whileRead(config: ReturnType<typeof moving>['config'], change: () => void) {
  let done = false
  vi.mocked(stage).mockImplementation(async (...args) => {
    const real = await vi.importActual<typeof stages>('#etl/load/stage.ts')
    const late = await real.stage(...args)
    if (!done) change()
    done = true
    return late
  })
  const notes: string[] = []
  await run(config, {
    ...{ rebuild: false, allowShrink: false },
    progress: { ...silentProgress, note: (text) => void notes.push(text) },
  })
  vi.mocked(stage).mockRestore()
  expect(done).toBe(true)
  return notes
}

/** A run during which `change` happens between the look at the files and the engine's reading. */
async function beforeRead(config: ReturnType<typeof moving>['config'], change: () => void) {
  await run(config, {
    ...{ rebuild: false, allowShrink: false },
    progress: { ...silentProgress, step: (name) => name === 'loading exams' && change() },
  })
}

for (const [when, during] of Object.entries({ 'while it is read': whileRead, 'before it is read': beforeRead })) {
  test(`a file that grows ${when} is left to the next run, and then loaded whole`, async () => {
    const { config, grow } = moving()
    await during(config, grow)
    expect(await ask(config, EXAMS)).toEqual([{ accession_no: 'B1' }])
    expect(await ask(config, 'SELECT path FROM ops.source_file')).toEqual([{ path: 'exams/b.csv' }])
    await etl(config)
    expect((await ask(config, EXAMS)).map((e) => e.accession_no)).toEqual(['A1', 'A2', 'B1'])
    expect(await ask(config, 'SELECT count(*) AS n FROM ops.reject')).toEqual([{ n: 0 }])
    expect((await etl(config)).status).toBe('nothing_new')
  })

  test(`a file that vanishes ${when} is not held to be bad: it loads when it is there again`, async () => {
    const { config, a } = moving()
    await during(config, () => rmSync(a))
    expect((await ask(config, EXAMS)).map((e) => e.accession_no)).toEqual(['B1'])
    writeFileSync(a, examsCsv({}))
    await etl(config)
    expect((await ask(config, EXAMS)).map((e) => e.accession_no)).toEqual(['A1', 'B1'])
    expect(await ask(config, 'SELECT count(*) AS n FROM ops.reject')).toEqual([{ n: 0 }])
  })
}

test('a run says which files it left to the next', async () => {
  const { config, grow } = moving()
  expect((await whileRead(config, grow)).join()).toMatch(/left to the next: exams\/a\.csv$/)
})

test('the same content under a second name is not taken for known when the first was left out', async () => {
  const { config, put, a } = moving()
  put('exams/c.csv', examsCsv({}))
  // Old enough for their size and times to be trusted.
  for (const name of ['a', 'c']) utimesSync(join(dirname(a), `${name}.csv`), 1e9, 1e9)
  await whileRead(config, () => rmSync(a))
  await etl(config)
  expect((await ask(config, EXAMS)).map((e) => e.accession_no)).toEqual(['A1', 'B1'])
})

test('a file that turned out to need the tolerant reader is read by it when its batch is read again', async () => {
  const { config, put, grow } = moving()
  // One cell too many in the middle: the fast reader finds out while it reads.
  const lines = examsCsv({ accession_no: 'C1' }, { accession_no: 'C2' }, { accession_no: 'C3' }).split('\n')
  put('exams/c.csv', [lines[0], lines[1], `${lines[2]},x`, lines[3], ''].join('\n'))
  await whileRead(config, grow)
  expect((await ask(config, EXAMS)).map((e) => e.accession_no)).toEqual(['B1', 'C1', 'C3'])
  expect(await ask(config, 'SELECT path, line, reason FROM ops.reject')).toEqual([
    { path: 'exams/c.csv', line: 3, reason: 'malformed' },
  ])
  await etl(config)
  expect((await ask(config, EXAMS)).map((e) => e.accession_no)).toEqual(['A1', 'A2', 'B1', 'C1', 'C3'])
})

test('a file that is no good because it is still written to is not rejected', async () => {
  const { dir, put } = smallLanding()
  put('exams/a.csv', 'center_co')
  const known = () => Promise.resolve({ contents: new Set<string>(), paths: new Map<string, Set<string>>() })
  const context = {
    tmpDir: temporaryFolder(),
    profiles: NO_PROFILES,
    zones: new Map<string, string>(),
    limits: UNLIMITED,
    progress: silentProgress,
    known,
  }
  const files = await scan(dir)
  expect((await sortFiles(files, context)).fresh.size).toBe(1)
  put('exams/a.csv', 'center_code,acc')
  expect((await sortFiles(files, context)).fresh.size).toBe(0)
})
