import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoOptions, generateDemo } from '#etl/demo/generate.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { toJson } from '#queries/db/values.ts'
import { parseFilter } from '#queries/filter.ts'
import { centerPage } from '#queries/pages/center.ts'
import { complianceExamPage, compliancePage } from '#queries/pages/compliance.ts'
import { concordancePage } from '#queries/pages/concordance.ts'
import { overviewPage } from '#queries/pages/overview.ts'
import { profitabilityPage } from '#queries/pages/profitability.ts'
import { throughputPage } from '#queries/pages/throughput.ts'
import { panels, panelStatement, questionsOf, type Panel, type PanelPage, type Shown } from '#queries/panels/index.ts'
import type { WarehouseReader } from '#queries/db/snapshot.ts'
import { sharedFolder } from '#tests/etl/demo/made.ts'
import { etl, testConfig } from '#tests/support/etl.ts'

const folder = sharedFolder()
let reader: SnapshotReader
let connection: DuckDBConnection
let close = () => {}
let exam = { center_code: '', accession_no: '' }

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
  reader = createSnapshotReader({ dataDirs: [config.dataDir] })
  const file = (await reader.current())!.file
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
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
})
afterAll(async () => {
  close()
  await reader.close()
  folder.remove()
})

async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.run(sql)).convertRowObjects(toJson) as Promise<Record<string, unknown>[]>
}

type Ask = (reader: WarehouseReader, search: URLSearchParams) => Promise<unknown>
const pages: { [Page in PanelPage]: Ask } = {
  overview: (r, s) => overviewPage(r, parseFilter(s), { money: true }),
  throughput: (r, s) => throughputPage(r, parseFilter(s)),
  compliance: (r, s) => compliancePage(r, parseFilter(s)),
  exam: (r) => complianceExamPage(r, exam.center_code, exam.accession_no),
  concordance: (r, s) => concordancePage(r, parseFilter(s)),
  profitability: (r, s) => profitabilityPage(r, parseFilter(s)),
  center: (r, s) => centerPage(r, 'C001', parseFilter(s), { money: true }),
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
  return (a ?? null) === (b ?? null)
}

const holds = (row: Record<string, unknown>, shown: Shown) =>
  Object.entries(shown).every(([name, value]) => name in row && same(row[name], value))

/** What of the page the statement does not give, in words; empty when it gives all. */
async function missing(panel: Panel<never>, page: unknown, questions: Map<string, string>): Promise<string[]> {
  const statement = panelStatement(panel, questions)
  if (statement === null) return ['the page did not ask its questions']
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

for (const [name, search] of Object.entries(filters))
  for (const page of Object.keys(panels) as PanelPage[])
    test(`every panel of ${page} gives the page's figures by its SQL: ${name}`, async () => {
      const ask = (r: WarehouseReader) => pages[page](r, new URLSearchParams(search))
      const [answer, questions] = await Promise.all([ask(reader), questionsOf(reader, `${page} ${search}`, ask)])
      const problems: Record<string, string[]> = {}
      for (const panel of panels[page] as Panel<never>[]) {
        const found = await missing(panel, answer, questions!)
        if (found.length > 0) problems[panel.id] = found
      }
      expect(problems).toEqual({})
    })

test('the panels of the default period are not empty', async () => {
  const empty: string[] = []
  for (const page of Object.keys(panels) as PanelPage[]) {
    const answer = await pages[page](
      reader,
      new URLSearchParams(page === 'overview' || page === 'throughput' ? 'modality=CT' : ''),
    )
    for (const panel of panels[page] as Panel<never>[])
      if (panel.shows(answer as never).length === 0) empty.push(`${page}.${panel.id}`)
  }
  // What nobody needs to be told: no signal was found for these.
  expect(empty.filter((id) => !/attention/.test(id))).toEqual([])
})

test('ids of panels are unique within their page', () => {
  for (const list of Object.values(panels)) expect(new Set(list.map((p) => p.id)).size).toBe(list.length)
})
