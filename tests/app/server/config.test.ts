import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ensureWritable, readConfig } from '#app/server/config.ts'

test('without variables everything has a default', () => {
  expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', mode: 'production', trustProxy: 0 })
  expect(readConfig({ PORT: '', HOST: ' ' })).toMatchObject({ port: 3000, host: '127.0.0.1' })
})

test('a wrong variable is named with what it holds and what it must hold, in one line', () => {
  for (const [name, value] of [
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['SESSION_IDLE_MINUTES', '0'],
    ['NODE_ENV', 'prod'],
    ['LOG_LEVEL', 'loud'],
  ] as const) {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(`${name} is "${value}": it must be`)
    expect(read).toThrow(/^[^\n]+$/)
  }
})

test('a database is named by an address of PostgreSQL; what is wrong with one is said without it', () => {
  const url = 'postgresql://isocenter:geheim@db.example:5432/isocenter'
  expect(readConfig({ APP_DATABASE_URL: url }).appDatabaseUrl).toBe(url)
  expect(readConfig({ APP_DATABASE_URL: ' ' }).appDatabaseUrl).toBeNull()
  for (const wrong of [
    'mysql://isocenter:geheim@db/isocenter',
    'postgresql://isocenter:geheim@db',
    'isocenter:geheim@db',
  ]) {
    const read = () => readConfig({ APP_DATABASE_URL: wrong })
    expect(read).toThrow(/^APP_DATABASE_URL cannot be used: it must be postgresql:/)
    expect(read).not.toThrow(/geheim/)
  }
})

test('a data folder that cannot be made says so and how to mend it', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-config-'))
  await writeFile(path.join(folder, 'file'), '')
  await expect(ensureWritable(path.join(folder, 'file', 'data'))).rejects.toMatchObject({
    code: 'app/config',
    message: expect.stringContaining('it cannot be written (ENOTDIR)'),
  })
  await expect(ensureWritable('/proc/isocenter')).rejects.toMatchObject({ code: 'app/config' })
  await ensureWritable(path.join(folder, 'new', 'data'))
  await rm(folder, { recursive: true })
})
