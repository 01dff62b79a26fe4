import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '#app/i18n/en.ts'
import { addresses } from '#tests/support/addresses.ts'
import { launch, open, signIn } from './browser.ts'
import { ask } from './warehouse.ts'

/** Pages that speak of columns and statements by their own names. */
const OF_NAMES = new Set(['sql', 'methods'])
const PATHS = addresses().flatMap(([page, address]) => (OF_NAMES.has(page) ? [] : [address]))
const FILTERS = [
  '',
  'from=2026-02-23&to=2026-03-02&center=C001&center=C002',
  'modality=CT&compare=none',
  'scanner=C001-CT1&compare=year',
  'from=2026-02-31&to=2026-03-02',
]
/** Files that people write. */
const FILES = new Set(['protocols.json', 'step_aliases.csv', 'files.csv'])

/** A path of a landed file, or a text that a file holds, in quotation marks. */
const isQuoted = (text: string) => /\.(csv|ndjson|json|xlsx)(\.gz)?$/.test(text.trim()) || /^“.*”$/.test(text.trim())

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

/**
 * Everything that a page says, to the eye or to whoever listens. What stands as code (columns and values of files), file names and
 * what a check found in them are the sources' own words.
 */
const textsOf = (page: Page) =>
  page.evaluate(() => {
    const texts: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement
      if (parent && !parent.closest('script, style, code, pre, svg title, .print-only, #files, [data-detail]'))
        texts.push(walk.currentNode.textContent ?? '')
    }
    for (const name of ['title', 'aria-label', 'placeholder'])
      for (const element of document.querySelectorAll(`[${name}]`))
        if (!element.closest('#files')) texts.push(element.getAttribute(name) ?? '')
    return texts
  })

/** Codes that are the sources' own words and have no other name: steps of protocols, and what a finding's name stands for. */
async function namesOfSources() {
  const steps = await ask('SELECT DISTINCT step AS name FROM main.protocol_rule')
  const logged = await ask('SELECT DISTINCT step AS name FROM main.acquisition UNION SELECT alias FROM main.step_alias')
  const withNames = await ask(
    'SELECT finding_code AS name FROM main.finding UNION SELECT product_code FROM main.ai_product',
  )
  const known = (rows: Record<string, unknown>[]) => new Set(rows.map((row) => String(row['name'])))
  return { own: known([...steps, ...logged]), named: known(withNames) }
}

test.each(['en-US', 'zh-CN'] as const)(
  'no page has a code, a key or a field where a name belongs (%s)',
  async (locale) => {
    const { own, named } = await namesOfSources()
    const { context, page } = await open(browser, { locale })
    await signIn(page, 'admin')
    const found = new Map<string, string>()
    for (const address of PATHS)
      for (const filter of FILTERS) {
        await page.goto(filter ? `${address}?${filter}` : address)
        for (const text of (await textsOf(page)).filter((one) => !isQuoted(one))) {
          const codes = text.match(/\b[a-z]+(?:_[a-z0-9]+)+\b|\b[A-Z]+(?:_[A-Z0-9]+)+\b/g) ?? []
          const keys = (text.match(/\b[a-z_]+(?:\.[a-z_]+)+\b/g) ?? []).filter((key) => key in en && !FILES.has(key))
          const bare = named.has(text.trim()) ? [text.trim()] : []
          for (const code of [...codes.filter((one) => !own.has(one)), ...keys, ...bare])
            if (!FILES.has(code) && !found.has(code))
              found.set(code, `${code} on ${address}?${filter}: ${text.slice(0, 80)}`)
        }
      }
    expect([...found.values()]).toEqual([])
    await context.close()
  },
)
