import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorkbook } from '#tests/support/workbook.ts'
import { launch, open, signIn } from './browser.ts'
import { ask } from './warehouse.ts'

const WEEK = 'from=2026-02-23&to=2026-03-02'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const column = (page: Page, panel: string, place: number) =>
  page.locator(`#${panel} tbody tr td:nth-child(${place})`).allInnerTexts()

test.each([true, false])(
  'a heading sorts its table and nothing else changes (scripts: %s)',
  async (javaScriptEnabled) => {
    const { context, page, problems } = await open(browser, { javaScriptEnabled })
    await signIn(page, 'manager')
    await page.goto(`/throughput?${WEEK}&modality=CT`)
    const heading = page.locator('#scanners th', { hasText: 'Exams performed' })
    await heading.locator('button').click()
    await page.locator('#scanners th[aria-sort=descending]').waitFor()
    const numbers = (await column(page, 'scanners', 5)).map((text) => Number(text.replaceAll(',', '')))
    expect(numbers.length).toBeGreaterThan(2)
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    await heading.locator('button').click()
    await page.locator('#scanners th[aria-sort=ascending]').waitFor()
    expect((await column(page, 'scanners', 5)).map((text) => Number(text.replaceAll(',', '')))).toEqual(
      [...numbers].reverse(),
    )
    const { searchParams } = new URL(page.url())
    expect([searchParams.get('from'), searchParams.get('modality')]).toEqual(['2026-02-23', 'CT'])
    if (javaScriptEnabled) expect(problems).toEqual([])
    await context.close()
  },
)

test('a table is searched by the words in its rows', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}`)
  const all = (await column(page, 'centers', 1)).length
  await page.fill('#centers input[type=search]', 'C003')
  await page.press('#centers input[type=search]', 'Enter')
  await page.waitForURL(/find\.centers=C003/)
  await expect.poll(() => page.locator('#centers tbody tr', { hasText: 'C001' }).count()).toBe(0)
  const found = await column(page, 'centers', 1)
  expect(found.length).toBeLessThan(all)
  expect(found.filter((text) => !text.includes('C003'))).toEqual([])
  await context.close()
})

test('a card’s menu opens by keyboard, offers its rows, and closes by Escape and by a click elsewhere', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  await page.goto('/throughput')
  const menu = page.locator('#centers details.menu')
  await menu.locator('summary').focus()
  await page.keyboard.press('Enter')
  await menu.locator('a', { hasText: 'CSV' }).waitFor()
  await page.keyboard.press('Escape')
  await menu.locator('a').first().waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY')
  await menu.locator('summary').click()
  await menu.locator('a').first().waitFor()
  await page.locator('h1').click()
  await menu.locator('a').first().waitFor({ state: 'hidden' })
  await context.close()
})

test('whoever has no console still takes a card’s rows away, as they stand in the warehouse', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}&center=C003`)
  const href = await page.locator('#scanners details.menu a', { hasText: 'CSV' }).getAttribute('href')
  const answer = await context.request.get(href!)
  expect(answer.headers()['content-disposition']).toContain('isocenter-throughput.scanners.csv')
  const [heading, ...rows] = (await answer.text()).replace('\ufeff', '').trimEnd().split('\r\n')
  expect(heading).toMatch(/^scanner_id,center_code,modality,exams_performed/)
  const known = await ask(
    `SELECT scanner_id, sum(exams_performed) AS n FROM mart.scanner_day
     WHERE center_code = 'C003' AND day >= DATE '2026-02-23' AND day < DATE '2026-03-02' GROUP BY 1 ORDER BY 1`,
  )
  const written = rows.map((row) => row.split(',')).map((row) => [row[0], Number(row[3])])
  expect(written.sort()).toEqual(known.map((row) => [row['scanner_id'], Number(row['n'])]))
  const book = await context.request.get(`/export?page_name=throughput&format=xlsx&${WEEK}`)
  expect(readWorkbook(await book.body()).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['figures', 'centers', 'scanners', 'About']),
  )
  const refused = await context.request.get('/export?page_name=profitability&format=xlsx')
  expect(refused.status()).toBe(403)
  await context.close()
})

test('presets lead to the period that they name, and the lit one is the one that is shown', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  await page.goto('/throughput')
  const lit = page.locator('section[aria-label="Period and filters"] [aria-current=true]')
  expect(await lit.innerText()).toBe('28 days')
  await page.getByRole('link', { name: 'Yesterday', exact: true }).click()
  await page.locator('[aria-current=true]', { hasText: 'Yesterday' }).waitFor()
  const { searchParams } = new URL(page.url())
  const last = (await ask('SELECT max(day)::VARCHAR AS day FROM mart.center_day WHERE exams_performed > 0'))[0]!
  expect(searchParams.get('from')).toBe(last['day'])
  expect(await page.locator('#filters input[name=until]').inputValue()).toBe(last['day'])
  await context.close()
})
