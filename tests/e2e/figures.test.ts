import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ROLES } from '#app/access.ts'
import { cookieHeader, figure, launch, open, signIn } from './browser.ts'
import { askNumber } from './warehouse.ts'

// The landing fixture covers 22 February to 7 March 2026; half-open.
const PERIOD = "day >= DATE '2026-02-23' AND day < DATE '2026-03-02'"
const QUERY = 'from=2026-02-23&to=2026-03-02'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

interface Question {
  path: string
  metric: string
  sql: string
}

const QUESTIONS: Question[] = [
  {
    path: `/?${QUERY}`,
    metric: 'exams_performed',
    sql: `SELECT sum(exams_performed) FROM mart.center_day WHERE ${PERIOD}`,
  },
  {
    path: `/throughput?${QUERY}&modality=CT`,
    metric: 'utilization_rate',
    sql: `SELECT sum(occupied_in_hours_minutes) / sum(available_minutes) FROM mart.scanner_day WHERE modality = 'CT' AND ${PERIOD}`,
  },
  {
    path: `/throughput?${QUERY}&modality=CT`,
    metric: 'turnaround_minutes_median',
    sql: `SELECT quantile_cont((epoch_us(reported_at) - epoch_us(completed_at)) / 60e6, 0.5) FROM main.exam WHERE performed AND modality = 'CT' AND ${PERIOD}`,
  },
  {
    path: `/throughput?${QUERY}&modality=MR&center=C002`,
    metric: 'no_show_rate',
    sql: `SELECT sum(no_shows_due) / sum(bookings_due) FROM mart.center_day WHERE modality = 'MR' AND center_code = 'C002' AND ${PERIOD}`,
  },
  {
    path: `/compliance?${QUERY}`,
    metric: 'compliance_rate',
    sql: `SELECT count_if(compliant) / count_if(assessable) FROM mart.exam_compliance WHERE ${PERIOD}`,
  },
  {
    path: `/compliance?${QUERY}&center=C001&modality=CT`,
    metric: 'deviating',
    sql: `SELECT count_if(assessable AND NOT compliant) FROM mart.exam_compliance WHERE center_code = 'C001' AND modality = 'CT' AND ${PERIOD}`,
  },
  {
    path: `/concordance?${QUERY}`,
    metric: 'readings',
    sql: `SELECT count(*) FROM mart.ai_reading WHERE ${PERIOD}`,
  },
  {
    path: '/profitability?from=2026-02-01&to=2026-03-01',
    metric: 'net_revenue',
    sql: `SELECT sum(net_revenue) FROM mart.center_month WHERE month = DATE '2026-02-01' AND (month_state = 'closed' OR NOT EXISTS (SELECT 1 FROM mart.center_month WHERE month = DATE '2026-02-01' AND month_state = 'closed'))`,
  },
  {
    path: `/centers/C003?${QUERY}`,
    metric: 'exams_performed',
    sql: `SELECT sum(exams_performed) FROM mart.center_day WHERE center_code = 'C003' AND ${PERIOD}`,
  },
]

const twin = (path: string) => path.replace(/^\/\?/, '/index?').replace(/\?|$/, (mark) => `.json${mark}`)

/** Every kind of user asks in turn; what is not for all is asked by those who may. */
const ASKERS = QUESTIONS.map((question, place) => ({
  ...question,
  user: question.path.startsWith('/profitability') ? 'executive' : (ROLES[place % ROLES.length] ?? 'admin'),
}))

test.each(ASKERS)(
  '$user reads $metric on $path: it equals the same question in SQL, on the page and in its twin',
  async (question) => {
    const { context, page, problems } = await open(browser)
    await signIn(page, question.user, question.path)
    const expected = await askNumber(question.sql)
    expect(expected).not.toBeNull()
    const shown = await figure(page, question.metric)
    expect(Number(shown)).toBeCloseTo(expected ?? NaN, 9)
    const answer = await fetch(inject('baseUrl') + twin(question.path), {
      headers: { cookie: await cookieHeader(context) },
    })
    const body = (await answer.json()) as {
      snapshot_id: string
      filters: object
      figures: Record<string, { value: number }>
    }
    expect(body.figures[question.metric]?.value).toBeCloseTo(expected ?? NaN, 9)
    expect(body.snapshot_id).toMatch(/^\d{8}T/)
    expect(problems).toEqual([])
    await context.close()
  },
)

test('a compliance rate stands beside its n and its Wilson interval', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa', `/compliance?${QUERY}`)
  const text = await page.locator('[data-tile=compliance_rate]').innerText()
  expect(text).toMatch(/95% CI \d+\.\d–\d+\.\d%/)
  expect(text).toMatch(/n = [\d,]+/)
  await context.close()
})

test('rates of several modalities are not pooled: the page asks for one', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa', `/throughput?${QUERY}`)
  expect(await page.locator('[data-modality]').allInnerTexts()).toEqual(['CT', 'DX', 'MR'])
  expect(await page.locator('[data-tile=utilization_rate]').count()).toBe(0)
  await context.close()
})

test('a second request with the ETag of the first is answered without a body', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'analyst')
  const headers = { cookie: await cookieHeader(context) }
  const url = `${inject('baseUrl')}/throughput.json?${QUERY}`
  const first = await fetch(url, { headers })
  const etag = first.headers.get('etag') ?? ''
  expect(etag).not.toBe('')
  expect((await fetch(url, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(304)
  expect((await fetch(`${url}&center=C001`, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(200)
  await context.close()
})

test('a deviating exam opens with its steps and parameters, expected against observed', async () => {
  const { context, page, problems } = await open(browser)
  await signIn(page, 'qa', `/compliance?${QUERY}&modality=MR`)
  await page.locator('a[href^="/compliance/exams/"]').first().click()
  await page.waitForURL('**/compliance/exams/**')
  await page.getByRole('heading', { name: 'All deviations' }).waitFor()
  expect(await page.locator('table').count()).toBeGreaterThan(1)
  expect(problems).toEqual([])
  await context.close()
})
