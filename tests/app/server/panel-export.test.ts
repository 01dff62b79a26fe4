import { expect, test } from 'vitest'
import { exportFile, requestedOf } from '#app/server/panel-export.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { center, centerDay } from '#tests/queries/support/facts.ts'
import { publish, temporaryDirectory } from '#tests/queries/support/warehouse.ts'
import { readWorkbook } from '#tests/support/workbook.ts'

const WHO = { scope: ALL_CENTERS, rights: { money: false, persons: true }, locale: 'zh-CN', user: 'manager' } as const

async function exported(address: string) {
  const dataDir = await temporaryDirectory()
  await publish(dataDir, 's1', {
    center: [center('C1'), center('=C2')],
    'mart.center_day': [
      centerDay({ center_code: 'C1', day: '2026-03-01', exams_performed: 5 }),
      centerDay({ center_code: '=C2', day: '2026-03-02', exams_performed: 7 }),
    ],
  })
  const reader = createSnapshotReader({ dataDirs: [dataDir] })
  try {
    const search = new URLSearchParams(address)
    return await exportFile(reader, requestedOf(search), search, WHO)
  } finally {
    await reader.close()
  }
}

test('a table goes out as CSV with its mark for spreadsheets, numbers as numbers, and no formula', async () => {
  const { body } = await exported('panel=throughput.centers&format=csv&from=2026-03-01&to=2026-03-08')
  const [heading, ...rows] = String(body).trimEnd().split('\r\n')
  expect(heading).toMatch(/^\ufeffcenter_code,modality,exams_performed,/)
  expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
    ["'=C2", 'CT', '7'],
    ['C1', 'CT', '5'],
  ])
})

test('the filters of the page hold in its files', async () => {
  const { body } = await exported('panel=throughput.centers&format=csv&from=2026-03-01&to=2026-03-08&center=C1')
  expect(String(body).trimEnd().split('\r\n')).toHaveLength(2)
})

test('a table without rows still names its columns', async () => {
  const { body } = await exported('panel=throughput.centers&format=csv&from=2026-01-01&to=2026-01-08')
  expect(String(body)).toMatch(/^\ufeffcenter_code,modality,exams_performed,[^\n]*\n$/)
})

test('a workbook has the rows, and on a sheet of its own filters, snapshot, and what the columns mean', async () => {
  const { body } = await exported('panel=throughput.centers&format=xlsx&from=2026-03-01&to=2026-03-08')
  const [rows, about] = readWorkbook(body as Buffer)
  expect([rows!.name, about!.name]).toEqual(['centers', 'About'])
  expect(rows!.rows.map((row) => [row[0]!.value, row[2]!.value])).toEqual([
    ['center_code', 'exams_performed'],
    ['=C2', 7],
    ['C1', 5],
  ])
  const said = new Map(about!.rows.map((row) => [row[0]?.value, row[1]?.value]))
  expect(said.get('snapshot_id')).toBe('s1')
  expect(said.get('exams_performed')).toBe('完成检查量')
  expect(about!.rows.find((row) => row[0]?.value === 'from')?.[1]).toMatchObject({ format: expect.stringMatching(/y/) })
})

test('a whole page is one workbook: its figures on a sheet, and a sheet for each card', async () => {
  const { body } = await exported('page_name=throughput&format=xlsx&from=2026-03-01&to=2026-03-08')
  const book = readWorkbook(body as Buffer)
  expect(book[0]!.name).toBe('figures')
  expect(book[0]!.rows.find((row) => row[0]!.value === 'exams_performed')?.[1]!.value).toBe(12)
  expect(book.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['modality', 'exams_per_day', 'scanners', 'About']),
  )
})

test('what no page has, and money for whoever may not see it, is not found', async () => {
  expect(() => requestedOf(new URLSearchParams('panel=throughput.nothing&format=csv'))).toThrow('throughput.nothing')
  expect(() => requestedOf(new URLSearchParams('panel=throughput.centers&format=exe'))).toThrow('exe')
  await expect(exported('panel=overview.tile.operating_profit&format=csv')).rejects.toThrow('The rows of')
})
