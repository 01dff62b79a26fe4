import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { toJson } from '#queries/db/values.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { LIBRARY } from '#queries/library/index.ts'
import type { NoSnapshot, PageBase } from '#queries/page/page-types.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import { etl, testConfig } from '#tests/support/etl.ts'

/** All of the made-up network, and more. */
const ALL = parseFilter(new URLSearchParams({ from: '2025-01-01', to: '2027-01-01' }))

let folder: string
let reader: SnapshotReader
let connection: DuckDBConnection

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isocenter-library-pages-'))
  await etl(testConfig('tests/fixtures/network/landing', folder))
  reader = createSnapshotReader({ dataDirs: [folder] })
  const instance = await DuckDBInstance.create((await reader.current())!.file, { access_mode: 'READ_ONLY' })
  connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
})
afterAll(async () => {
  connection.closeSync()
  await reader.close()
  await rm(folder, { recursive: true })
})

type Row = Record<string, string | number | null>

/** What a query of the library answers with every parameter left empty. */
async function library(id: string): Promise<Row[]> {
  const { sql } = LIBRARY.find((query) => query.id === id)!
  const prepared = await connection.prepare(sql)
  for (let place = 1; place <= prepared.parameterCount; place++) prepared.bindNull(place)
  return (await prepared.runAndReadAll()).convertRowObjects(toJson) as Row[]
}

function narrow<Page extends PageBase>(page: Page | NoSnapshot): Page {
  if (page.snapshot_id === null) throw new Error('no snapshot')
  return page as Page
}

const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort()
const sumBy = <T>(rows: T[], value: (row: T) => number) => rows.reduce((sum, row) => sum + value(row), 0)

test('the waterfall of the library is the page’s, bar by bar', async () => {
  const { waterfall } = narrow(await profitabilityPage(reader, ALL))
  expect(waterfall.provisional).toBe(false)
  const bars = await library('profit_waterfall')
  expect(bars.map((row) => row['amount_cny'])).toEqual(waterfall.bars.map((bar) => bar.amount))
})

test('denials by payer are those of the page', async () => {
  const { payers } = narrow(await profitabilityPage(reader, ALL))
  const denials = (await library('denials_by_payer')).map((r) => [
    r['payer_class'],
    r['denied_lines'],
    r['adjudicated_lines'],
  ])
  const shown = payers.filter((p) => p.denial_rate !== null && p.adjudicated_lines > 0)
  expect(sorted(denials)).toEqual(sorted(shown.map((p) => [p.payer_class, p.denied_lines, p.adjudicated_lines])))
})

test('compliance by center is that of the page’s funnel', async () => {
  const { centers } = narrow(await compliancePage(reader, ALL, { persons: true }))
  const rows = (await library('compliance_with_coverage')).filter(
    (r) => Number(r['compliant']) + Number(r['deviating']) > 0,
  )
  expect(sorted(rows.map((r) => [r['center_code'], r['compliant']]))).toEqual(
    sorted(centers.rows.map((c) => [c.center_code, c.numerator])),
  )
})

test('the two-by-two of a product is the sum of the page’s findings', async () => {
  const { products } = narrow(await concordancePage(reader, ALL))
  const rows = await library('concordance_two_by_two')
  const cells = ['tp', 'fp', 'fn', 'tn', 'n'] as const
  const ofPage = (product: unknown) => products.filter((p) => p.product_code === product)
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows)
    expect(cells.map((cell) => row[cell])).toEqual(
      cells.map((cell) => sumBy(ofPage(row['product_code']), (p) => p[cell])),
    )
})

test('coverage of findings is the page’s, modalities added', async () => {
  const { coverage } = narrow(await concordancePage(reader, ALL))
  const rows = await library('coverage_of_findings')
  const counts = ['reader_positives', 'coverable', 'covered', 'covered_and_flagged'] as const
  for (const row of rows) {
    const mine = coverage.filter((c) => c.finding_code === row['finding_code'])
    expect(counts.map((name) => row[name])).toEqual(counts.map((name) => sumBy(mine, (c) => c[name])))
  }
})

test('turnaround by center and modality is the page’s', async () => {
  const { centers } = narrow(await throughputPage(reader, ALL))
  const rows = await library('turnaround_quantiles')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    const mine = centers.find((c) => c.center_code === row['center_code'] && c.modality === row['modality'])!
    expect([row['exams_performed'], row['unreported']]).toEqual([mine.exams_performed, mine.unreported])
    // The page keeps a quantile of few exams back.
    if (mine.turnaround_minutes_median !== null)
      expect(row['turnaround_minutes_median']).toBeCloseTo(mine.turnaround_minutes_median, 9)
  }
})

test('no-shows by center are the page’s, modalities added', async () => {
  const { centers } = narrow(await throughputPage(reader, ALL))
  for (const row of await library('no_show_rate')) {
    const mine = centers.filter((c) => c.center_code === row['center_code'])
    expect([row['bookings_due'], row['no_shows_due']]).toEqual([
      sumBy(mine, (c) => c.bookings_due ?? 0),
      sumBy(mine, (c) => c.no_shows_due ?? 0),
    ])
  }
})

test('exams by hour of the week are the page’s heat maps, modalities added', async () => {
  const { heat_map } = narrow(await throughputPage(reader, ALL))
  const rows = await library('exams_by_hour_of_week')
  for (const row of rows) {
    const place = (Number(row['weekday']) - 1) * 24 + Number(row['hour'])
    expect(row['exams']).toBe(sumBy(heat_map, (map) => map.exams_started[place]!))
  }
})
