import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, open, signIn } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test('a sample is drawn and judged without the AI’s answer, and what was found stands in figures and in the proposal', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'qa', '/concordance/cases')
  const sample = page.locator('#blind')
  const product = 'AI-CHEST'
  await sample.locator('select[name=product_code]').selectOption(product)
  await sample.locator('input[name=size]').fill('24')
  await sample.getByRole('button', { name: 'Draw a sample of this period' }).click()
  const ticks = sample.locator('input[name=case]')
  await ticks.nth(23).waitFor()
  expect(await sample.locator('table').first().innerText()).not.toMatch(/\b(TP|FP|FN|TN|0\.\d+)\b/)
  for (const tick of await ticks.all()) await tick.check()
  await sample.locator('select[name=state]').selectOption('present')
  await sample.getByRole('button', { name: 'Set for those ticked' }).click()
  await sample.getByText('No reading waits').waitFor()
  // Everything that it flags is there, as was said.
  await page.locator('#judged').getByText('100.0%').first().waitFor()
  await page.goto(`/products/${product}`)
  await page.locator('#turnaround').getByText('24 readings judged').waitFor()
  expect(await page.locator('[data-rule=refuted]').getAttribute('data-state')).toBe('not_met')
  expect(problems).toEqual([])
  await context.close()
})
