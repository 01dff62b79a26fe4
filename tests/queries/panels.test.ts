import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataQuery } from '#queries/data/data-query.ts'
import { passGate } from '#app/server/sql/gate/gate.ts'
import { CATALOG } from '#app/server/sql/sandbox/catalog.ts'
import { demoOptions, generateDemo } from '#etl/demo/generate.ts'
import { readPointer } from '#etl/publish/pointer.ts'
import { publishedTables } from '#etl/schema/index.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { toJson } from '#queries/db/values.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { centerPage } from '#queries/center/center-page.ts'
import { complianceExamPage, compliancePage } from '#queries/compliance/compliance-page.ts'
import type { DeviationMark } from '#queries/compliance/audit-types.ts'
import { NO_CASES } from '#queries/cases/case-types.ts'
import type { Drawn, ReadingKey, ReadingMark, ReadingMarks } from '#queries/concordance/cases-types.ts'
import { coveragePage } from '#queries/concordance/coverage-page.ts'
import { aiUsePage } from '#queries/concordance/use-page.ts'
import { casesQuery } from '#queries/concordance/cases-list.ts'
import { casesPage, NO_READINGS } from '#queries/concordance/cases-page.ts'
import { auditPage, auditQuery } from '#queries/compliance/audit-page.ts'
import { dosePage } from '#queries/compliance/dose-page.ts'
import { interventionsPage } from '#queries/compliance/interventions-page.ts'
import { mappingPage } from '#queries/compliance/mapping-page.ts'
import { parametersPage, parametersQuery } from '#queries/compliance/parameters-page.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import { dataPage } from '#queries/data/data-page.ts'
import { overviewPage } from '#queries/overview/overview-page.ts'
import { planPage, plansIn } from '#queries/plan/plan-page.ts'
import { capacityPage } from '#queries/profitability/capacity-page.ts'
import { besideNamed, changePage } from '#queries/profitability/change-page.ts'
import { productPage } from '#queries/product/product-page.ts'
import { examsPage } from '#queries/profitability/exams-page.ts'
import { payersPage } from '#queries/profitability/payers-page.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import { variationPage } from '#queries/throughput/variation-page.ts'
import { downtimePage } from '#queries/throughput/downtime-page.ts'
import { flowPage } from '#queries/throughput/flow-page.ts'
import { minutesPage } from '#queries/throughput/minutes-page.ts'
import { referralsPage } from '#queries/throughput/referrals-page.ts'
import { scannerPage } from '#queries/scanner/scanner-page.ts'
import { protocolPage } from '#queries/protocol/protocol-page.ts'
import { throughputPage } from '#queries/throughput/throughput-page.ts'
import type { DataPage } from '#queries/data/data-types.ts'
import { panels, panelStatement, questionsOf, type Panel, type PanelPage, type Shown } from '#queries/pages.ts'
import type { WarehouseReader } from '#queries/db/snapshot.ts'
import { sharedFolder } from '#tests/etl/demo/made.ts'
import { etl, testConfig } from '#tests/support/etl.ts'
import { derivedSql } from './support/derived.ts'

const folder = sharedFolder()
let reader: SnapshotReader
let connection: DuckDBConnection
let close = () => {}
let exam = { center_code: '', accession_no: '' }
/** A file with rejected rows, whose content landed once more. */
let file = { file_id: '', run_id: '' }

beforeAll(async () => {
  const options = demoOptions({
    out: path.join(folder.path, 'landing'),
    centers: 6,
    days: 75,
    exams: 9000,
    files: 'month',
  })
  await generateDemo(options)
  const config = testConfig(options.out, path.join(folder.path, 'data'))
  await etl(config)
  const snapshot = path.join(config.dataDir, (await readPointer(config.dataDir))!.file)
  await plant(snapshot)
  reader = createSnapshotReader({ dataDirs: [config.dataDir] })
  const instance = await DuckDBInstance.create(snapshot, { access_mode: 'READ_ONLY' })
  connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  const [row] = await rowsOf(
    'SELECT center_code, accession_no FROM mart.deviation GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 1',
  )
  exam = row as typeof exam
  const [rejected] = await rowsOf(
    'SELECT file_id, run_id FROM ops.source_file ORDER BY rows_rejected DESC NULLS LAST, path LIMIT 1',
  )
  file = rejected as typeof file
  readingMarks = await readingWork()
})
afterAll(async () => {
  close()
  await reader.close()
  folder.remove()
})

/**
 * What a demo network does not have: a run before it, files that landed twice, sources that are asked, a check that failed,
 * keywords nobody has reviewed, exams nobody has reported, a second product for a finding, a fault, a center that never billed and one whose AI went silent.
 */
const PLANTED = [
  `INSERT INTO ops.source_fetch (source_id, feed, status, pages, records, started_at) VALUES
    ('ris-a', 'exams', 'complete', 3, 120, '2026-03-01T00:00:00Z'), ('ris-b', 'exams', 'failed', 0, 0, '2026-03-02T00:00:00Z'),
    ('ris-a', 'exams', 'complete', 1, 7, '2026-03-02T00:00:00Z')`,
  `UPDATE ops.check SET passed = false, measured = 1, detail = 'Late' WHERE check_name IN
    (SELECT min(check_name) FROM ops.check)`,
  "INSERT INTO ops.check SELECT * REPLACE ('20250101T0' AS run_id, true AS passed) FROM ops.check",
  "INSERT INTO ops.run SELECT * REPLACE ('20250101T0' AS run_id) FROM ops.run",
  `INSERT INTO ops.source_file SELECT * REPLACE (file_id || '2' AS file_id, path || '2' AS path, 'duplicate' AS status,
    NULL AS rows_read, NULL AS rows_loaded, NULL AS rows_rejected, NULL AS rows_superseded)
    FROM ops.source_file WHERE rows_rejected > 0`,
  `INSERT INTO ops.check_finding BY NAME SELECT run_id, check_name, 'C002' AS center_code, 4.5 AS measured
    FROM ops.check WHERE NOT passed`,
  `INSERT INTO ops.dropped_parameter VALUES ('r1', 'StationName', 7), ('r2', 'StationName', 2), ('r2', '(other)', 3)`,
  `UPDATE main.exam SET reported_at = NULL WHERE performed AND center_code = 'C005' AND day >=
    (SELECT max(day) - 5 FROM main.exam)`,
  `INSERT INTO main.scanner_fault BY NAME SELECT 'C001' AS center_code, 'C001-MR1' AS scanner_id, 'planted' AS event_id,
    TIMESTAMPTZ '2026-05-07T03:00:00Z' AS at, DATE '2026-05-07' AS day, 'COOL-1' AS code, 'error' AS severity,
    TIMESTAMPTZ '2026-05-07T03:00:00Z' AS updated_at, 'planted' AS source_file_id, 1 AS source_line`,
  `INSERT INTO main.ai_product SELECT * REPLACE ('AI-LUNG-B' AS product_code) FROM main.ai_product
    WHERE product_code = 'AI-LUNG'`,
  `INSERT INTO mart.ai_reading SELECT * REPLACE ('AI-LUNG-B' AS product_code, NOT flagged AS flagged)
    FROM mart.ai_reading WHERE product_code = 'AI-LUNG' AND center_code = 'C002'`,
  'DELETE FROM mart.ai_pair_day',
  ...derivedSql('mart/ai_pair_day'),
  "DELETE FROM main.charge WHERE center_code = 'C003'",
  `DELETE FROM main.ai_result WHERE center_code = 'C004' AND updated_at >=
    (SELECT max(updated_at) - INTERVAL 20 DAY FROM main.ai_result)`,
]

async function plant(snapshot: string): Promise<void> {
  const instance = await DuckDBInstance.create(snapshot)
  const planting = await instance.connect()
  for (const statement of PLANTED) await planting.run(statement)
  planting.closeSync()
  instance.closeSync()
}

async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.run(sql)).convertRowObjects(toJson) as Promise<Record<string, unknown>[]>
}

/** What somebody said of a deviation that may not even be there. */
const mark: DeviationMark = {
  ...{ center_code: "O'Hara", accession_no: 'A1', step: 't1', parameter: '', state: 'accepted', reason: 'patient' },
  ...{ comment: '', assigned_to: null, due: null, user_name: 'qa', at: '2026-03-01T00:00:00.000Z' },
}

/** Readings that were judged, and some that wait in a sample. */
let readingMarks: ReadingMarks = NO_READINGS

async function readingWork(): Promise<ReadingMarks> {
  const rows = await rowsOf(`SELECT center_code, accession_no, product_code, finding_code, outcome FROM mart.ai_reading
    WHERE day >= (SELECT max(day) - 20 FROM mart.ai_reading) ORDER BY hash(accession_no), finding_code LIMIT 60`)
  const [judged, waiting] = [rows.slice(0, 40), rows.slice(40)] as unknown as (ReadingKey & { outcome: string })[][]
  const said = {
    reason: null,
    comment: '',
    assigned_to: null,
    due: null,
    user_name: 'qa',
    at: '2026-05-30T00:00:00.000Z',
  }
  const marks = judged!.map(({ outcome, ...key }): ReadingMark => {
    return { ...key, ...said, state: outcome === 'TN' ? 'absent' : 'present', basis: null }
  })
  const drawn = waiting!.map(({ outcome: _, ...key }, place): Drawn => {
    return { ...key, sample_id: 1, place: place + 1, from_day: '2026-01-01', to_day: '2027-01-01' }
  })
  return { ...NO_READINGS, marks, drawn, revision: 1, may_mark: true }
}

type Ask = (reader: WarehouseReader, search: URLSearchParams) => Promise<unknown>
const pages: { [Page in PanelPage]: Ask } = {
  overview: (r, s) => overviewPage(r, parseFilter(s), { money: true }),
  throughput: (r, s) => throughputPage(r, parseFilter(s)),
  minutes: (r, s) => minutesPage(r, parseFilter(s), { definition: 'day', against: 'slots', money: true }),
  flow: (r, s) => flowPage(r, parseFilter(s), { persons: true, staffed: s.has('hours') }),
  downtime: (r, s) => downtimePage(r, parseFilter(s)),
  referrals: (r, s) => referralsPage(r, parseFilter(s), { money: true }),
  variation: (r, s) => variationPage(r, parseFilter(s)),
  compliance: (r, s) => compliancePage(r, parseFilter(s), { persons: true }),
  parameters: (r, s) => parametersPage(r, parseFilter(s), parametersQuery(s), { money: true }),
  audit: (r, s) => auditPage(r, parseFilter(s), auditQuery(s), { ...NO_CASES, marks: [mark] }),
  dose: (r, s) => dosePage(r, parseFilter(s)),
  interventions: (r, s) => interventionsPage(r, parseFilter(s), { version: s.get('version') ?? undefined }),
  mapping: (r, s) => mappingPage(r, parseFilter(s)),
  protocol: (r, s) => protocolPage(r, 'CT-CHEST', parseFilter(s)),
  exam: (r) => complianceExamPage(r, exam.center_code, exam.accession_no),
  coverage: (r, s) => coveragePage(r, parseFilter(s)),
  use: (r, s) => aiUsePage(r, parseFilter(s)),
  cases: (r, s) => casesPage(r, parseFilter(s), casesQuery(s), readingMarks),
  concordance: (r, s) => concordancePage(r, parseFilter(s), { money: true }),
  product: (r, s) => productPage(r, 'AI-CHEST', parseFilter(s), {}, { money: true }),
  change: (r, s) => changePage(r, parseFilter(s), besideNamed(s.get('beside') ?? undefined)),
  capacity: (r, s) => capacityPage(r, parseFilter(s)),
  plan: (r, s) => planPage(r, parseFilter(s), plansIn(s)),
  profitability: (r, s) => profitabilityPage(r, parseFilter(s), { line: s.get('line') ?? undefined, persons: true }),
  payers: (r, s) => payersPage(r, parseFilter(s)),
  exams: (r, s) => examsPage(r, parseFilter(s), { persons: true, page: undefined }),
  center: (r, s) => centerPage(r, 'C001', parseFilter(s), { money: true }),
  scanner: (r, s) => scannerPage(r, 'C001-MR1', parseFilter(s), { day: '2026-05-07' }),
  data: (r, s) => dataPage(r, dataQuery(s)),
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
  return (a ?? null) === (b ?? null)
}

const holds = (row: Record<string, unknown>, shown: Shown) =>
  Object.entries(shown).every(([name, value]) => name in row && same(row[name], value))

const published = {
  catalog: CATALOG,
  withheld: new Map(),
  isScoped: false,
  tables: new Set(publishedTables.map(({ schema, name }) => `${schema}.${name}`)),
}

/** What of the page the statement does not give, in words; empty when it gives all. */
async function missing(panel: Panel<never>, page: unknown, questions: Map<string, string>): Promise<string[]> {
  const statement = panelStatement(panel, questions)
  if (statement === null) return ['the page did not ask its questions']
  await passGate(connection, statement, published)
  const rows = await rowsOf(statement)
  const shown = panel.shows(page as never)
  const absent = shown.filter((row) => !rows.some((found) => holds(found, row)))
  const problems = absent
    .slice(0, 3)
    .map((row) => `no row holds ${JSON.stringify(row)}; the first is ${JSON.stringify(rows[0])}`)
  if (panel.exact && rows.length !== shown.length)
    problems.push(`${rows.length} rows where the page has ${shown.length}`)
  return problems
}

const filters = {
  'the default period': '',
  'one modality': 'modality=CT',
  'two centers and a fixed period': 'center=C001&center=C003&from=2026-02-01&to=2026-03-10',
  'one scanner': 'scanner=C001-MR1',
  'a period without data': 'from=2019-01-01&to=2019-02-01',
}

/** Panels that stand on their page only when the address names what they are about. */
const ABOUT: Record<string, string> = {
  'data.run_checks': 'run',
  'data.file': 'file',
  'data.same_content': 'file',
  'data.file_rejects': 'file',
  'parameters.what_if': 'min',
  'interventions.version_effects': 'version',
  'flow.staffed_path': 'hours',
  'profitability.lines': 'line',
  'profitability.lines_kinds': 'line',
  'profitability.lines_costs': 'line',
  'profitability.lines_charges': 'line',
}

const panelsOn = (page: PanelPage, search: URLSearchParams) =>
  (panels[page] as Panel<never>[]).filter(({ id }) => {
    const about = ABOUT[`${page}.${id}`]
    return about === undefined || search.has(about)
  })

async function problemsOf(page: PanelPage, search: URLSearchParams): Promise<Record<string, string[]>> {
  const ask = (r: WarehouseReader) => pages[page](r, search)
  const [answer, questions] = await Promise.all([ask(reader), questionsOf(reader, `${page} ${search}`, ask)])
  const problems: Record<string, string[]> = {}
  for (const panel of panelsOn(page, search)) {
    const found = await missing(panel, answer, questions!)
    if (found.length > 0) problems[panel.id] = found
  }
  return problems
}

for (const [name, search] of Object.entries(filters))
  for (const page of Object.keys(panels) as PanelPage[])
    test(`every panel of ${page} gives the page's figures by its SQL: ${name}`, async () => {
      expect(await problemsOf(page, new URLSearchParams(search))).toEqual({})
    })

const dataFilters: Record<string, () => Record<string, string>> = {
  'one center': () => ({ center: 'C002' }),
  'one feed': () => ({ feed: 'billing', rejects_page: '2' }),
  'one reason': () => ({ reason: 'bad_type' }),
  'files that landed twice': () => ({ status: 'duplicate' }),
  'part of a path that needs quotes': () => ({ search: "o'hara" }),
  'the second page of each list': () => ({ files_page: '2', rejects_page: '2' }),
  'one run and one file': () => ({ run: file.run_id, file: file.file_id }),
  'a run without files of this feed': () => ({ run: 'none', feed: 'costs' }),
}

for (const [name, search] of Object.entries(dataFilters))
  test(`every panel of data gives the page's figures by its SQL: ${name}`, async () => {
    expect(await problemsOf('data', new URLSearchParams(search()))).toEqual({})
  })

const parameterFilters: Record<string, string> = {
  'another band': 'min=90&max=200',
  'a scanner and a step': 'scanner=C001-MR1&protocol=MR-BRAIN&step=t1_tra',
  'worst severity first': 'rank=severity&modality=MR',
}

for (const [name, search] of Object.entries(parameterFilters))
  test(`every panel of parameters gives the page's figures by its SQL: ${name}`, async () => {
    expect(await problemsOf('parameters', new URLSearchParams(search))).toEqual({})
  })

test('every panel of interventions gives the page’s figures by its SQL: a new version, at one center', async () => {
  expect(await problemsOf('interventions', new URLSearchParams('version=CT-CHEST 2&center=C001'))).toEqual({})
})

test('every panel of flow gives the page’s figures by its SQL: in staffed hours', async () => {
  expect(await problemsOf('flow', new URLSearchParams('hours=staffed&modality=MR'))).toEqual({})
})

test('every panel of change gives the page’s figures by its SQL beside the network', async () => {
  expect(await problemsOf('change', new URLSearchParams('beside=network&center=C001'))).toEqual({})
})

/** Which panels beside its centers a bar opens. */
const OPENED: Record<string, string[]> = {
  fixed_cost: ['lines_costs'],
  adjustments: ['lines_kinds', 'lines_charges'],
  partner_payout: ['lines_kinds', 'lines_charges'],
  written_off: ['lines_kinds', 'lines_charges'],
  net_revenue: ['lines_kinds', 'lines_charges'],
  operating_profit: [],
}

for (const [step, opened] of Object.entries(OPENED))
  test(`every panel of profitability gives the page's figures by its SQL: the lines of ${step}`, async () => {
    const others = ['lines_kinds', 'lines_costs', 'lines_charges'].filter((id) => !opened.includes(id))
    const notAsked = Object.fromEntries(others.map((id) => [id, ['the page did not ask its questions']]))
    expect(await problemsOf('profitability', new URLSearchParams({ line: step }))).toEqual(notAsked)
  })

test('the panels of the default period are not empty', async () => {
  const empty: string[] = []
  for (const page of Object.keys(panels) as PanelPage[]) {
    const search = {
      overview: 'modality=CT',
      throughput: 'modality=CT',
      parameters: 'min=0',
      interventions: 'version=CT-CHEST 2',
      flow: 'hours=staffed',
      // The month before the only closed one is cut short by the beginning of the data.
      change: 'beside=network&center=C001',
      profitability: 'line=allowed',
      data: `run=${file.run_id}&file=${file.file_id}`,
    }
    const answer = await pages[page](reader, new URLSearchParams(search[page as keyof typeof search] ?? ''))
    for (const panel of panels[page] as Panel<never>[])
      if (panel.shows(answer as never).length === 0) empty.push(`${page}.${panel.id}`)
  }
  // What nobody needs to be told: no signal was found for these, no center drifts. A bar has charge lines or rows of the ledger, never both.
  expect(empty.filter((id) => !/attention|lines_costs|far_ahead|drift_centers/.test(id))).toEqual([])
})

test('the matrix that is compared has every state', async () => {
  const { matrix } = (await pages.data(reader, new URLSearchParams())) as DataPage
  const states = matrix.flatMap(({ cells }) => cells.map((cell) => cell.state))
  expect([...new Set(states)].sort()).toEqual(['fresh', 'late', 'never', 'silent'])
})

test('ids of panels are unique within their page', () => {
  for (const list of Object.values(panels)) expect(new Set(list.map((p) => p.id)).size).toBe(list.length)
})
