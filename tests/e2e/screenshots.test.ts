import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addresses, CODES } from '#tests/support/addresses.ts'
import { launch, open, signIn } from './browser.ts'

// The README's pictures, on a demo network: UPDATE_SCREENSHOTS=1 npx vitest run --project e2e tests/e2e/screenshots.test.ts
const FOLDER = path.resolve(import.meta.dirname, '../../docs/screenshots')
const PATHS = addresses({ ...CODES, center_code: 'C002' }).flatMap(([page, address]) =>
  page === 'sql' ? [] : [address],
)
const LOOKS = [
  { locale: 'en-US', colorScheme: 'light' },
  { locale: 'zh-CN', colorScheme: 'dark' },
] as const

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test.skipIf(process.env.UPDATE_SCREENSHOTS !== '1').each(LOOKS)(
  'the README shows every view in $locale',
  async (look) => {
    await mkdir(FOLDER, { recursive: true })
    const { context, page, problems } = await open(browser, { ...look, viewport: { width: 1280, height: 1000 } })
    await signIn(page, 'admin')
    for (const address of PATHS) {
      await page.goto(address, { waitUntil: 'networkidle' })
      const name = address.slice(1).replaceAll('/', '-') || 'overview'
      await page.screenshot({ path: path.join(FOLDER, `${name}-${look.locale}-${look.colorScheme}.png`) })
    }
    expect(problems).toEqual([])
    await context.close()
  },
)
