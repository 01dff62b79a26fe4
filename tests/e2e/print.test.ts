import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addresses } from '#tests/support/addresses.ts'
import { cookieHeader, launch, open, signIn } from './browser.ts'
import { get, newPerson, signedIn } from './people.ts'

/** Content of a sheet of A4 on its side, in CSS pixels. */
const SHEET = { width: 1039, height: 700 }
const WEEK = 'from=2026-02-23&to=2026-03-02'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

/** What paper would cut: what is wider than the sheet, and frames that scroll. */
const cutOnPaper = (page: Page) =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('main *')]
    const name = (e: HTMLElement) => `${e.tagName} in ${e.closest('[id]')?.id}`
    const wide = all.filter(
      (e) => /^(TABLE|FIGURE|LI|P)$/.test(e.tagName) && e.getBoundingClientRect().right > innerWidth + 1,
    )
    const scrolls = all.filter((e) => /auto|scroll/.test(getComputedStyle(e).overflow) && e.offsetParent !== null)
    return [...wide.map((e) => `${name(e)} is too wide`), ...scrolls.map((e) => `${name(e)} scrolls`)]
  })

test('on paper no page is cut at its edge or by a frame that scrolls, and it is light and without what is pressed', async () => {
  const { context, page } = await open(browser, { viewport: SHEET, colorScheme: 'dark' })
  await signIn(page, 'admin')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  for (const [name, address] of addresses()) {
    if (name === 'sql') continue
    await page.goto(address)
    expect([address, await cutOnPaper(page)]).toEqual([address, []])
    const shown = page.locator('header.sticky, section[aria-label="Period and filters"], main .button:visible')
    expect([address, await shown.locator('visible=true').count()]).toEqual([address, 0])
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
    const foot = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--print-foot'))
    expect([address, foot]).toEqual([address, expect.stringMatching(/^"Isocenter · \d{8}T\S+"$/)])
  }
  await context.close()
})

test('?print=1 shows the page as on paper, and its bar leads back and to the PDF', async () => {
  const { context, page, problems } = await open(browser, { colorScheme: 'dark' })
  await signIn(page, 'manager')
  await page.goto(`/throughput?${WEEK}&center=C001`)
  await page.getByRole('link', { name: 'Print view' }).click()
  await page.waitForURL(/print=1/)
  await page.locator('.print-bar').waitFor()
  expect(await page.locator('header.sticky').count()).toBe(0)
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
  expect(await page.locator('main > footer').innerText()).toMatch(/C001.*\/throughput\?from=2026-02-23/)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'PDF' }).first().click(),
  ])
  expect(download.suggestedFilename()).toBe('isocenter-throughput.pdf')
  await page.getByRole('link', { name: 'Back to the page' }).click()
  await page.locator('header.sticky').waitFor()
  expect(new URL(page.url()).search).toBe(`?${WEEK}&center=C001`)
  expect(problems).toEqual([])
  await context.close()
})

/** `C001` in the title, which is UTF-16. */
const NAMES_C001 = /\/Title <FEFF[0-9A-F]*0043003000300031/
const sheets = (pdf: string) => pdf.match(/\/Type \/Page\b/g)?.length ?? 0

test('a PDF has the rights of whoever asks, one at a time, and leaves a trace', async () => {
  const admin = await signedIn('admin', inject('passwords')['admin']!)
  const qa = await newPerson(admin, {
    user_name: 'prints.of.one',
    roles: ['qa'],
    scope_kind: 'center',
    scope_values: 'C001',
  })
  const own = await get(`/centers/C001.pdf?${WEEK}`, qa)
  const pdf = Buffer.from(await own.arrayBuffer()).toString('latin1')
  expect([own.status, own.headers.get('content-type'), pdf.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
  expect([sheets(pdf) > 1, NAMES_C001.test(pdf)]).toEqual([true, true])
  // The start page of somebody of one center is that center's; the overview is printed all the same.
  expect((await get(`/index.pdf?${WEEK}`, qa)).status).toBe(200)
  const others = [`/centers/C002.pdf?${WEEK}`, '/profitability.pdf', '/sql.pdf', '/throughput.pdf?from=2026-02-31']
  const refused = []
  for (const path of others) refused.push((await get(path, qa)).status)
  expect(refused).toEqual([404, 403, 404, 404])
  expect((await get('/throughput.pdf')).status).toBe(401)
  const two = await Promise.all([1, 2].map(() => get(`/throughput.pdf?${WEEK}`, qa)))
  expect(two.map(({ status }) => status).sort()).toEqual([200, 429])
  expect(await two.find(({ status }) => status === 429)!.text()).toContain('A PDF is on its way already')
  expect(await (await get('/admin/audit.csv', admin)).text()).toContain(`/centers/C001.pdf?${WEEK}`)
})

test('a pass that is made up opens nothing', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa')
  const cookie = await cookieHeader(context)
  const answer = await get('/compliance', cookie, { 'x-print-pass': 'made-up' })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/login?next=%2Fcompliance'])
  await context.close()
})
