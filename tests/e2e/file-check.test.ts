import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectNoOverflow, launch, open, signIn } from './browser.ts'

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
