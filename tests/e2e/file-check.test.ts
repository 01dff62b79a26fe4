import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFaults, expectNoOverflow, launch, open, signIn } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const SECRET = 'P-secret-4711'
const HEADER = 'center_code,accession_no,patient_id,modality,procedure_code,status,scheduled_at,updated_at'
const row = (n: number, modality = 'CT') =>
  `C001,A${n},${SECRET},${modality},X,scheduled,2026-03-02 08:00,2026-03-02 08:00`
const csv = (...rows: string[]) => ({
  name: 'exams.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([HEADER, ...rows, ''].join('\n')),
})

async function ready(page: Page) {
  await page.locator('[data-ready=true]').waitFor()
}

test('a file is checked in the browser, line by line, and nothing of it is sent', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'manager', '/data/check')
  await ready(page)
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`))
  await page.setInputFiles('input[name=file]', csv(row(1), row(2, 'XX'), row(3)))
  await page.locator('[data-verdict=rows]').waitFor()
  expect(await page.locator('[data-figure=rows_rejected]').innerText()).toBe('1')
  const cells = await page.locator('table').last().locator('tbody tr').first().locator('td').allInnerTexts()
  expect(cells.slice(0, 4)).toEqual(['3', 'modality', 'XX', 'None of the allowed values'])
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as CSV' }).click()
  const file = await (await download).path()
  expect(readFileSync(file, 'utf8')).toContain('3,modality,XX,None of the allowed values')
  await page.setInputFiles('input[name=file]', csv(row(1), row(3)))
  await page.locator('[data-verdict=ready]').waitFor()
  expect(sent.filter((s) => s.includes(SECRET) || !s.startsWith('GET '))).toEqual([])
  expect(problems).toEqual([])
  await context.close()
})

test('a profile of one’s own is validated as it is chosen, and maps the file', async () => {
  const { context, page, problems } = await open(browser, { locale: 'zh-CN', viewport: { width: 390, height: 800 } })
  await signIn(page, 'qa', '/data/check')
  await ready(page)
  await page.selectOption('select[name=profile]', 'own')
  const profile = (extra: object) => ({
    name: 'c001.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        feed: 'exams',
        files: ['exams/C001/*.txt'],
        delimiter: 'tab',
        columns: {
          center_code: { constant: 'C001' },
          accession_no: '检查号',
          patient_id: '患者ID',
          modality: '类别',
          procedure_code: { constant: 'X' },
          status: { from: '状态', codes: { 已预约: 'scheduled' } },
          scheduled_at: '预约时间',
          updated_at: '预约时间',
        },
        ...extra,
      }),
    ),
  })
  await page.setInputFiles('input[name=profile_file]', profile({ totel: [] }))
  await page.locator('[data-profile=bad]').waitFor()
  expect(await page.locator('[data-profile=bad]').innerText()).toContain('"totel"')
  await page.setInputFiles('input[name=profile_file]', profile({}))
  await page.locator('[data-profile=good]').waitFor()
  const text =
    '检查号\t患者ID\t类别\t状态\t预约时间\n001\tP1\tＣＴ\t已预约\t2025年3月5日 8时5分\n002\tP2\tCT\t已丢失\t2025/3/5 8:05\n'
  await page.setInputFiles('input[name=file]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.locator('[data-verdict=rows]').waitFor()
  expect(await page.locator('[data-figure=rows_good]').innerText()).toBe('1')
  await expectNoOverflow(page)
  expect(problems).toEqual([])
  const folder = path.resolve('test-results')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, 'file-check-390-zh.png'), fullPage: true })
  await context.close()
})

/** Drops a file of so many rows as a person does: over the page, over the place, let go. */
async function dropRows(page: Page, rows: number, at = 'label:has(input[name=file])') {
  const lines = [HEADER, Array.from({ length: 1000 }, (_, i) => `${row(i, i === 7 ? 'XX' : 'CT')}\n`).join('')] as const
  const transfer = await page.evaluateHandle(
    ([header, thousand, thousands]) => {
      const data = new DataTransfer()
      data.items.add(new File([`${header}\n`, ...Array<string>(thousands).fill(thousand)], 'large.csv'))
      return data
    },
    [...lines, rows / 1000] as const,
  )
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent(at, event, { dataTransfer: transfer })
}

test('a large file is dropped: the page stays at hand, shows how far it is, and may stop', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'analyst', '/data/check')
  await ready(page)
  await page.evaluate(() => {
    const seen = { longest: 0, shares: [] as number[] }
    Object.assign(globalThis, { seen })
    let last = performance.now()
    const look = () => {
      seen.longest = Math.max(seen.longest, performance.now() - last)
      last = performance.now()
      const share = document.querySelector('progress')?.value
      if (share !== undefined && share !== seen.shares.at(-1)) seen.shares.push(share)
      setTimeout(look, 20)
    }
    look()
  })
  await dropRows(page, 250_000)
  await page.locator('[data-verdict=rows]').waitFor({ timeout: 90_000 })
  expect(await page.locator('[data-figure=rows_read]').innerText()).toBe('250,000')
  expect(await page.locator('[data-figure=rows_rejected]').innerText()).toBe('250')
  const seen = await page.evaluate(
    () => (globalThis as unknown as { seen: { longest: number; shares: number[] } }).seen,
  )
  expect(seen.shares.length).toBeGreaterThan(2)
  expect(seen.shares).toEqual([...seen.shares].sort((a, b) => a - b))
  expect(seen.longest).toBeLessThan(1000)
  await dropRows(page, 250_000)
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.locator('[data-busy]').waitFor({ state: 'detached' })
  await dropRows(page, 1000)
  await page.locator('[data-verdict=rows]').waitFor()
  expect(problems).toEqual([])
  await context.close()
})

test('a file that falls beside its place neither opens nor is lost in silence: the place takes it', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'manager', '/data/check')
  await ready(page)
  await dropRows(page, 1000, 'h1')
  await page.locator('[data-verdict=rows]').waitFor()
  expect(new URL(page.url()).pathname).toBe('/data/check')
  expect(problems).toEqual([])
  await context.close()
})

test.each(['light', 'dark'] as const)(
  'what a check found has no serious accessibility fault in %s',
  async (colorScheme) => {
    const { context, page } = await open(browser, { colorScheme, bypassCSP: true })
    await signIn(page, 'qa', '/data/check')
    await ready(page)
    await page.setInputFiles('input[name=file]', csv(row(1), row(2, 'XX')))
    await page.locator('[data-verdict=rows]').waitFor()
    const faults = await accessibilityFaults(page)
    await page.setInputFiles('input[name=file]', csv(row(1)))
    await page.locator('[data-verdict=ready]').waitFor()
    faults.push(...(await accessibilityFaults(page)))
    await page.setInputFiles('input[name=file]', {
      name: 'a.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('x,y\n1,2\n'),
    })
    await page.locator('[data-verdict=whole]').waitFor()
    faults.push(...(await accessibilityFaults(page)))
    expect(faults).toEqual([])
    await context.close()
  },
)
