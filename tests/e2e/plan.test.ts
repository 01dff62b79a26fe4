import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, open, signIn } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const profitOf = async (page: Page) => Number(await page.locator('[data-profit]').getAttribute('data-profit'))

/** The closed profit of a page's period by the profit and loss. */
const closedProfit = (page: Page) =>
  page.evaluate(async () => {
    const answer = await fetch('/profitability.json')
    return ((await answer.json()) as { totals: { closed: { operating_profit: number } } }).totals.closed
      .operating_profit
  })

test('the plan starts from the profit and loss, and a slider that moves says what becomes of it', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'executive', '/plan')
  const before = await profitOf(page)
  expect(before).toBe(await closedProfit(page))
  const entries = await page.evaluate(() => history.length)
  await page.getByRole('slider', { name: 'CT, slider' }).first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(/tariff\.CT=2/)
  await page.locator('[data-plan=tariff]').waitFor()
  const change = Number(await page.locator('[data-plan=tariff]').getAttribute('value'))
  expect(change).toBeGreaterThan(0)
  expect(await profitOf(page)).toBeCloseTo(before + change, 2)
  expect(await page.evaluate(() => history.length)).toBe(entries)
  // Whoever gets the address sees the same.
  const shared = await context.newPage()
  await shared.goto(page.url())
  expect(await profitOf(shared)).toBeCloseTo(before + change, 2)
  expect(problems).toEqual([])
  await context.close()
})

test('without scripts the button asks', async () => {
  const { context, page } = await open(browser, { javaScriptEnabled: false })
  await signIn(page, 'executive', '/plan')
  const before = await profitOf(page)
  await page.fill('input[name="ai"]', '-50')
  await page.getByRole('button', { name: 'Work it out' }).click()
  await page.waitForURL(/ai=-50/)
  expect(await profitOf(page)).toBeGreaterThan(before)
  await context.close()
})

test('a plan is kept by name, set beside another and deleted', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'executive', '/plan?tariff.CT=-10')
  await page.fill('input[name=name]', 'Cheaper CT')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'Cheaper CT', exact: true }).waitFor()
  await page.goto('/plan?hours=5')
  await page.getByRole('link', { name: 'Set beside: Cheaper CT' }).click()
  await page.waitForURL(/b\.tariff\.CT=-10/)
  expect(page.url()).toContain('hours=5')
  await page.getByRole('heading', { name: 'The plan beside it' }).waitFor()
  await page.getByRole('button', { name: 'Delete: Cheaper CT' }).click()
  await page.getByRole('link', { name: 'Cheaper CT', exact: true }).waitFor({ state: 'detached' })
  await context.close()
})

test('plans and what explains profit are for those who see money', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager')
  for (const address of ['/plan', '/profitability/change', '/profitability/capacity', '/plan.json']) {
    const answer = await page.goto(address)
    expect([address, answer?.status()]).toEqual([address, 403])
  }
  await context.close()
})
