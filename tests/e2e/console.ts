import type { Page } from 'playwright-core'

export const SLOW = { timeout: 60_000 }

export const editorReady = (page: Page) => page.locator('[data-editor=ready]').waitFor(SLOW)

/** Waits for a text in the editor: after a link the address changes a moment before the page does. */
export const editorHolds = (page: Page, text: string) =>
  page.locator('[data-editor=ready] .cm-content').filter({ hasText: text }).waitFor(SLOW)

/** Puts a text in place of what the editor holds, as a paste does. */
export async function write(page: Page, sql: string): Promise<void> {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(sql)
}

export async function run(page: Page): Promise<void> {
  await page.click('[data-run]')
  await page.locator('[data-run]:enabled').waitFor(SLOW)
  await page.locator('[data-result]').waitFor(SLOW)
}
