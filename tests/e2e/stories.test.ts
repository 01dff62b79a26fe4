import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Signal } from '#queries/overview/overview-types.ts'
import { launch, open, signIn } from './browser.ts'
import { runToEnd, startServer, type Started } from './global-setup.ts'

let browser: Browser
let started: Started
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-stories-'))
  const [landing, data] = [path.join(folder, 'landing'), path.join(folder, 'data')]
  const env = { ...process.env, DATA_DIR: data, LANDING_DIR: landing }
  await runToEnd(['--import', 'tsx', 'etl/demo/cli.ts', '--out', landing, '--files', 'month'], env)
  await runToEnd(['--import', 'tsx', 'etl/cli.ts'], env)
  ;[browser, started] = await Promise.all([launch(), startServer(env)])
}, 300_000)
afterAll(async () => {
  await browser.close()
  started.server.removeAllListeners('close')
  const ended = new Promise((resolve) => started.server.once('close', resolve))
  started.server.kill('SIGTERM')
  await ended
  await rm(folder, { recursive: true, force: true })
})

/** Whose morning it is, the entry and whom it names, the panel that it lands on, and what stands there. */
const STORIES: [story: string, who: string, kind: Signal['kind'], subject: string, panel: string, words: RegExp][] = [
  ['ai_specificity_drop', 'qa', 'ai_agreement_fall', 'Specificity', 'over_time', /3\.0/],
  ['ai_manufacturer_fall', 'qa', 'ai_manufacturer_fall', 'GE MEDICAL', 'manufacturers', /GE MEDICAL SYSTEMS alone/],
  ['slice_thickness_creep', 'qa', 'compliance_funnel', 'C002', 'deviations', /SliceThickness/],
  ['dwi_lost', 'qa', 'compliance_funnel', 'C003', 'deviations', /dwi_tra/],
  ['full_but_losing', 'executive', 'loss', 'C004', 'centers', /C004/],
  ['gradient_coil', 'manager', 'down_time', 'C005-MR1', 'faults', /GRAD-204/],
  ['late_first_case', 'manager', 'late_first_case', 'C011-MR1', 'first_cases', /C011-MR1/],
  ['denial_wave', 'executive', 'denial_funnel', 'C006', 'payers', /D17/],
  ['dose_not_lowered', 'qa', 'dose_funnel', 'C007', 'dose', /chest/i],
  ['contrast_order_swapped', 'qa', 'order_funnel', 'C008', 'deviations', /order/i],
  ['reporting_backlog', 'manager', 'turnaround_funnel', 'C009', 'centers', /C009/],
  ['high_no_show', 'manager', 'no_show_funnel', 'C010', 'centers', /C010/],
  ['ai_after_report', 'qa', 'ai_not_in_time', 'C001', 'late', /Chest CT, several findings[^%]*C001(100|9\d)\.\d%/],
  ['receivables_age', 'executive', 'receivable_ageing', 'C012', 'ageing_centers', /rural resident/],
  ['fleet_drift', 'qa', 'fleet_drift', 'MR-SHOULDER', 'fleet', /t2_fs_cor.*RepetitionTime/],
  ['tariff_cut', 'executive', 'price_step', 'Zhejiang', 'prices', /Zhejiang/],
]

test.each(STORIES)(
  '%s: one click leads %s from the overview to its cause',
  async (_, who, kind, subject, panel, words) => {
    const { context, page, problems } = await open(browser, { baseURL: started.baseUrl })
    await signIn(page, who, '/', started.passwords)
    const entry = page.locator(`#attention [data-signal=${kind}]`, { hasText: subject }).first()
    await entry.locator('a').first().click()
    await page.waitForURL((url) => url.hash === `#${panel}`)
    const landed = page.locator(`#${panel}`)
    await landed.filter({ hasText: words }).waitFor()
    expect(await landed.evaluate((e) => e.getBoundingClientRect().top < window.innerHeight)).toBe(true)
    expect(problems).toEqual([])
    await context.close()
  },
)

test('a scanner that begins 40 minutes late is followed in three clicks, down to the morning', async () => {
  const { context, page, problems } = await open(browser, { baseURL: started.baseUrl })
  await signIn(page, 'manager', '/', started.passwords)
  await page.locator('#attention [data-signal=late_first_case] a').first().click()
  const first = page.locator('#first_cases tbody tr').first()
  await first.filter({ hasText: 'C011-MR1' }).waitFor()
  expect(Number(await first.locator('td').nth(2).innerText())).toBeGreaterThanOrEqual(38)
  await first.getByRole('link', { name: 'C011-MR1' }).click()
  await page.waitForURL(/scanners\/C011-MR1/)
  await page.getByRole('region', { name: 'Days of the period' }).getByRole('link').first().click()
  await page.locator('[data-day]').waitFor()
  expect(problems).toEqual([])
  await context.close()
})

test('no-shows in bookings made far ahead are found from the overview in three clicks', async () => {
  const { context, page, problems } = await open(browser, { baseURL: started.baseUrl })
  await signIn(page, 'manager', '/', started.passwords)
  await page.getByRole('link', { name: 'Throughput', exact: true }).first().click()
  await page.getByRole('link', { name: 'Flow', exact: true }).click()
  const first = page.locator('#far_ahead tbody tr').first()
  await first.filter({ hasText: 'C012' }).waitFor()
  await first.getByRole('link', { name: /C012/ }).click()
  await page.waitForURL(/center=C012/)
  const lead = page.locator('#kept [data-kept=lead]')
  await lead.filter({ hasText: /Highest: 15\+ days ahead, [34]\d\.\d%/ }).waitFor()
  expect(problems).toEqual([])
  await context.close()
})

test('who may not see money finds none in the list', async () => {
  const { context, page } = await open(browser, { baseURL: started.baseUrl })
  await signIn(page, 'qa', '/', started.passwords)
  expect(await page.locator('#attention').innerText()).not.toContain('¥')
  await context.close()
})
