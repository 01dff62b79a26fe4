import type { Page } from 'playwright-core'

export const SLOW = { timeout: 60_000 }

export const editorReady = (page: Page) => page.locator('[data-editor=ready]').waitFor(SLOW)

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
