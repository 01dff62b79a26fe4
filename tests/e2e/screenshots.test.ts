import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressOf } from '#tests/support/addresses.ts'
import { launch, open, signIn } from './browser.ts'

// The README's pictures, on a demo network: UPDATE_SCREENSHOTS=1 npx vitest run --project e2e tests/e2e/screenshots.test.ts
const FOLDER = path.resolve(import.meta.dirname, '../../docs/screenshots')
const SHOWN = ['overview', 'throughput', 'minutes', 'compliance', 'parameters', 'concordance', 'profitability'] as const
const LOOK = { locale: 'en-US', colorScheme: 'light' } as const

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test.skipIf(process.env.UPDATE_SCREENSHOTS !== '1')('the README shows every view', async () => {
  await mkdir(FOLDER, { recursive: true })
  const { context, page, problems } = await open(browser, { ...LOOK, viewport: { width: 1280, height: 1000 } })
  await signIn(page, 'admin')
  for (const name of SHOWN) {
    await page.goto(addressOf(name)!, { waitUntil: 'networkidle' })
    await page.screenshot({ path: path.join(FOLDER, `${name}.png`) })
  }
  expect(problems).toEqual([])
  await context.close()
})
