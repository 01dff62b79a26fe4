import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage']

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: inject('chromePath'), args: ARGS })
}

/** A browser of its own cookies at the dashboard; everything that it complains about ends up in `problems`. */
export async function open(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ baseURL: inject('baseUrl'), locale: 'en-US', ...options })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`))
  return { context, page, problems }
}

/** Signs in by the form, as a person does. */
export async function signIn(page: Page, userName: string, next = '/', passwords = inject('passwords')): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(next)}`)
  await page.fill('input[name=username]', userName)
  await page.fill('input[name=password]', passwords[userName] ?? '')
  await page.click('main form button')
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
  // With scripts the address changes a moment before the page does.
  await page.locator('#main h1').waitFor()
}

/** The exact value of a figure on the page: text of its `value`, '' where there is none. */
export async function figure(page: Page, metric: string): Promise<string | null> {
  return page.locator(`[data-tile="${metric}"] [data-metric="${metric}"]`).first().getAttribute('value')
}

/** The session's cookies for requests that a browser does not make. */
export async function cookieHeader(context: BrowserContext): Promise<string> {
  const cookies = await context.cookies()
  return cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ')
}

/** Serious and critical faults of the page as it stands, by axe. Its context must be opened with `bypassCSP`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const found = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe.run
    interface Violation {
      id: string
      impact: string
      nodes: { html: string }[]
    }
    const { violations } = await run()
    return violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 200)} (${v.nodes.length})`)
  })
  return found.map((fault) => `${new URL(page.url()).pathname} ${fault}`)
}

export async function expectNoOverflow(page: Page): Promise<void> {
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(tooWide, `${page.url()} scrolls sideways`).toBe(0)
}
