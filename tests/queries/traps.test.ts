import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { centerPage } from '#queries/center/center-page.ts'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import type { WarehouseReader } from '#queries/db/snapshot.ts'
import { toJson } from '#queries/db/values.ts'
import { parseFilter, type Filter } from '#queries/filter/filter.ts'
import { LIBRARY } from '#queries/library/index.ts'
import { overviewPage } from '#queries/overview/overview-page.ts'
import type { Answer } from '#queries/page/page-types.ts'
import { panelOf, panelStatement, questionsOf, type PanelPage } from '#queries/pages.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import { etl, testConfig } from '#tests/support/etl.ts'

const FEBRUARY = 'from=2026-02-01&to=2026-03-01'
const BOTH = 'from=2026-01-01&to=2026-03-01'

let folder: string
let reader: SnapshotReader
let connection: DuckDBConnection

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isocenter-traps-'))
  await etl(testConfig(join(import.meta.dirname, '../fixtures/traps/landing'), folder))
  reader = createSnapshotReader({ dataDirs: [folder] })
  const instance = await DuckDBInstance.create((await reader.current())!.file, { access_mode: 'READ_ONLY' })
  connection = await instance.connect()
})
afterAll(async () => {
  connection.closeSync()
  await reader.close()
  await rm(folder, { recursive: true })
})

type Ask<Page> = (reader: WarehouseReader, filter: Filter) => Promise<Answer<Page> | undefined>
const filterOf = (address: string) => parseFilter(new URLSearchParams(address))

async function shown<Page extends { snapshot_id: string }>(ask: Ask<Page>, address: string): Promise<Page> {
  const page = await ask(reader, filterOf(address))
  if (!page || page.snapshot_id === null) throw new Error('no page')
  return page as Page
}

async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.run(sql)).convertRowObjects(toJson) as Promise<Record<string, unknown>[]>
}

/** What the SQL link of a panel answers. */
async function linked(ask: Ask<never>, page: PanelPage, panel: string, address: string) {
  const questions = await questionsOf(reader, `${page} ${address}`, (r) => ask(r, filterOf(address)))
  return rowsOf(panelStatement(panelOf(page, panel)!, questions!)!)
}

const compliance = (r: WarehouseReader, f: Filter) => compliancePage(r, f, { persons: true })
const overview: Ask<never> = (r, f) => overviewPage(r, f, { money: true }) as never
const centerOf =
  (code: string): Ask<never> =>
  (r, f) =>
    centerPage(r, code, f, { money: true }) as never
const overviewShown = (address: string) => shown((r, f) => overviewPage(r, f, { money: true }), address)
const centerShown = (code: string, address: string) => shown((r, f) => centerPage(r, code, f, { money: true }), address)

test('capacity use over months of unknown hours is of those that are known, in page and SQL link', async () => {
  const { centers } = await shown(profitabilityPage, `${BOTH}&center=G`)
  expect(centers.map((c) => c.capacity_use_rate)).toEqual([300 / 13_440])
  const [row] = await linked(profitabilityPage as never, 'profitability', 'centers', `${BOTH}&center=G`)
  expect(row!['capacity_use_rate']).toBeCloseTo(300 / 13_440, 12)
})

test('a negative net revenue has no margin, and says why', async () => {
  const { figures } = await shown(profitabilityPage, `${FEBRUARY}&center=Z`)
  expect(figures.net_revenue.value).toBe(-40)
  expect(figures.operating_profit.value).toBe(-50)
  expect(figures.operating_margin_rate).toMatchObject({ value: null, reason: 'negative_revenue' })
  const [row] = await linked(
    profitabilityPage as never,
    'profitability',
    'tile.operating_margin_rate',
    `${FEBRUARY}&center=Z`,
  )
  expect(row).toMatchObject({ operating_margin_rate: null, is_current: true })
})

test('the fault of a New York evening is on its local day, and no filter of another scanner shows it', async () => {
  const day = (from: string, to: string, more = '') => `from=2026-02-${from}&to=2026-02-${to}${more}`
  expect((await centerShown('Z', day('10', '11'))).faults).toHaveLength(1)
  expect((await centerShown('Z', day('11', '12'))).faults).toEqual([])
  expect((await centerShown('Z', day('10', '11', '&scanner=B-PT1'))).faults).toEqual([])
  expect(await linked(centerOf('Z'), 'center', 'faults', day('10', '11'))).toHaveLength(1)
})

test('exams under a protocol of another modality are covered everywhere alike: 20 of 40, by modality none and all', async () => {
  const address = `${BOTH}&center=E`
  const { figures, by_modality, center_coverage, not_assessable } = await shown(compliance, address)
  const counts = { numerator: 20, n: 40 }
  expect(figures.compliance_coverage_rate).toMatchObject(counts)
  expect(by_modality.map((m) => [m.modality, m.figures.compliance_coverage_rate.value])).toEqual([
    ['CR', 1],
    ['DX', 0],
  ])
  expect(center_coverage).toEqual([{ center_code: 'E', performed: 40, assessable: 20, coverage_rate: 0.5 }])
  expect(not_assessable).toEqual([{ reason: 'no_protocol_code', exams: 20 }])
  expect((await overviewShown(address)).figures.compliance_coverage_rate).toMatchObject(counts)
  expect((await centerShown('E', BOTH)).figures.compliance_coverage_rate).toMatchObject(counts)
  const [tile] = await linked(overview, 'overview', 'tile.compliance_coverage_rate', address)
  expect(tile).toMatchObject(counts)
})

test('a hybrid scanner’s CT exams are CT exams in every panel, with and without the modality', async () => {
  for (const address of [`${FEBRUARY}&scanner=B-PT1`, `${FEBRUARY}&scanner=B-PT1&modality=CT`]) {
    const { figures, by_modality } = await shown(compliance, address)
    expect(figures.compliance_coverage_rate).toMatchObject({ numerator: 10, n: 10 })
    expect(by_modality.map((m) => m.modality)).toEqual(['CT'])
    const throughput = await shown(throughputPage, address)
    expect(throughput.figures.exams_performed.value).toBe(10)
    expect(throughput.exams_per_day.map((d) => d.modality)).toEqual(['CT'])
    expect(throughput.centers.filter((c) => c.exams_performed > 0).map((c) => c.modality)).toEqual(['CT'])
    const { centers } = await overviewShown(address)
    expect(centers.reduce((sum, c) => sum + c.exams_performed, 0)).toBe(10)
    const map = await linked(overview, 'overview', 'centers', address)
    expect(map.map((row) => [row['center_code'], row['exams_performed']])).toEqual([['B', 10]])
  }
})

test('the scanner table counts a hybrid scanner’s CT exams as CT exams, as tiles and day chart do', async () => {
  const exams = async (address: string) => {
    const { scanners, figures, exams_per_day } = await shown(throughputPage, address)
    const days = exams_per_day.flatMap(({ days }) => days.map((day) => day.exams_performed))
    const rows = await linked(throughputPage as never, 'throughput', 'scanners', address)
    const sums = [scanners.map((s) => s.exams_performed), days, rows.map((row) => Number(row['exams_performed']))]
    expect(sums.map((list) => list.reduce((sum, n) => sum + n, 0))).toEqual(
      Array(3).fill(figures.exams_performed.value),
    )
    return scanners.map((s) => [s.scanner_id, s.modality, s.exams_performed])
  }
  expect(await exams(`${FEBRUARY}&center=B&modality=CT`)).toEqual([['B-PT1', 'PT', 10]])
  expect(await exams(`${FEBRUARY}&center=B`)).toEqual([['B-PT1', 'PT', 10]])
  expect(await exams(`${FEBRUARY}&center=B&modality=PT`)).toEqual([['B-PT1', 'PT', 0]])
})

test('a page names the figures that a scanner filter leaves empty, and the filters that not all of it follows', async () => {
  const address = `${FEBRUARY}&scanner=B-PT1&modality=CT`
  const throughput = (await shown(throughputPage, address)).filters
  expect(throughput.ignored).toEqual(['scanner'])
  expect(throughput.unfollowed).toEqual([
    ...['exams_scheduled', 'no_shows', 'cancellations', 'out_of_hours_exams', 'no_show_rate', 'out_of_hours_rate'],
  ])
  const concordance = (await shown(concordancePage, address)).filters
  expect(concordance).toMatchObject({ ignored: ['scanner'], unfollowed: ['ai_coverage_rate', 'ai_flagged_share'] })
  expect((await shown(compliance, address)).filters).toMatchObject({ ignored: [], unfollowed: [] })
  const everything = [...throughput.unfollowed, ...concordance.unfollowed]
  for (const { filters } of [await overviewShown(address), await centerShown('B', address)]) {
    expect(filters.unfollowed).toEqual(everything)
    expect(filters.ignored).toEqual(['modality', 'scanner'])
  }
  expect((await shown(throughputPage, `${FEBRUARY}&modality=CT`)).filters).toMatchObject({
    ignored: [],
    unfollowed: [],
  })
})

test('figures of AI coverage know no scanner and say so, in pages and SQL links', async () => {
  const address = `${FEBRUARY}&scanner=B-PT1`
  const { figures } = await overviewShown(address)
  for (const id of ['ai_coverage_rate', 'ai_flagged_share'] as const) {
    expect(figures[id]).toMatchObject({ value: null, reason: 'not_by_scanner' })
    const rows = await linked(concordancePage as never, 'concordance', `tile.${id}`, address)
    expect(rows.map((row) => row[id])).toEqual(rows.map(() => null))
  }
})

test('payers, ledger lines and AI money rest on the months of the tiles', async () => {
  const { figures, payers, costs, ai, totals } = await shown(profitabilityPage, BOTH)
  expect(totals.open.center_months).toBeGreaterThan(0)
  const sum = (values: (number | null)[]) => values.reduce<number>((all, one) => all + (one ?? 0), 0)
  expect(sum(payers.map((p) => p.gross_charges))).toBe(figures.gross_charges.value)
  expect(sum(payers.map((p) => p.allowed))).toBe(figures.allowed.value)
  expect(sum(costs.map((c) => c.amount))).toBe((totals.closed.variable_cost ?? 0) + (totals.closed.fixed_cost ?? 0))
  expect(ai.ai_fees).toBe(sum(costs.filter((c) => c.category === 'ai_fees').map((c) => c.amount)))
})

test('the capacity cost of the network is that of the center-months whose hours are known, and says of how many', async () => {
  const { figures, totals } = await shown(profitabilityPage, BOTH)
  expect(totals.closed.capacity_months).toBeLessThan(totals.closed.center_months)
  expect(figures.unused_capacity_cost.value).not.toBeNull()
  const january = await shown(profitabilityPage, 'from=2026-01-01&to=2026-02-01&center=G')
  expect(january.figures.unused_capacity_cost).toMatchObject({ value: null, reason: 'hours_unknown' })
})

test('the library’s waterfall adds up while months are open, and is the page’s', async () => {
  const { waterfall } = await shown(profitabilityPage, BOTH)
  const { sql } = LIBRARY.find(({ id }) => id === 'profit_waterfall')!
  const bars = await rowsOf(sql.replaceAll(/\$(center|month)/g, 'NULL'))
  expect(bars.map((row) => row['amount_cny'])).toEqual(waterfall.bars.map((bar) => bar.amount))
  let level = 0
  for (const { kind, amount } of waterfall.bars) {
    if (kind === 'total' && level !== 0) expect(amount).toBeCloseTo(level, 6)
    level = kind === 'total' ? amount! : level + amount!
  }
})

test('a month that cannot close says what its ledger lacks', async () => {
  const missing = [{ month: '2026-02-01', center_code: 'B', costs: [{ category: 'rent', behaviour: 'fixed' }] }]
  expect((await shown(profitabilityPage, BOTH)).missing_costs).toMatchObject(missing)
  expect((await centerShown('B', BOTH)).money?.missing_costs).toMatchObject(missing)
  expect((await centerShown('A', BOTH)).money?.missing_costs).toEqual([])
})
