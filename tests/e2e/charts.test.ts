import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, open, signIn } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test('a chart tells its values by pointer and by keyboard', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'manager')
  await page.goto('/throughput?modality=CT', { waitUntil: 'networkidle' })
  const drawing = page.locator('#exams_per_day svg.chart-svg').first()
  const words = page.locator('#chart-words')
  // Scrolling silences a chart: its place has changed.
  await drawing.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }))
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await drawing.hover({ position: { x: 40, y: 40 } })
  expect(await words.innerText()).toMatch(/\d/)
  const { x, width } = (await drawing.boundingBox())!
  const line = (await page.locator('#chart-cursor').boundingBox())!
  expect(line.x >= x - 1 && line.x <= x + width + 1).toBe(true)
  await drawing.focus()
  await page.keyboard.press('Home')
  const first = await words.innerText()
  await page.keyboard.press('End')
  expect(await words.innerText()).not.toBe(first)
  await page.keyboard.press('Escape')
  expect(await words.innerText()).toBe('')
  expect(problems).toEqual([])
  await context.close()
})
