import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examsCsv } from '#tests/support/landing.ts'
import { cookieHeader, launch } from './browser.ts'

// A dashboard and a scheduler of its own, as `npm start` runs them: the other tests read a snapshot that must stay.
const START = path.resolve(import.meta.dirname, '../../app/server/start.js')
let browser: Browser
let folder: string
let main: ChildProcess
let baseURL: string
const passwords: Record<string, string> = {}
const land = (file: string, text: string) => writeFile(path.join(folder, 'landing', file), text)

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-runs-'))
  await mkdir(path.join(folder, 'landing/reference'), { recursive: true })
  await mkdir(path.join(folder, 'landing/exams'), { recursive: true })
  await land('reference/centers.csv', 'center_code,name_en,time_zone\nC1,One,Asia/Shanghai\n')
  await land('reference/scanners.csv', 'scanner_id,center_code,name_en,modality\nS1,C1,One,MR\n')
  await land('exams/a.csv', examsCsv({}, { accession_no: 'A2', modality: '=SUM(1)' }))
  const env = {
    ...process.env,
    DATA_DIR: path.join(folder, 'data'),
    LANDING_DIR: path.join(folder, 'landing'),
    PORT: '0',
    FIRST_ACCOUNTS: 'roles',
  }
  main = spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let scheduled = false
  baseURL = await new Promise<string>((resolve, reject) => {
    let address = ''
    createInterface({ input: main.stdout! }).on('line', (line) => {
      const account = /^ {2}(executive|manager|qa|analyst|admin) +(\w{20})$/.exec(line)
      if (account?.[1] && account[2]) passwords[account[1]] = account[2]
      address ||= /answers at (http:\S+)/.exec(line)?.[1] ?? ''
      scheduled ||= line.startsWith('Nightly run at')
      if (address && scheduled) resolve(address)
    })
    main.once('close', (status) => reject(new Error(`npm start ended with status ${status}`)))
  })
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  main.removeAllListeners('close')
  const ended = new Promise((resolve) => main.once('close', resolve))
  main.kill('SIGTERM')
  await ended
  await rm(folder, { recursive: true, force: true })
})

async function signedIn(user: string, options: object = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: 'en-US', ...options })
  const page = await context.newPage()
  await page.goto('/login?next=/data')
  await page.fill('input[name=username]', user)
  await page.fill('input[name=password]', passwords[user] ?? '')
  await page.click('main form button')
  await page.locator('#main h1').waitFor()
  return page
}

const served = async (page: Page) => /Snapshot (\S+),/.exec(await page.locator('#main').innerText())?.[1]

test('an administrator starts a run and sees it end with a new snapshot, without touching the page', async () => {
  const page = await signedIn('admin')
  const before = await served(page)
  await land('exams/b.csv', examsCsv({ accession_no: 'B1' }))
  await page.getByRole('button', { name: 'Start a run' }).click()
  await page.locator('[data-last-run=published]').waitFor({ timeout: 90_000 })
  await expect.poll(() => served(page), { timeout: 30_000 }).not.toBe(before)
  expect(await page.locator('#main').innerText()).toContain('on request, by admin')
  await page.context().close()
})

test('a run that fails says so with its message, and the snapshot stays', async () => {
  const page = await signedIn('admin')
  const before = await served(page)
  await land('reference/scanners.csv', 'scanner_id\nS1\n')
  await page.getByRole('button', { name: 'Start a run' }).click()
  await page.locator('[data-last-run=failed]').waitFor({ timeout: 90_000 })
  expect(await page.locator('[data-last-run]').innerText()).toContain('reference/scanners.csv')
  expect(await served(page)).toBe(before)
  await land('reference/scanners.csv', 'scanner_id,center_code,name_en,modality\nS1,C1,One,MR\n')
  await page.context().close()
})

test('nobody else can start a run, by the page or past it; events and download ask for the same right as the page', async () => {
  const post = { method: 'POST', body: new URLSearchParams({ intent: 'start-run' }), redirect: 'manual' } as const
  for (const user of ['qa', 'analyst', 'executive']) {
    const page = await signedIn(user)
    expect(await page.getByRole('button', { name: 'Start a run' }).count()).toBe(0)
    const cookie = await cookieHeader(page.context())
    expect([user, (await fetch(`${baseURL}/data`, { ...post, headers: { cookie } })).status]).toEqual([user, 403])
    await page.context().close()
  }
  const manager = { cookie: await cookieHeader((await signedIn('manager')).context()) }
  for (const address of ['/data/events', '/data/rejects.csv']) {
    expect([address, (await fetch(baseURL + address)).status]).toEqual([address, 401])
    expect([address, (await fetch(baseURL + address, { headers: manager })).status]).toEqual([address, 403])
  }
})

test('rejects are downloaded under the filters, a formula among them masked; files are found and opened', async () => {
  const page = await signedIn('qa')
  const headers = { cookie: await cookieHeader(page.context()) }
  const text = await (await fetch(`${baseURL}/data/rejects.csv?feed=exams`, { headers })).text()
  expect(text).toContain('modality,not_allowed,***,')
  expect(await (await fetch(`${baseURL}/data/rejects.csv?feed=billing`, { headers })).text()).not.toContain('=SUM')
  await page.fill('input[name=search]', 'a.csv')
  await page.locator('form:has(input[name=search]) button').click()
  await page.waitForURL(/search=a\.csv/)
  await page.locator('a[href*="file="]').first().click()
  await page.locator('#file').waitFor()
  expect(await page.locator('#main').innerText()).toMatch(/SHA-256\s+[0-9a-f]{64}/)
  await page.context().close()
})

test('without scripts the button works, and the page renews itself while the run lasts', async () => {
  const page = await signedIn('admin', { javaScriptEnabled: false })
  await land('exams/c.csv', examsCsv({ accession_no: 'D1' }))
  await page.getByRole('button', { name: 'Start a run' }).click()
  const rows = page.locator('#main')
  await expect
    .poll(async () => (await rows.innerText().catch(() => '')).match(/on request, by admin/g)?.length ?? 0, {
      timeout: 90_000,
    })
    .toBeGreaterThanOrEqual(3)
  await page.context().close()
})
