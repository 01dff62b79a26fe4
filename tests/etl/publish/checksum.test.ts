import { createHash } from 'node:crypto'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checksumOf, sameBytes } from '#etl/publish/checksum.ts'
import { temporaryFolder } from '#tests/support/etl.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** A file of that many bytes, each unlike its neighbours. */
function fileOf(length: number) {
  const path = join(temporaryFolder(), 'file')
  const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) % 256))
  writeFileSync(path, bytes)
  return { path, bytes }
}

test('a file in segments has the sum of its segments’ sums, whatever its length', async () => {
  for (const length of [0, 1, 999, 1000, 1001, 12_345]) {
    const { path, bytes } = fileOf(length)
    const parts = Array.from({ length: Math.ceil(length / 1000) }, (_, i) => bytes.subarray(i * 1000, (i + 1) * 1000))
    expect(await checksumOf(path, 1000), String(length)).toEqual({
      ...{ bytes: length, segment: 1000 },
      sha256: sha256(Buffer.concat(parts.map(sha256))).toString('hex'),
    })
    expect(await checksumOf(path)).toEqual({ bytes: length, sha256: sha256(bytes).toString('hex') })
  }
})

test('one byte that changed, or segments that changed places, are told', async () => {
  const { path, bytes } = fileOf(12_345)
  const before = await checksumOf(path, 1000)
  const changed = Buffer.from(bytes)
  changed[7_654]! ^= 1
  writeFileSync(path, changed)
  expect(sameBytes(await checksumOf(path, 1000), before)).toBe(false)
  writeFileSync(path, Buffer.concat([bytes.subarray(1000, 2000), bytes.subarray(0, 1000), bytes.subarray(2000)]))
  expect(sameBytes(await checksumOf(path, 1000), before)).toBe(false)
  writeFileSync(path, bytes)
  expect(sameBytes(await checksumOf(path, 1000), before)).toBe(true)
  truncateSync(path, 12_344)
  expect(sameBytes(await checksumOf(path, 1000), before)).toBe(false)
})
