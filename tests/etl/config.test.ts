import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hostVariable, readConfig } from '#etl/config.ts'

test('limits that no run can live with are wrong settings', () => {
  for (const limit of ['0GB', '1MB', '255MB', '2', '2 GB', '-2GB', '99999999GB', 'none'])
    expect(() => readConfig({ ETL_MEMORY_LIMIT: limit })).toThrow(/^ETL_MEMORY_LIMIT: must be /)
  expect(readConfig({ ETL_MEMORY_LIMIT: '256MB' }).memoryLimit).toBe('256MB')
  expect(() => readConfig({ ETL_THREADS: '0' })).toThrow(/^ETL_THREADS: /)
  expect(() => readConfig({ SNAPSHOTS_KEPT: '0' })).toThrow(/^SNAPSHOTS_KEPT: /)
  expect(() => readConfig({ UNPACKED_MOST_MB: '0' })).toThrow(/^UNPACKED_MOST_MB: /)
})

test('what steers the program stands in the landing folder, or in a folder outside of it', () => {
  const both = (CONTROL_DIR?: string) => readConfig({ LANDING_DIR: '/srv/landing', CONTROL_DIR })
  expect(both()).toMatchObject({ controlDir: '/srv/landing', sourcesFile: '/srv/landing/sources.json' })
  expect(both('/etc/isocenter')).toMatchObject({ sourcesFile: join('/etc/isocenter', 'sources.json') })
  expect(both('/srv/landing').controlDir).toBe('/srv/landing')
  expect(() => both('/srv/landing/control')).toThrow('CONTROL_DIR: /srv/landing/control lies among the landed files')
})

test('the hosts of a secret stand in a variable beside it', () => {
  expect(hostVariable('SOURCE_C001_TOKEN')).toBe('SOURCE_C001_HOST')
  expect(hostVariable('SOURCE_C001_CLIENT_SECRET')).toBe('SOURCE_C001_CLIENT_HOST')
  expect(hostVariable('SOURCE_KEY')).toBe('SOURCE_KEY_HOST')
})
