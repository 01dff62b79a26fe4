import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import type { ConcordancePage } from '#queries/concordance/concordance-types.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const week = { from: '2026-03-02', to: '2026-03-09' }

async function page(rows: Rows, filter: Partial<Filter> = week): Promise<ConcordancePage> {
  const answer = await concordancePage(await warehouse(rows), filterOf(filter))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const readings = (n: number, outcome: string, row: Row = {}): Row[] =>
  Array.from({ length: n }, (_, i) => ({
    center_code: 'C1',
    accession_no: `${outcome}${i}`,
    day: '2026-03-03',
    modality: 'CT',
    product_code: 'AI-ICH',
    product_version: '1.0',
    finding_code: 'ICH',
    outcome,
    flagged: outcome.endsWith('P'),
    reader_positive: outcome === 'TP' || outcome === 'FN',
    ...row,
  }))

const catalogue: Rows = {
  center: [center('C1')],
  ai_product: [{ product_code: 'AI-ICH', name_en: 'Bleed', name_zh: '出血', vendor: 'V', modality: 'CT' }],
  finding: [{ finding_code: 'ICH', name_en: 'Haemorrhage', name_zh: '颅内出血' }],
}

test('the 2×2 of a product and finding carries every figure with its interval', async () => {
  const { products, figures } = await page({
    ...catalogue,
    'mart.ai_reading': [...readings(62, 'TP'), ...readings(271, 'FP'), ...readings(22, 'FN'), ...readings(1017, 'TN')],
  })
  expect(figures.readings.value).toBe(1372)
  expect(products).toHaveLength(1)
  const [p] = products
  expect(p).toMatchObject({
    product_code: 'AI-ICH',
    finding: { name_zh: '颅内出血' },
    tp: 62,
    fp: 271,
    fn: 22,
    tn: 1017,
    n: 1372,
  })
  expect(p?.sensitivity.value).toBeCloseTo(0.7381, 4)
  expect(p?.specificity.low).toBeCloseTo(0.7665, 4)
  expect(p?.kappa.value).toBeCloseTo(0.2212, 4)
  expect(p?.gwet_ac1.value).toBeCloseTo(0.7123, 4)
  expect(p?.mcc.value).toBeCloseTo(0.2951, 4)
  expect(p?.prevalence.value).toBeCloseTo(84 / 1372, 9)
})

test('a rate without denominator is null, and κ of one class is not defined', async () => {
  const { products } = await page({ ...catalogue, 'mart.ai_reading': readings(30, 'TN') })
  expect(products[0]?.sensitivity).toMatchObject({ value: null, n: 0, reason: 'no_denominator' })
  expect(products[0]?.kappa.value).toBeNull()
  expect(products[0]?.specificity.value).toBe(1)
})

test('no figure of a 2×2 is shown over fewer readings than the minimum, and each says so', async () => {
  const { products } = await page({ ...catalogue, 'mart.ai_reading': [...readings(2, 'TP'), ...readings(2, 'TN')] })
  const { agreement, kappa, gwet_ac1, mcc, f1 } = products[0]!
  for (const figure of [agreement, kappa, gwet_ac1, mcc])
    expect(figure).toMatchObject({ value: null, low: null, n: 4, reason: 'small_sample' })
  expect(f1).toMatchObject({ value: null, n: 2, reason: 'small_sample' })
  expect(kappa.standard_error).toBeNull()
})

test('at the minimum they are shown; F1 rests on what either side calls positive', async () => {
  const { products } = await page({
    ...catalogue,
    'mart.ai_reading': [...readings(2, 'TP'), ...readings(1, 'FP'), ...readings(1, 'FN'), ...readings(2, 'TN')],
  })
  const { kappa, mcc, f1 } = products[0]!
  expect(kappa.value).toBeCloseTo(1 / 3, 12)
  expect(mcc.value).toBeCloseTo(1 / 3, 12)
  expect(f1).toMatchObject({ value: null, n: 4, reason: 'small_sample' })
})

test('compliant against deviating and seen against unseen scans are set side by side with the difference', async () => {
  const { compliant_against_deviating: robustness, seen_against_unseen: seen } = await page({
    ...catalogue,
    'mart.ai_reading': [
      ...readings(90, 'TN', { exam_compliant: true, opened_before_report: true }),
      ...readings(10, 'FP', { exam_compliant: true, opened_before_report: false }),
      ...readings(20, 'TP', { exam_compliant: false }),
      ...readings(20, 'FN', { exam_compliant: false }),
      ...readings(7, 'TN'),
    ],
  })
  expect(robustness[0]).toMatchObject({
    finding_code: null,
    first: { n: 100, agree: 90 },
    second: { n: 40, agree: 20 },
    unknown: { n: 7 },
  })
  expect(robustness[0]?.difference).toBeCloseTo(0.4, 9)
  expect(robustness[0]?.low).toBeGreaterThan(0.2)
  expect(seen[0]).toMatchObject({ finding_code: 'ICH', first: { n: 90 }, second: { n: 10, agree: 0 } })
})

/** Weekly readings from 5 January: 9 to 11 of 100 false alarms, from the 21st week on, with version 2.0, 35. */
const upgraded = Array.from({ length: 24 }, (_, k) => {
  const day = new Date(Date.UTC(2026, 0, 5 + 7 * k)).toISOString().slice(0, 10)
  const fp = k < 20 ? 9 + (k % 3) : 35
  const row = { day, product_version: k < 20 ? '1.0' : '2.0' }
  return [...readings(fp, 'FP', row), ...readings(100 - fp, 'TN', row)]
}).flat()
const onSpecificity = ({ over_time }: ConcordancePage) =>
  over_time.filter((p) => p.signals.some((s) => s.metric === 'specificity'))

test('a version change is marked, and the fall in specificity that it brought is a signal with its date', async () => {
  const answer = await page({ ...catalogue, 'mart.ai_reading': upgraded }, { from: '2026-05-11', to: '2026-06-22' })
  expect(answer.step).toBe('week')
  expect(answer.versions.map((v) => [v.product_version, v.first_day, v.last_day, v.n])).toEqual([
    ['1.0', '2026-05-11', '2026-05-18', 200],
    ['2.0', '2026-05-25', '2026-06-15', 400],
  ])
  expect(onSpecificity(answer)[0]).toMatchObject({ from: '2026-05-25', product_version: '2.0', fp: 35, tn: 65 })
  expect(answer.over_time.map((p) => p.from)).toHaveLength(6)
  // 18 weeks before: 90 % specific.
  expect(answer.baseline).toEqual({ from: '2025-11-10', to: '2026-05-11' })
  const limits = answer.limits.find(({ metric }) => metric === 'specificity')
  expect(limits).toMatchObject({ product_code: 'AI-ICH', kind: 'p', baseline_points: 18, onset: '2026-05-25' })
  expect(limits?.center_line).toBeCloseTo(0.9, 12)
})

test('a period that is wholly after the fall still stands out: its limits are those of the days before', async () => {
  const answer = await page({ ...catalogue, 'mart.ai_reading': upgraded }, { from: '2026-05-25', to: '2026-06-22' })
  expect(onSpecificity(answer).map((p) => p.from)).toEqual(['2026-05-25', '2026-06-01', '2026-06-08', '2026-06-15'])
})

test('the baseline of concordance is the one that the address asks for', async () => {
  const chosen = { baseline_from: '2026-02-02', baseline_to: '2026-05-04' }
  const period = { from: '2026-05-25', to: '2026-06-22' }
  const answer = await page({ ...catalogue, 'mart.ai_reading': upgraded }, { ...period, ...chosen })
  expect(answer.baseline).toEqual({ from: '2026-02-02', to: '2026-05-04' })
  expect(answer.limits.map((row) => row.baseline_points)).toEqual([13, 0, 13])
})

test('AI runs are counted by the day of their exam, failures and opened results beside them', async () => {
  const runs = (day: string, row: Row): Row => ({
    day,
    center_code: 'C1',
    modality: 'CT',
    product_code: 'AI-ICH',
    product_version: '1.0',
    ...{ runs: 0, ok_runs: 0, failed_runs: 0, timeout_runs: 0, rejected_runs: 0, opened_runs: 0, exams_read: 0 },
    ...row,
  })
  const answer = await page({
    ...catalogue,
    ai_result: [{ center_code: 'C1', accession_no: 'A', product_code: 'AI-ICH', status: 'ok' }],
    'mart.ai_run_day': [
      runs('2026-03-03', { runs: 12, ok_runs: 9, failed_runs: 3, opened_runs: 7 }),
      runs('2026-03-08', { runs: 8, ok_runs: 7, timeout_runs: 1, opened_runs: 5 }),
      runs('2026-03-09', { runs: 100, ok_runs: 100 }),
    ],
  })
  expect(answer.runs).toMatchObject([{ runs: 20, failed: 3, timeout: 1, rejected_input: 0, opened: 12 }])
  expect(answer.runs[0]?.failure_rate).toMatchObject({ value: 0.2, n: 20 })
  expect(answer.figures.ai_open_rate).toMatchObject({ value: 0.75, n: 16 })
})

test('coverage is over whole months that the period touches', async () => {
  const month = { center_code: 'C1', modality: 'CT', finding_code: 'ICH' }
  const { coverage, coverage_months, figures } = await page({
    ...catalogue,
    'mart.center_day': [centerDay({ day: '2026-01-05', exams_performed: 1 })],
    'mart.ai_coverage_month': [
      { ...month, month: '2026-03-01', reader_positives: 50, coverable: 40, covered: 30, covered_and_flagged: 20 },
      { ...month, month: '2026-02-01', reader_positives: 50, coverable: 40, covered: 10, covered_and_flagged: 5 },
    ],
  })
  expect(coverage_months).toEqual({ from: '2026-03-01', to: '2026-04-01' })
  expect(coverage[0]?.covered_share).toMatchObject({ value: 0.6, n: 50 })
  expect(figures.ai_flagged_share).toMatchObject({ value: 0.4, previous: { value: 0.1 }, verdict: 'better' })
})

test('coverage by month knows no scanner: under a scanner filter it says so, and shows no network in its place', async () => {
  const month = { month: '2026-03-01', center_code: 'C1', modality: 'CT', finding_code: 'ICH' }
  const { coverage, figures } = await page(
    {
      ...catalogue,
      scanner: [{ scanner_id: 'C1-CT1', center_code: 'C1', modality: 'CT' }],
      'mart.ai_reading': readings(30, 'TN', { scanner_id: 'C1-CT1' }),
      'mart.ai_coverage_month': [
        { ...month, reader_positives: 50, coverable: 40, covered: 30, covered_and_flagged: 20 },
      ],
    },
    { ...week, scanner: ['C1-CT1'] },
  )
  expect(coverage).toEqual([])
  expect(figures.ai_coverage_rate).toMatchObject({ value: null, reason: 'not_by_scanner', previous: null })
  expect(figures.readings.value).toBe(30)
})

test('without any AI result the page says so', async () => {
  const { missing, products } = await page({ exam: [exam({ accession_no: 'A', day: '2026-03-03' })] })
  expect(missing.map((m) => m.effect)).toEqual(['no_ai_results'])
  expect(products).toEqual([])
})
