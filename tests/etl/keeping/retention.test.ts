import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dispensable } from '#etl/publish/retention.ts'
import { retain, snapshotFile } from '#etl/publish/snapshots.ts'
import { temporaryFolder } from '#tests/support/etl.ts'

const HOUR = 3_600_000
const idAt = (ms: number) => `${new Date(ms).toISOString().replace(/[-:.]/g, '')}-00aa`
/** 02:00 in Shanghai of each of `nights` days from 1 January 2024 on. */
const nightly = (nights: number, hourUtc = -6) =>
  Array.from({ length: nights }, (_, n) => idAt(Date.UTC(2024, 0, 1) + (n * 24 + hourUtc) * HOUR))

/** What is left after every night's retention, as `retain` is called: with the new and the previous snapshot served. */
function simulate(ids: string[], timeZone: string, keep = 7): string[] {
  let left: string[] = []
  for (const [n, id] of ids.entries()) {
    left.push(id)
    const gone = dispensable(left, { keep, served: [id, ids[n - 1] ?? id], timeZone })
    left = left.filter((other) => !gone.includes(other))
  }
  return left
}

test('after two years of nights the newest seven and the first after each of 13 month-ends are left', () => {
  const ids = nightly(731)
  const left = simulate(ids, 'Asia/Shanghai')
  expect(left.slice(-7)).toEqual(ids.slice(-7))
  // The last night is that of 31 December 2025: the first snapshot of December 2024 and of each month since.
  expect(left.slice(0, -7).map((id) => id.slice(0, 8))).toEqual([
    ...['20241130', '20241231', '20250131', '20250228', '20250331', '20250430', '20250531'],
    ...['20250630', '20250731', '20250831', '20250930', '20251031', '20251130'],
  ])
})

test('a month ends in the schedule’s zone: 02:00 in Shanghai is still the day before by UTC', () => {
  const ids = nightly(70)
  const firsts = (zone: string) =>
    simulate(ids, zone, 1)
      .slice(0, -2)
      .map((id) => id.slice(0, 8))
  expect(firsts('Asia/Shanghai')).toEqual(['20231231', '20240131', '20240229'])
  expect(firsts('UTC')).toEqual(['20231231', '20240101', '20240201', '20240301'])
})

test('months without a snapshot count as months: what is older than 13 of them goes', () => {
  const year = (n: number) => idAt(Date.UTC(2020 + n, 0, 5))
  expect(dispensable([year(0), year(1), year(4)], { keep: 1, served: [], timeZone: 'UTC' })).toEqual([year(0), year(1)])
})

test('what is served stays however old it is, and so does a file that no run named', () => {
  const ids = nightly(60)
  const gone = dispensable(['by-hand', ...ids], { keep: 1, served: [ids[3]!], timeZone: 'Asia/Shanghai' })
  expect(gone).not.toContain(ids[3])
  expect(gone).not.toContain('by-hand')
  expect(gone).toContain(ids[4])
})

test('retention removes files, and only those of snapshots', async () => {
  const dataDir = temporaryFolder()
  mkdirSync(join(dataDir, 'snapshots'))
  const ids = nightly(5)
  for (const id of ids) writeFileSync(join(dataDir, snapshotFile(id)), '')
  writeFileSync(join(dataDir, 'snapshots/README'), '')
  await retain(dataDir, { keep: 2, served: [ids[4]!], timeZone: 'Asia/Shanghai' })
  expect(readdirSync(join(dataDir, 'snapshots')).sort()).toEqual(
    ['README', ...[ids[0]!, ids[3]!, ids[4]!].map((id) => `snapshot-${id}.duckdb`)].sort(),
  )
})
