import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockHolder, lockPath, takeLock } from '#etl/publish/lock.ts'
import { temporaryFolder } from '#tests/support/etl.ts'

/** Id of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

const stale = (dataDir: string, holder: object) =>
  writeFileSync(lockPath(dataDir), JSON.stringify({ started: null, since: '2026-03-01T00:00:00Z', ...holder }))

test('a held lock names its process, and given back it leaves nothing', () => {
  const dataDir = temporaryFolder()
  const unlock = takeLock(dataDir)
  expect(lockHolder(dataDir)?.pid).toBe(process.pid)
  expect(() => takeLock(dataDir)).toThrow(`process ${process.pid}`)
  unlock()
  expect(readdirSync(dataDir)).toEqual([])
  expect(lockHolder(dataDir)).toBeNull()
})

test('the lock of a dead process is taken over', () => {
  const dataDir = temporaryFolder()
  stale(dataDir, { pid: deadPid() })
  expect(lockHolder(dataDir)).toBeNull()
  takeLock(dataDir)()
  expect(readdirSync(dataDir)).toEqual([])
})

test.skipIf(!existsSync('/proc/self/stat'))(
  'a process that has the id of a dead holder by chance does not hold',
  () => {
    const dataDir = temporaryFolder()
    stale(dataDir, { pid: process.ppid, started: '1' })
    takeLock(dataDir)()
    expect(existsSync(lockPath(dataDir))).toBe(false)
  },
)

test.skipIf(!existsSync('/proc/sys/kernel/random/boot_id'))(
  'a lock from before the machine started again is stale',
  () => {
    const dataDir = temporaryFolder()
    const unlock = takeLock(dataDir)
    const mine = JSON.parse(readFileSync(lockPath(dataDir), 'utf8')) as object
    unlock()
    stale(dataDir, { ...mine, boot: 'another' })
    takeLock(dataDir)()
  },
)

test('a torn lock is taken over, and giving back takes away only one’s own', () => {
  const dataDir = temporaryFolder()
  writeFileSync(lockPath(dataDir), '{"pid":')
  const unlock = takeLock(dataDir)
  stale(dataDir, { pid: process.ppid })
  unlock()
  expect(existsSync(join(dataDir, 'etl.lock'))).toBe(true)
})
