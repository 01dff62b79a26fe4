import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cookieHeader, expectNoOverflow, figure, launch, open, signIn } from './browser.ts'
import { editorHolds, editorReady, run, SLOW, write } from './console.ts'
import { askNumber } from './warehouse.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test('an analyst’s morning: find a table, write, mend, parameterise, chart, save, share, export', async () => {
  const { context, page, problems } = await open(browser, {
    acceptDownloads: true,
    viewport: { width: 1400, height: 1000 },
  })
  await signIn(page, 'analyst', '/sql')
  await editorReady(page)

  // Find a table, and put it and a column into the text by clicking.
  await page.fill('[data-panel=schema] input[type=search]', 'no_shows_due')
  const table = page.locator('[data-table="mart.center_day"]')
  await table.getByRole('button', { name: 'no_shows_due', exact: true }).click()
  expect(await page.locator('.cm-content').innerText()).toContain('no_shows_due')

  // Write, with a mistake; the suggestion mends it.
  await write(
    page,
    'SELECT day, modality, sum(exams_perfomed) AS exams\nFROM mart.center_day\nGROUP BY ALL ORDER BY day',
  )
  await page.keyboard.press('Escape')
  await run(page)
  expect(await page.locator('[data-problem]').innerText()).toContain('Line 1, column 27')
  await page.locator('.cm-lintRange-error').waitFor()
  await page.locator('[data-problem] button', { hasText: 'exams_performed' }).click()
  await run(page)
  await page.locator('[data-result=rows] [role=grid]').waitFor()
  const exams = await askNumber('SELECT count(*) FROM (SELECT 1 FROM mart.center_day GROUP BY day, modality)')
  expect(await page.locator('[data-rows]').getAttribute('data-rows')).toBe(String(exams))

  // Statistics of a column, by keyboard.
  await page.locator('[role=grid]').focus()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'Column statistics' }).click()
  expect(await page.locator('[data-column]').getAttribute('data-column')).toBe('modality')

  // Parameterise: a day compared with a column becomes a date input, a center a list.
  await write(
    page,
    'SELECT day, sum(exams_performed) AS exams FROM mart.center_day\nWHERE day >= $from AND center_code = $center GROUP BY ALL ORDER BY day',
  )
  expect(await page.locator('#p-from').getAttribute('type')).toBe('date')
  // A list is asked for when somebody wants it.
  expect(await page.locator('#choices-center').count()).toBe(0)
  await page.locator('[data-list=center]').click()
  await page
    .locator('#choices-center option')
    .first()
    .waitFor({ state: 'attached', ...SLOW })
  await page.fill('#p-from', '2026-03-02')
  await page.fill('#p-center', 'C002')
  await run(page)
  const days = await askNumber(
    "SELECT count(DISTINCT day) FROM mart.center_day WHERE day >= DATE '2026-03-02' AND center_code = 'C002'",
  )
  expect(await page.locator('[data-rows]').getAttribute('data-rows')).toBe(String(days))

  // Chart: lines over days by themselves, bars when asked.
  await page.getByRole('button', { name: 'Chart', exact: true }).click()
  await page.locator('[data-chart=line] svg').waitFor()
  await page.selectOption('select[name=chart-kind]', 'bar')
  await page.locator('[data-chart=bar]').waitFor()

  // Where the time goes.
  await page.getByRole('button', { name: 'Profile' }).click()
  await page.locator('[data-plan=profile]').waitFor(SLOW)
  expect(await page.locator('[data-plan]').innerText()).toMatch(/SCAN/)

  // Save under a Chinese name and share it with everyone.
  await page.getByText('Save this query').click()
  await page.fill('input[name=name]', '每日检查')
  await page.selectOption('select[name=shared_with]', 'everyone')
  await page.click('button[value=save_new]')
  await page.getByText('Save a version').waitFor(SLOW)
  await editorReady(page)
  const saved = new URL(page.url())
  expect(await page.inputValue('#p-center')).toBe('C002')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV', exact: true }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^每日检查.*\.csv$/)
  const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/)
  expect(lines.filter((line) => /^2026-03-/.test(line))).toHaveLength(days ?? -1)

  // Share: the permalink holds text, parameters and snapshot.
  await page.getByRole('button', { name: 'Permalink' }).click()
  await page.locator('[data-permalink]').waitFor(SLOW)
  const link = new URL(await page.locator('[data-permalink]').inputValue())
  expect([link.searchParams.get('p.center'), link.searchParams.get('p.from')]).toEqual(['C002', '2026-03-02'])
  expect(link.searchParams.get('snapshot')).toMatch(/^\d{8}T/)
  expect(problems).toEqual([])
  await context.close()

  // Another person opens both; nothing has run until they say so, and their history is their own.
  const other = await open(browser)
  let asked = 0
  other.page.on('request', (request) => {
    if (/\/sql\/(run|explain)$/.test(request.url()) && !request.postData()?.includes('quiet=1')) asked++
  })
  await signIn(other.page, 'qa', saved.pathname + saved.search)
  await editorReady(other.page)
  await other.page.goto(link.pathname + link.search)
  await editorHolds(other.page, '$center')
  expect([asked, await other.page.locator('[data-result]').count()]).toEqual([0, 0])
  expect(await other.page.locator('[data-panel=history] li').count()).toBe(0)
  await run(other.page)
  expect([asked, await other.page.locator('[data-rows]').getAttribute('data-rows')]).toEqual([1, String(days)])
  await other.context.close()
})

test('a tile’s SQL, run as it is, gives the tile’s number', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'analyst', '/throughput?from=2026-02-23&to=2026-03-02')
  const shown = Number(await figure(page, 'exams_performed'))
  expect(shown).toBeGreaterThan(0)
  await page.locator('[data-tile=exams_performed] details.menu summary').click()
  await page.locator('[data-tile=exams_performed] a[href^="/sql/panel"]').click()
  await page.waitForURL(/\/sql\?/)
  await editorHolds(page, 'SELECT')
  await run(page)
  const cells = await page.locator('[role=grid] [role=gridcell]').allInnerTexts()
  expect(cells).toContain(String(shown))

  // The page's filters have come along, and fill the parameters of what is opened next.
  expect(await page.locator('[data-filters]').innerText()).toContain('$from = 2026-02-23, $to = 2026-03-02')
  await page.locator('[data-panel=library] summary').click()
  await page.getByRole('link', { name: 'No-show rate with what was due' }).click()
  await editorHolds(page, 'bookings_due')
  const values = ['from', 'to', 'modality'].map((name) => page.inputValue(`#p-${name}`))
  expect(await Promise.all(values)).toEqual(['2026-02-23', '2026-03-02', ''])
  await context.close()
})

test('two saves are two versions, and the first can be had back', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa', '/sql?q=SELECT+1+AS+one')
  await editorReady(page)
  await page.getByText('Save this query').click()
  await page.fill('input[name=name]', 'versions')
  await page.click('button[value=save_new]')
  await page.getByText('Save a version').waitFor(SLOW)
  await editorHolds(page, 'SELECT 1 AS one')
  await write(page, 'SELECT 2 AS two')
  await page.getByText('Save a version').click()
  await page.getByRole('button', { name: 'Save as next version' }).click()
  await page.getByText('Versions (2)').click(SLOW)
  await page.getByText(/^version 1 ·/).click()
  await page.getByRole('button', { name: 'Make this the newest version' }).click()
  await page.getByText('Versions (3)').waitFor(SLOW)
  await editorHolds(page, 'SELECT 1 AS one')
  await context.close()
})

test('keys: run, leave the editor without a trap, move and sort in the result', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'admin', '/sql?q=SELECT+scanner_id,+modality+FROM+scanner;+SELECT+2')
  await editorReady(page)
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+Enter')
  await page.locator('[role=grid]').waitFor(SLOW)
  expect(Number(await page.locator('[data-rows]').getAttribute('data-rows'))).toBe(
    await askNumber('SELECT count(*) FROM scanner'),
  )
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor') === null)).toBe(true)
  await page.locator('[role=grid]').focus()
  await page.keyboard.press('Shift+Enter')
  expect(await page.locator('[role=columnheader]').first().getAttribute('aria-sort')).toBe('ascending')
  await page.keyboard.press('End')
  expect(await page.locator('[role=grid]').getAttribute('aria-activedescendant')).toBe('cell-0-1')
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Control+Shift+Enter')
  await page.getByRole('button', { name: 'Statement 2' }).waitFor(SLOW)
  expect(problems).toEqual([])
  await context.close()
})

test('without scripts the console runs, fills parameters, pages and reports mistakes', async () => {
  const { context, page } = await open(browser, { javaScriptEnabled: false })
  await signIn(page, 'admin', '/sql?library=from_figure_to_file&p.center=C001')
  expect(await page.inputValue('#p-center')).toBe('C001')
  await page.click('[data-run]')
  await page.locator('[data-static-result]').waitFor(SLOW)
  expect(await page.locator('[data-static-result] tbody tr').count()).toBe(100)
  const first = await page.locator('[data-static-result] tbody tr').first().innerText()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.locator('[data-static-result]').waitFor(SLOW)
  expect(await page.locator('[data-static-result] tbody tr').first().innerText()).not.toBe(first)
  await page.fill('textarea[name=sql]', 'SELECT nothing FROM exam')
  await page.click('[data-run]')
  await page.locator('[data-problem]').waitFor(SLOW)
  expect(await page.locator('[data-problem]').innerText()).toContain('Line 1, column 8')
  await context.close()
})

test('an address never runs by itself, names a snapshot that is gone, and says when it leads nowhere', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa', '/sql?q=SELECT+42+AS+answer&snapshot=20200101T000000000Z-1')
  await editorReady(page)
  expect(await page.locator('[data-result]').count()).toBe(0)
  expect(await page.locator('[data-notice=snapshot-gone]').innerText()).toContain('20200101T000000000Z-1')
  await page.locator('[data-notice=snapshot-gone] a').click()
  await page.waitForURL((url) => !url.searchParams.has('snapshot'))
  await page.goto('/sql?saved=not-there')
  await page.getByText('This address leads to no query').waitFor()
  await context.close()
})

test('center managers have a console, which the menu offers; it holds no money', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  expect(await page.locator('nav a[href^="/sql"]').count()).toBeGreaterThan(0)
  const cookie = await cookieHeader(context)
  const run = async (sql: string) => {
    const body = new URLSearchParams({ sql })
    return (await fetch(`${inject('baseUrl')}/sql/run`, { method: 'POST', headers: { cookie }, body })).json()
  }
  expect(await run('SELECT count(*) > 0 FROM exam')).toMatchObject({ ok: true, result: { rows: [[true]] } })
  expect(await run('SELECT * FROM charge')).toMatchObject({ ok: false, problem: { code: 'refused' } })
  await context.close()
})

test('without a session every door of the console leads to the sign-in', async () => {
  for (const path of ['/sql', '/sql/run', '/sql/explain', '/sql/export', '/sql/cancel', '/sql/saved', '/sql/link']) {
    const body = new URLSearchParams({ sql: 'SELECT 1' })
    const answer = await fetch(inject('baseUrl') + path, { method: 'POST', redirect: 'manual', body })
    expect([path, answer.ok]).toEqual([path, false])
  }
})

test('another site cannot make a signed-in browser run or save anything', async () => {
  for (const path of ['/sql', '/sql/run', '/sql/explain', '/sql/export', '/sql/cancel', '/sql/saved', '/sql/link']) {
    const answer = await fetch(inject('baseUrl') + path, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ sql: 'SELECT 1' }),
    })
    expect([path, answer.status]).toEqual([path, 403])
  }
})

test.each([
  ['light', 'en-US', 1400, 'One row per center, local day and modality'],
  ['dark', 'zh-CN', 390, '每行一个中心、当地日期与设备类型'],
] as const)(
  'the console with a result reads in %s, %s, %i px, and has no serious accessibility fault',
  async (colorScheme, locale, width, meaning) => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const { context, page } = await open(browser, {
      colorScheme,
      locale,
      bypassCSP: true,
      viewport: { width, height: 900 },
    })
    await signIn(page, 'admin', '/sql?library=exams_by_hour_of_week')
    await editorReady(page)
    await run(page)
    await page.locator('[role=grid]').waitFor(SLOW)
    expect(await page.locator('[data-table="mart.center_day"] summary').textContent()).toContain(meaning)
    await expectNoOverflow(page)
    for (const step of ['table', 'chart']) {
      if (step === 'chart') {
        await page.locator('[data-result] button[aria-pressed=false]').first().click()
        await page.locator('[data-chart=heat]').waitFor(SLOW)
        await expectNoOverflow(page)
      }
      await page.evaluate(axe)
      const faults = await page.evaluate(async () => {
        interface Violation {
          id: string
          impact: string
          nodes: { html: string }[]
        }
        const { run } = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe
        const { violations } = await run()
        return violations
          .filter((v) => v.impact === 'serious' || v.impact === 'critical')
          .map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 300)} (${v.nodes.length})`)
      })
      expect([step, faults]).toEqual([step, []])
    }
    await context.close()
  },
)
