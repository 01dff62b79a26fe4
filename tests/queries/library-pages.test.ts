import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import type { Contrast } from '#queries/concordance/concordance-types.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import { dataPage } from '#queries/data/data-page.ts'
import type { DataPage } from '#queries/data/data-types.ts'
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

test('deviations by step and parameter are the page’s, protocols added', async () => {
  const { deviations } = narrow(await compliancePage(reader, ALL, { persons: true }))
  const rows = await library('deviations_by_step_and_parameter')
  const isOf = (row: Row, d: (typeof deviations)[number]) =>
    row['step'] === d.step && row['parameter'] === d.parameter && row['kind'] === d.kind
  expect(deviations.length).toBeGreaterThan(0)
  for (const deviation of deviations) {
    const mine = rows.filter((row) => isOf(row, deviation))
    expect(sumBy(mine, (row) => Number(row['deviations']))).toBe(deviation.deviations)
  }
  expect(sumBy(rows, (row) => Number(row['deviations']))).toBe(sumBy(deviations, (d) => d.deviations))
})

test('exams over their reference level are the page’s by protocol and version, centers added', async () => {
  const { dose } = narrow(await compliancePage(reader, ALL, { persons: true }))
  const rows = await library('dose_against_reference')
  expect(dose.length).toBeGreaterThan(0)
  for (const { protocol_code, protocol_version, dose_over_reference_rate: rate } of dose) {
    const mine = rows.filter((r) => r['protocol_code'] === protocol_code && r['protocol_version'] === protocol_version)
    expect(sumBy(mine, (r) => Number(r['exams_judged']))).toBe(rate.n)
    expect(sumBy(mine, (r) => Number(r['over_reference']))).toBe(rate.numerator)
  }
  expect(sumBy(rows, (r) => Number(r['exams_judged']))).toBe(sumBy(dose, (d) => d.dose_over_reference_rate.n!))
})

/** Readings of the groups of a contrast by product, findings added. */
function contrastOf(contrasts: Contrast[], product: unknown) {
  const mine = contrasts.filter((row) => row.product_code === product)
  const of = (side: 'first' | 'second' | 'unknown') => sumBy(mine, (row) => row[side].n)
  return { first: of('first'), second: of('second'), unknown: of('unknown') }
}

test('seen against unseen, and compliant against deviating scans, are the page’s', async () => {
  const page = narrow(await concordancePage(reader, ALL))
  const side = { true: 'first', false: 'second', null: 'unknown' } as const
  for (const row of await library('seen_against_unseen')) {
    const mine = contrastOf(page.seen_against_unseen, row['product_code'])
    expect(row['readings']).toBe(mine[side[String(row['seen_before_report']) as keyof typeof side]])
  }
  const exam = { compliant: 'first', deviating: 'second', 'not assessable': 'unknown' } as const
  const rows = await library('concordance_on_deviating_scans')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    const mine = contrastOf(page.compliant_against_deviating, row['product_code'])
    expect(row['readings']).toBe(mine[exam[row['exam'] as keyof typeof exam]])
  }
})

test('versions of products and the days on which they read are the page’s', async () => {
  const { versions } = narrow(await concordancePage(reader, ALL))
  const rows = (await library('version_change')).map((r) => [
    ...[r['product_code'], r['product_version'], r['first_day'], r['last_day'], r['readings']],
  ])
  const shown = versions.map((v) => [v.product_code, v.product_version, v.first_day, v.last_day, v.n])
  expect(sorted(rows)).toEqual(sorted(shown))
})

test('utilization by scanner and weekday is the page’s, weekdays added', async () => {
  const { scanners } = narrow(await throughputPage(reader, ALL))
  const rows = await library('utilization_by_scanner_and_weekday')
  expect(scanners.length).toBeGreaterThan(0)
  for (const scanner of scanners) {
    const mine = rows.filter((row) => row['scanner_id'] === scanner.scanner_id)
    const available = sumBy(mine, (row) => Number(row['available_minutes'] ?? 0))
    const occupied = sumBy(mine, (row) => Number(row['utilization_rate'] ?? 0) * Number(row['available_minutes'] ?? 0))
    expect(available).toBeCloseTo(scanner.available_minutes ?? 0, 6)
    expect(occupied).toBeCloseTo(scanner.available_minutes ? (scanner.occupied_in_hours_minutes ?? 0) : 0, 6)
  }
})

test('unused capacity by scanner adds up to the page’s, of closed months', async () => {
  const { figures } = narrow(await profitabilityPage(reader, ALL))
  const rows = await library('idle_capacity_cost')
  expect(figures.unused_capacity_cost.value).not.toBeNull()
  expect(sumBy(rows, (row) => Number(row['unused_cny'] ?? 0))).toBeCloseTo(figures.unused_capacity_cost.value!, 2)
})

test('performed exams that may lack a charge are the page’s performed exams', async () => {
  const { centers } = narrow(await throughputPage(reader, ALL))
  const rows = await library('performed_never_charged')
  const shown = centers.filter((c) => c.exams_performed > 0)
  expect(sorted(rows.map((r) => [r['center_code'], r['modality'], r['exams_performed']]))).toEqual(
    sorted(shown.map((c) => [c.center_code, c.modality, c.exams_performed])),
  )
})

test('every performed exam of the page has the file that it came from', async () => {
  const { figures } = narrow(await throughputPage(reader, ALL))
  expect(await library('from_figure_to_file')).toHaveLength(figures.exams_performed.value!)
})

test('rejects by reason are the page’s, centers added', async () => {
  const { reject_groups } = (await dataPage(reader)) as DataPage
  const rows = await library('rejects_by_reason')
  expect(sumBy(rows, (row) => Number(row['rejects']))).toBe(sumBy(reject_groups, (group) => group.rows))
  for (const row of rows) {
    const isOf = (g: (typeof reject_groups)[number]) =>
      g.feed === row['feed'] && g.reason === row['reason'] && g.column_name === row['column_name']
    expect(row['rejects']).toBe(sumBy(reject_groups.filter(isOf), (group) => group.rows))
  }
})

test('the freshness of feeds and centers is the page’s', async () => {
  const { freshness } = (await dataPage(reader)) as DataPage
  const rows = (await library('freshness')).map((r) => [r['feed'], r['center_code'], r['newest_at'], r['rows']])
  expect(sorted(rows)).toEqual(sorted(freshness.map((f) => [f.feed, f.center_code, f.newest_at, f.rows])))
})

test('runs and their rows are the page’s', async () => {
  const { runs } = (await dataPage(reader)) as DataPage
  const counts = ['run_id', 'kind', 'status', 'files_read', 'rows_loaded', 'rows_rejected'] as const
  const rows = (await library('runs_and_files')).map((row) => counts.map((name) => row[name]))
  expect(sorted(rows)).toEqual(sorted(runs.map((run) => counts.map((name) => run[name]))))
})

test('every query of the library is compared with the page that shows the same', () => {
  const text = readFileSync(import.meta.filename, 'utf8')
  expect(LIBRARY.map(({ id }) => id).filter((id) => !text.includes(`library('${id}')`))).toEqual([])
})
