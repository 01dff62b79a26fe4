import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openControlWarning } from '#etl/landing/open-control.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

test('with a folder of its own for what steers the program, a dropped sources.json, profile or price list does nothing', async () => {
  const { dir, put } = smallLanding()
  const controlDir = temporaryFolder()
  cpSync(join(dir, 'reference'), join(controlDir, 'reference'), { recursive: true })
  rmSync(join(dir, 'reference'), { recursive: true })
  put('exams/a.csv', examsCsv({}))
  put('sources.json', '{"sources":[{"id":"x","feed":"exams","address":"https://evil.example/"}]}')
  put('profiles/evil.json', '{"feed":"exams","files":["exams/**"]}')
  put('reference/centers.csv', 'center_code,name_en\nC9,Evil\n')
  const config = { ...testConfig(dir, temporaryFolder()), controlDir, sourcesFile: join(controlDir, 'sources.json') }
  expect(await etl(config)).toMatchObject({ rows_loaded: 1, sources_asked: 0 })
  expect(await ask(config, 'SELECT center_code FROM main.center ORDER BY 1')).toEqual([
    { center_code: 'C1' },
    { center_code: 'C2' },
  ])
  // Nothing is dropped in silence: each is a file of no feed.
  expect(await ask(config, "SELECT path FROM ops.reject WHERE reason = 'unknown_feed' ORDER BY 1")).toEqual([
    { path: 'profiles/evil.json' },
    { path: 'reference/centers.csv' },
    { path: 'sources.json' },
  ])
})

test('a landing folder that others can write is told of while it also steers the program', () => {
  const { dir } = smallLanding()
  const config = { landingDir: dir, controlDir: dir }
  chmodSync(dir, 0o700)
  chmodSync(join(dir, 'reference'), 0o700)
  expect(openControlWarning(config)).toBeNull()
  chmodSync(dir, 0o2770)
  expect(openControlWarning(config)).toContain(`${dir} can be written by others than its owner, and reference of`)
  chmodSync(dir, 0o755)
  writeFileSync(join(dir, 'sources.json'), '{}', { mode: 0o600 })
  chmodSync(join(dir, 'sources.json'), 0o666)
  expect(openControlWarning(config)).toContain('sources.json can be written by others')
  const control = join(temporaryFolder(), 'control')
  mkdirSync(control, { mode: 0o700 })
  expect(openControlWarning({ landingDir: dir, controlDir: control })).toBeNull()
})
