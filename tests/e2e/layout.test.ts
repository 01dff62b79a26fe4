import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addresses } from '#tests/support/addresses.ts'
import { launch, open, signIn } from './browser.ts'
import { asText, differences, signatureOf, type Signature } from './layout/signature.ts'

// UPDATE_LAYOUT=1 keeps what is found as what is right, and leaves pictures and printed pages to look at in PICTURES.
const BASELINE = path.resolve(import.meta.dirname, 'layout/baseline.json')
const PICTURES = path.resolve(import.meta.dirname, '../../test-results/layout')
const IS_UPDATE = process.env.UPDATE_LAYOUT === '1'

/** Days that the network of the tests has, whatever the clock says. */
const PERIOD = 'from=2026-02-09&to=2026-03-02'
const LOOKS = [
  { locale: 'en-US', colorScheme: 'light' },
  { locale: 'zh-CN', colorScheme: 'dark' },
] as const
const WIDTHS = { phone: 390, desk: 1280, wide: 1920, paper: 1039 } as const
type Width = keyof typeof WIDTHS

/** In each look of a page two of the four widths, the other two in the other look; the next page the other way round. */
const widthsOf = (page: number, look: number): Width[] =>
  (page + look) % 2 === 0 ? ['phone', 'desk'] : ['wide', 'paper']

let browser: Browser
let known: Record<string, Signature>
beforeAll(async () => {
  browser = await launch()
  known = JSON.parse(await readFile(BASELINE, 'utf8')) as Record<string, Signature>
})
afterAll(() => browser.close())

const PAGES = addresses().filter(([name]) => name !== 'sql' && name !== 'data' && name !== 'methods')

async function setWidth(page: Page, width: Width): Promise<void> {
  await page.emulateMedia({ media: width === 'paper' ? 'print' : 'screen' })
  await page.setViewportSize({ width: WIDTHS[width], height: 900 })
}

async function keepPicture(page: Page, name: string, width: Width): Promise<void> {
  await mkdir(PICTURES, { recursive: true })
  const file = path.join(PICTURES, name.replaceAll(' ', '-'))
  if (width === 'paper') await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true, printBackground: true })
  else await page.screenshot({ path: `${file}.png`, fullPage: true })
}

async function signedIn(look: (typeof LOOKS)[number]): Promise<{ context: BrowserContext; page: Page }> {
  const { context, page } = await open(browser, { ...look, bypassCSP: true })
  await signIn(page, 'admin')
  return { context, page }
}

test('each page stands as it stood: on a phone, a desk, a wide screen and paper, in both languages and themes', async () => {
  const found: Record<string, Signature> = {}
  const changed: string[] = []
  for (const [place, look] of LOOKS.entries()) {
    const { context, page } = await signedIn(look)
    for (const [number, [name, address]] of PAGES.entries()) {
      await page.goto(`${address}?${PERIOD}`)
      for (const width of widthsOf(number, place)) {
        const key = `${name} ${width} ${look.locale} ${look.colorScheme}`
        await setWidth(page, width)
        found[key] = await signatureOf(page)
        changed.push(...differences(known[key], found[key]).map((what) => `${key}: ${what}`))
        if (IS_UPDATE) await keepPicture(page, key, width)
      }
    }
    await context.close()
  }
  if (IS_UPDATE) {
    await writeFile(BASELINE, asText(found))
    known = found
    return
  }
  expect(changed).toEqual([])
  expect(Object.keys(found)).toEqual(Object.keys(known))
  // Pictures take their time.
}, 900_000)

const BREAKS: [what: string, css: string, expected: RegExp][] = [
  ['cards half as wide', '.tremor-Card-root { width: 50% }', /centers stands at 0\+24/],
  ['tiles beneath each other', ':has(> [data-tile]) { display: block !important }', /exams_performed stands at 0\+48/],
  ['a chart without height', 'figure { display: none }', /has other parts/],
]

test.each(BREAKS)('%s would be found', async (_, css, expected) => {
  const { context, page } = await signedIn(LOOKS[0])
  await page.goto(`/throughput?${PERIOD}`)
  const number = PAGES.findIndex(([name]) => name === 'throughput')
  const [width] = widthsOf(number, 0)
  await setWidth(page, width!)
  await page.addStyleTag({ content: css })
  const found = differences(known[`throughput ${width} en-US light`], await signatureOf(page))
  expect(found.join('\n')).toMatch(expected)
  await context.close()
})
