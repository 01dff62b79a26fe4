import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, open, signIn } from './browser.ts'
import { editorHolds, editorReady, run, SLOW, write } from './console.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test('a statement that takes too long is cancelled by its button, and the next one is answered', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'analyst', '/sql')
  await editorReady(page)
  await write(page, 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b')
  await page.click('[data-run]')
  await page.locator('[data-cancel]').click(SLOW)
  await page.locator('[data-run]:enabled').waitFor(SLOW)
  expect(await page.locator('[data-problem]').innerText()).toContain('cancelled')
  await write(page, 'SELECT 41 + 1 AS answer')
  await run(page)
  expect(await page.locator('[role=grid] [role=gridcell]').allInnerTexts()).toContain('42')
  expect(problems).toEqual([])
  await context.close()
})

test('one’s own history is found by a word, and an entry comes back into the editor without running', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'executive', '/sql')
  await editorReady(page)
  for (const word of ['needle', 'haystack']) {
    await write(page, `SELECT '${word}' AS word`)
    await run(page)
  }
  await page.goto('/sql?find=needle')
  const entries = page.locator('[data-panel=history] li')
  expect(await entries.count()).toBe(1)
  await entries.getByRole('link').click()
  await page.waitForURL(/ran=/)
  await editorHolds(page, 'needle')
  expect(await page.locator('[data-result]').count()).toBe(0)
  await context.close()
})

test('what one typed is there again when the console opens with nothing else', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'executive', '/sql')
  await editorReady(page)
  await write(page, 'SELECT 7 AS unfinished')
  await page.waitForFunction(() => JSON.stringify(localStorage).includes('unfinished'))
  await page.goto('/sql')
  await editorHolds(page, 'SELECT 7 AS unfinished')
  await run(page)
  expect(await page.locator('[role=grid] [role=gridcell]').allInnerTexts()).toContain('7')
  await context.close()
})

test('the keys are told in a dialog that Escape closes, and the focus comes back', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'analyst', '/sql')
  await editorReady(page)
  const keys = page.getByRole('button', { name: 'Keys', exact: true })
  await keys.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Keyboard and limits' })
  await dialog.waitFor()
  expect(await dialog.innerText()).toContain('10,000')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await keys.evaluate((button) => button === document.activeElement)).toBe(true)
  await context.close()
})
