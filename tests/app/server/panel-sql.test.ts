import { rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { panelNamed, panelSql } from '#app/server/panel-sql.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { center, centerDay } from '#tests/queries/support/facts.ts'
import { publish, temporaryDirectory } from '#tests/queries/support/warehouse.ts'

const rows = (exams: number, day: string) => ({
  center: [center('C1'), center("O'Hara $1")],
  'mart.center_day': [centerDay({ day, exams_performed: exams })],
})

const RIGHTS = { money: false, persons: true }

async function twoSnapshots() {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', rows(5, '2026-03-01'))
  await publish(dataDir, 's2', rows(7, '2026-03-20'))
  return { dataDir, reader: createSnapshotReader({ dataDirs: [dataDir], recheckMilliseconds: 0 }) }
}

const search = (more = '') => new URLSearchParams(`panel=throughput.tile.exams_performed${more}`)

test('a page without a period gets the default period of the snapshot that it was read from', async () => {
  const { dataDir, reader } = await twoSnapshots()
  try {
    const current = await panelSql(reader, search('&snapshot=s2'), RIGHTS, ALL_CENTERS)
    expect(current.snapshot_id).toBe('s2')
    expect(current.sql).toContain("'2026-03-21'")
    const before = await panelSql(reader, search('&snapshot=s1'), RIGHTS, ALL_CENTERS)
    expect(before.snapshot_id).toBe('s1')
    expect(before.sql).toContain("'2026-03-02'")
    await rm(path.join(dataDir, 'snapshots/snapshot-s1.duckdb'))
    const gone = await panelSql(reader, search('&snapshot=s1'), RIGHTS, ALL_CENTERS)
    expect(gone.snapshot_id).toBe('s2')
  } finally {
    await reader.close()
  }
})

test('the filter of the page stands in the statement as constants, whatever it holds', async () => {
  const { reader } = await twoSnapshots()
  try {
    const { sql } = await panelSql(reader, search(`&center=${encodeURIComponent("O'Hara $1")}`), RIGHTS, ALL_CENTERS)
    expect(sql).toContain("'O''Hara $1'")
    expect(sql.slice(sql.indexOf('\n')).replaceAll("'O''Hara $1'", '')).not.toMatch(/\$\d/)
  } finally {
    await reader.close()
  }
})

test('nobody puts words of their own under our name: the first line has codes and days only', async () => {
  const { reader } = await twoSnapshots()
  try {
    const own = '&note=Ring+13800138000&center=C1&find.centers=urgent%0ASELECT+1'
    const { sql } = await panelSql(reader, search(own), { money: false, persons: true }, ALL_CENTERS)
    expect(sql.split('\n')[0]).toMatch(/^-- Isocenter: [\w.]+, filter (from=[\d-]+&to=[\d-]+&)?center=C1$/)
    expect(sql).not.toMatch(/Ring|urgent/)
  } finally {
    await reader.close()
  }
})

test('a snapshot id that is a path opens nothing', async () => {
  const { reader } = await twoSnapshots()
  try {
    const { snapshot_id } = await panelSql(reader, search('&snapshot=../../x'), RIGHTS, ALL_CENTERS)
    expect(snapshot_id).toBe('s2')
  } finally {
    await reader.close()
  }
})

test('an unknown panel is not found', () => {
  expect(() => panelNamed('throughput.nonsense')).toThrow(/not in the current data/)
  expect(() => panelNamed('toString.x')).toThrow(/not in the current data/)
  expect(panelNamed('center.tile.readings')).toEqual({ page: 'center', id: 'tile.readings' })
})
