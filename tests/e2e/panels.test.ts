import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPanelPage, panels } from '#queries/pages.ts'
import { addresses } from '#tests/support/addresses.ts'
import { launch, open, signIn } from './browser.ts'
import { ask } from './warehouse.ts'

/** Where a page shows nothing by itself: rates of several modalities have no tile, and the months before the fixture's are cut short. */
const ASKED: Partial<Record<string, string>> = { throughput: '?modality=CT', change: '?beside=network&center=C002' }
const PAGES = addresses().flatMap(([page, address]) => (isPanelPage(page) ? [address + (ASKED[page] ?? '')] : []))
/** Panels of what the fixture's reference data does not have. */
const NOT_GIVEN = /\.(budget|budget_centers)$|^interventions\./
/** What the data page reads from files beside the snapshot: no statement gives it. */
const BESIDE = ['Runs over time', 'Runs', 'Snapshots kept']

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

interface Found {
  /** Tiles, charts and tables without a link to their statement, by what they are called. */
  without: string[]
  links: { panel: string; href: string; metric: string | null; value: string | null }[]
}

const look = (page: Page): Promise<Found> =>
  page.evaluate(() => {
    const main = document.querySelector('main')!
    const card = (e: Element) => e.closest('[data-tile], .tremor-Card-root')
    const shown = [
      ...main.querySelectorAll('[data-tile]'),
      ...main.querySelectorAll('figure'),
      ...[...main.querySelectorAll('table')].filter((table) => !table.closest('figure')),
    ]
    const name = (e: Element) =>
      e.getAttribute('data-tile') ?? e.querySelector('h2, caption')?.textContent ?? e.outerHTML.slice(0, 80)
    return {
      without: shown.filter((e) => !card(e)?.querySelector('[data-panel]')).map(name),
      links: [...main.querySelectorAll('[data-panel]')].map((a) => ({
        panel: a.getAttribute('data-panel')!,
        href: a.getAttribute('href')!,
        metric: a.closest('[data-tile]')?.getAttribute('data-tile') ?? null,
        value: a.closest('[data-tile]')?.querySelector('[data-metric]')?.getAttribute('value') ?? null,
      })),
    }
  })

test('every tile, chart and table opens its statement, and a tile finds its number in the first row', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'admin')
  const problems: string[] = []
  for (const address of PAGES) {
    await page.goto(address, { waitUntil: 'load' })
    const { without, links } = await look(page)
    const none = address === '/data' ? BESIDE : []
    expect(without.filter((what) => none.includes(what))).toEqual(none)
    problems.push(...without.filter((what) => !none.includes(what)).map((what) => `${address}: ${what} has no SQL`))
    if (!address.startsWith('/compliance/interventions')) expect([address, links.length]).not.toEqual([address, 0])
    for (const { panel, href, metric, value } of links) {
      const answer = await context.request.get(href, { maxRedirects: 0 })
      const target = new URL(answer.headers()['location'] ?? '/', 'http://x')
      const sql = target.searchParams.get('q')
      if (answer.status() !== 302 || target.pathname !== '/sql') problems.push(`${panel}: ${answer.status()} ${target}`)
      else if (sql === null && target.searchParams.get('panel') !== panel) problems.push(`${panel}: no statement`)
      else if (sql !== null) {
        const rows = await ask(sql)
        const number = metric && rows[0] ? rows[0][metric] : undefined
        if (metric && value && Math.abs(Number(number) - Number(value)) > 1e-6 * Math.max(1, Math.abs(Number(value))))
          problems.push(`${address} ${panel}: ${String(number)} instead of ${value}`)
      }
    }
  }
  expect(problems).toEqual([])
  await context.close()
})

test('every panel stands on its page, where the page has what it shows', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'admin')
  const found = new Set<string>()
  const exam = (await ask('SELECT center_code, accession_no FROM mart.deviation ORDER BY ALL LIMIT 1'))[0]!
  const examPage = `/compliance/exams/${String(exam['center_code'])}/${String(exam['accession_no'])}`
  const file = (
    await ask('SELECT file_id, run_id FROM ops.source_file ORDER BY rows_rejected DESC NULLS LAST LIMIT 1')
  )[0]!
  const filePage = `/data?run=${String(file['run_id'])}&file=${String(file['file_id'])}`
  const day = (await ask("SELECT max(day) AS day FROM mart.scanner_day WHERE scanner_id = 'C001-CT1'"))[0]!
  const dayPage = `/scanners/C001-CT1?day=${String(day['day'])}`
  const whatIf = '/compliance/parameters?max=1'
  const bars = ['allowed', 'fixed_cost'].map((line) => `/profitability?line=${line}`)
  const staffed = '/throughput/flow?hours=staffed'
  const asked = ['/?modality=CT', '/throughput', staffed, examPage, filePage, dayPage, whatIf, ...bars]
  for (const address of [...PAGES, ...asked]) {
    await page.goto(address, { waitUntil: 'load' })
    for (const { panel } of (await look(page)).links) found.add(panel)
  }
  const known = Object.entries(panels).flatMap(([name, list]) => list.map((panel) => `${name}.${panel.id}`))
  expect([...found].filter((panel) => !known.includes(panel))).toEqual([])
  // Lists of signals, of failed checks, of HTTP sources and of a protocol's versions are left out of a page when there is none.
  const optional = /attention|check_findings|source_fetches|protocol\.changes/
  expect(known.filter((panel) => !found.has(panel) && !optional.test(panel) && !NOT_GIVEN.test(panel))).toEqual([])
  await context.close()
})

test('a center manager has the statements of what they see, and none of what they do not', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  await page.goto('/throughput', { waitUntil: 'load' })
  expect((await look(page)).links.map(({ panel }) => panel)).toContain('throughput.scanners')
  const status = async (panel: string) =>
    (await context.request.get(`/sql/panel?panel=${panel}`, { maxRedirects: 0 })).status()
  expect(await status('throughput.scanners')).toBe(302)
  expect(await status('profitability.months')).toBe(403)
  await context.close()
})

test('a link whose statement takes more than the role has is not offered, and leads to a refusal', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa')
  await page.goto('/data', { waitUntil: 'load' })
  const { links } = await look(page)
  expect(links.map(({ panel }) => panel)).toContain('data.reject_trend')
  expect(links.map(({ panel }) => panel)).not.toContain('data.matrix')
  expect((await context.request.get('/sql/panel?panel=data.matrix', { maxRedirects: 0 })).status()).toBe(403)
  await context.close()
})

test('a statement about money is refused to whoever may not see money', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa')
  for (const panel of ['profitability.waterfall', 'overview.months', 'center.months'])
    expect([
      panel,
      (await context.request.get(`/sql/panel?panel=${panel}&center_code=C001`, { maxRedirects: 0 })).status(),
    ]).not.toEqual([panel, 302])
  await context.close()
})
