import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addresses } from '#tests/support/addresses.ts'
import { accessibilityFaults, expectNoOverflow, launch, open, signIn } from './browser.ts'
import { ask, askNumber } from './warehouse.ts'

const WEEK = 'from=2026-02-23&to=2026-03-02'
const PATHS = addresses().map(([, address]) => address)
const PHONE = { viewport: { width: 320, height: 700 } }

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const centersOf = (page: Page) => new URL(page.url()).searchParams.getAll('center')

test('several centers are picked at once, by keyboard, in a list that narrows as one types', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}`, { waitUntil: 'networkidle' })
  await page.locator('[data-picker=center] summary').focus()
  await page.keyboard.press('Enter')
  const boxes = page.locator('[data-picker=center] li')
  const all = await boxes.count()
  await boxes.filter({ hasText: 'C001' }).locator('input').focus()
  await page.keyboard.press('Space')
  await boxes.filter({ hasText: 'C002' }).locator('input').focus()
  await page.keyboard.press('Space')
  expect(await page.locator('[data-picker=center] summary').innerText()).toContain('2 chosen')
  await page.keyboard.press('Enter')
  await page.waitForURL(/center=C002/)
  expect([all > 2, centersOf(page).sort()]).toEqual([true, ['C001', 'C002']])
  expect(new URL(page.url()).searchParams.get('from')).toBe('2026-02-23')
  await page.locator('[data-picker=center] summary').press('Enter')
  await page.keyboard.press('Escape')
  expect(await page.locator('[data-picker=center] details').getAttribute('open')).toBeNull()
  expect(problems).toEqual([])
  await context.close()
})

test('a page of one center keeps the network beside its tiles and behind its funnel', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa')
  await page.goto(`/compliance?${WEEK}&center=C001`)
  const network = await askNumber(
    `SELECT count_if(compliant) / count_if(assessable) FROM mart.exam_compliance
     WHERE day >= DATE '2026-02-23' AND day < DATE '2026-03-02'`,
  )
  const told = await page.locator('[data-tile=compliance_rate] [data-network]').getAttribute('data-network')
  expect(Number(told)).toBeCloseTo(network ?? NaN, 9)
  await page.locator('#center_funnel details', { hasText: 'Figures as a table' }).locator('summary').click()
  const known = await ask(
    `SELECT DISTINCT center_code FROM mart.exam_compliance WHERE assessable
     AND day >= DATE '2026-02-23' AND day < DATE '2026-03-02'`,
  )
  expect(await page.locator('#center_funnel tbody tr').count()).toBe(known.length)
  await page.goto(`/compliance?${WEEK}`)
  expect(await page.locator('[data-network]').count()).toBe(0)
  await context.close()
})

test('the first column stays in sight while a table scrolls, and its frame shades where there is more', async () => {
  const { context, page } = await open(browser, { viewport: { width: 700, height: 800 } })
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}`)
  const frame = page.locator('#centers [role=region]').first()
  const cell = frame.locator('tbody tr td').first()
  const before = (await cell.boundingBox())!.x
  await frame.evaluate((e) => (e.scrollLeft = 200))
  expect(await frame.evaluate((e) => e.scrollLeft)).toBeGreaterThan(50)
  expect(Math.abs((await cell.boundingBox())!.x - before)).toBeLessThan(3)
  expect(await frame.evaluate((e) => getComputedStyle(e).backgroundImage)).toContain('gradient')
  await context.close()
})

test('at 320 px no page scrolls sideways, tiles stand two abreast, and what is pressed is 24 px and more', async () => {
  const { context, page } = await open(browser, PHONE)
  await signIn(page, 'admin')
  for (const address of PATHS) {
    await page.goto(address)
    await expectNoOverflow(page)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main button, main summary, main .button, main select, header button')]
        .filter((e) => e.offsetParent !== null && e.closest('th, .sr-only, [role=grid], .cm-editor') === null)
        .filter((e) => e.getBoundingClientRect().height < 24 && e.closest('figure, .chart-table') === null)
        .map((e) => e.outerHTML.slice(0, 120)),
    )
    expect([address, small]).toEqual([address, []])
  }
  await page.goto(`/throughput?${WEEK}`)
  const [first, second] = await page
    .locator('[data-tile]')
    .evaluateAll((all) => all.map((e) => e.getBoundingClientRect().top))
  expect(first).toBe(second)
  await context.close()
})

test.each([true, false])('on a phone the filters open where they are (scripts: %s)', async (javaScriptEnabled) => {
  const { context, page } = await open(browser, { ...PHONE, javaScriptEnabled })
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}`)
  expect(await page.locator('#filters').isVisible()).toBe(false)
  await page.locator('label[for=show-filters]').click()
  expect([await page.locator('#filters').isVisible(), await page.evaluate(() => window.scrollY)]).toEqual([true, 0])
  await page.locator('[data-picker=center] summary').click()
  await page.check('input[name=center][value=C002]')
  await page.locator('#filters button.button-primary').click()
  await page.waitForURL(/center=C002/)
  await page.locator('#filters').waitFor({ state: 'hidden' })
  await context.close()
})

test('rows and cells of a chart tell their values by keyboard and by pointer', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}&modality=CT`, { waitUntil: 'networkidle' })
  const words = page.locator('#chart-words')
  await page.locator('#scanner_use [data-across]').focus()
  await page.keyboard.press('ArrowDown')
  const first = await words.innerText()
  expect(first).toMatch(/C00\d-CT\d.*\d+\.\d%/)
  await page.keyboard.press('End')
  expect(await words.innerText()).not.toBe(first)
  await page.locator('#hours_of_week [data-across]').focus()
  await page.keyboard.press('Home')
  expect(await words.innerText()).toMatch(/^CT Mon 00:00: \d+$/)
  await page.keyboard.press('ArrowDown')
  expect(await words.innerText()).toMatch(/^CT Tue 00:00: \d+$/)
  await page.keyboard.press('Escape')
  expect(await words.innerText()).toBe('')
  // Scrolling silences a chart: its place has changed.
  const row = page.locator('#scanner_use [data-across] li').first()
  await row.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await row.hover()
  expect(await words.innerText()).toContain('CT')
  expect(problems).toEqual([])
  await context.close()
})

test('a chart is taken away as a picture, its words, lines and footing in it', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}&modality=CT`, { waitUntil: 'networkidle' })
  const take = async (panel: string, kind: string) => {
    await page.locator(`#${panel} details.menu summary`).first().click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click(`#${panel} [data-picture=${kind}]`),
    ])
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
  }
  const svg = await take('exams_per_day', 'svg')
  const text = svg.content.toString()
  expect(svg.name).toBe('isocenter-exams_per_day.svg')
  expect(text).toMatch(/^<svg [^>]*xmlns/)
  for (const part of ['Exams per day', '<path ', '/throughput?'])
    expect(text.toLowerCase()).toContain(part.toLowerCase())
  expect((await take('scanner_use', 'svg')).content.toString().match(/<rect /g)!.length).toBeGreaterThan(2)
  const { content } = await take('exams_per_day', 'png')
  const width = (await page.locator('#exams_per_day figure').boundingBox())!.width
  expect([content.subarray(1, 4).toString(), content.readUInt32BE(16) > 2 * width]).toEqual(['PNG', true])
  await page.locator('#centers details.menu summary').first().click()
  expect(await page.locator('#centers [data-picture]').first().isVisible()).toBe(false)
  expect(problems).toEqual([])
  await context.close()
})

test('charts over days mark the holiday in their period, in words too', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  await page.goto('/throughput?from=2026-02-22&to=2026-03-01&modality=CT')
  expect(await page.locator('#exams_per_day [data-happenings]').innerText()).toMatch(/Feb 22, 2026: .*Spring Festival/)
  expect(await page.locator('#exams_per_day svg path[d$="V100"]').count()).toBe(1)
  await context.close()
})

test('the squares of provinces lead to their centers and show the figure that one picks', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'executive')
  await page.goto(`/?${WEEK}`)
  expect(await page.locator('#center_map [data-across] > *').count()).toBe(34)
  await page.getByRole('link', { name: 'Centers', exact: true }).click()
  await page.waitForURL(/map=centers/)
  const tile = page.locator('#center_map [data-across] a').first()
  expect(Number(await tile.locator('strong').innerText())).toBeGreaterThan(0)
  await tile.click()
  await page.waitForURL(/province=/)
  await context.close()
})

test('what is wrong with a filter is said in Chinese to whoever reads Chinese', async () => {
  const { context, page } = await open(browser, { locale: 'zh-CN' })
  await signIn(page, 'manager')
  await page.goto('/throughput?center=X99')
  expect(await page.locator('#main li', { hasText: 'X99' }).last().innerText()).toBe('中心：没有 X99')
  await context.close()
})

test.each(['light', 'dark'] as const)('no page has an accessibility fault at 320 px in %s', async (colorScheme) => {
  const { context, page } = await open(browser, { ...PHONE, colorScheme, bypassCSP: true })
  await signIn(page, 'admin')
  const faults: string[] = []
  for (const address of PATHS) {
    await page.goto(address)
    await page.evaluate(() => document.querySelector<HTMLInputElement>('#show-filters')?.click())
    await page.evaluate(() => document.querySelectorAll('details.picker').forEach((e) => e.setAttribute('open', '')))
    faults.push(...(await accessibilityFaults(page)))
  }
  expect(faults).toEqual([])
  await context.close()
})
