import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { NO_READINGS } from '#queries/concordance/cases-page.ts'
import type { ReadingMark } from '#queries/concordance/cases-types.ts'
import { concordancePage } from '#queries/concordance/concordance-page.ts'
import { productPage, productQuery, type ProductQuery } from '#queries/product/product-page.ts'
import type { ProductPage } from '#queries/product/product-types.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const april = { from: '2026-04-06', to: '2026-05-04' }

interface Asked {
  filter?: Partial<Filter>
  query?: ProductQuery
  money?: boolean
  said?: ReadingMark[]
  code?: string
}

async function ask(rows: Rows, { filter = april, query = {}, money = false, said = [], code = 'AI-ICH' }: Asked = {}) {
  const answer = await productPage(await warehouse(rows), code, filterOf(filter), query, {
    money,
    readings: { ...NO_READINGS, marks: said },
  })
  if (answer === undefined || answer.snapshot_id === null) return undefined
  return answer
}
const page = async (rows: Rows, asked: Asked = {}): Promise<ProductPage> => (await ask(rows, asked))!

let accession = 0
/** So many readings of an outcome, each of an exam of its own. */
const readings = (n: number, outcome: string, row: Row = {}): Row[] =>
  Array.from({ length: n }, () => ({
    ...{ center_code: 'C1', accession_no: `A${(accession += 1)}`, day: '2026-04-08', modality: 'CT' },
    ...{ scanner_id: 'C1-CT1', product_code: 'AI-ICH', product_version: '1.0', finding_code: 'ICH', outcome },
    ...{ flagged: outcome.endsWith('P'), reader_positive: outcome === 'TP' || outcome === 'FN' },
    ...row,
  }))

const catalogue: Rows = {
  center: [center('C1'), center('C2')],
  scanner: [
    { scanner_id: 'C1-CT1', center_code: 'C1', modality: 'CT', manufacturer: 'UIH', model: 'uCT 530' },
    { scanner_id: 'C2-CT1', center_code: 'C2', modality: 'CT', manufacturer: 'Philips', model: 'Incisive CT' },
  ],
  ai_product: [
    {
      product_code: 'AI-ICH',
      name_en: 'Bleed',
      name_zh: '出血',
      modality: 'CT',
      fee_per_exam: 4.1,
      revenue_per_exam: 1,
    },
    { product_code: 'AI-LUNG', name_en: 'Nodule', name_zh: '结节', modality: 'CT' },
  ],
  finding: [{ finding_code: 'ICH', name_en: 'Haemorrhage', name_zh: '颅内出血' }],
}
const made = (list: Row[], more: Rows = {}): Rows => ({ ...catalogue, 'mart.ai_reading': list, ...more })

test('a product that the catalogue does not know has no page', async () => {
  expect(await ask(catalogue, { code: 'AI-NONE' })).toBeUndefined()
})

test('the 2×2 stands by finding and by version, and too few readings of a version are kept back', async () => {
  const { findings, by_version, figures } = await page(
    made([
      ...readings(62, 'TP'),
      ...readings(271, 'FP'),
      ...readings(22, 'FN'),
      ...readings(1017, 'TN'),
      ...readings(3, 'TN', { product_version: '2.0' }),
    ]),
  )
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({ finding_code: 'ICH', tp: 62, fp: 271, fn: 22, tn: 1020 })
  expect(by_version.map(({ product_version, n }) => [product_version, n])).toEqual([
    ['1.0', 1372],
    ['2.0', 3],
  ])
  expect(by_version[0]?.gwet_ac1.value).toBeCloseTo(0.7123, 4)
  expect(by_version[1]?.agreement).toMatchObject({ value: null, n: 3, reason: 'small_sample' })
  expect(figures.flag_rate).toMatchObject({ numerator: 333, n: 1375 })
})

test('a manufacturer whose scans the product reads worse is named, and how many were compared is told', async () => {
  const other = { scanner_id: 'C2-CT1', center_code: 'C2' }
  const { slices, comparisons } = await page(
    made([...readings(180, 'TN'), ...readings(20, 'FP'), ...readings(60, 'TN', other), ...readings(40, 'FP', other)]),
  )
  const philips = slices.find(({ dimension, value }) => dimension === 'manufacturer' && value === 'Philips')!
  expect(philips).toMatchObject({ n: 100, agree: 60, named: true })
  expect(philips.difference).toBeCloseTo(-0.3, 12)
  // Center, manufacturer and model, two groups each: the second of two says nothing more than the first.
  expect(comparisons).toBe(3)
})

test('sex, age and deviating parameters come from the exam; a parameter is held against compliant scans', async () => {
  const list = [
    ...readings(40, 'TN', { exam_compliant: true }),
    ...readings(20, 'TN', { exam_compliant: false }),
    ...readings(20, 'FP', { exam_compliant: false }),
  ]
  const { slices } = await page(
    made(list, {
      exam: list.map(({ accession_no, day }, i) =>
        exam({ accession_no, day, patient_sex: i % 2 ? 'F' : 'M', patient_birth_year: i < 40 ? 1990 : 1946 }),
      ),
      'mart.deviation': list.slice(40).map(({ accession_no, day }) => ({
        ...{ center_code: 'C1', accession_no, day, scanner_id: 'C1-CT1', protocol_code: 'P', protocol_version: 1 },
        ...{ step: 's', kind: 'out_of_tolerance', parameter: 'KVP' },
      })),
    }),
  )
  const of = (dimension: string) =>
    slices.filter((row) => row.dimension === dimension).map(({ value, n, agree }) => [value, n, agree])
  expect(of('sex')).toEqual([
    ['F', 40, 30],
    ['M', 40, 30],
  ])
  expect(of('age')).toEqual([
    ['18–39', 40, 40],
    ['75+', 40, 20],
  ])
  const kvp = slices.find(({ dimension }) => dimension === 'parameter')!
  expect(kvp).toMatchObject({ value: 'KVP', n: 40, agree: 20, others: { numerator: 40, n: 40 }, named: true })
})

/** Data from January to 3 May: the last 28 days against the 56 before. */
const DAYS = ['2026-02-10', '2026-03-20', '2026-04-10', '2026-05-03']
const twoMakers = (uih: number[], philips: number[]) =>
  DAYS.flatMap((day, i) =>
    [
      { row: { day }, fp: uih[i]! },
      { row: { day, scanner_id: 'C2-CT1', center_code: 'C2' }, fp: philips[i]! },
    ].flatMap(({ row, fp }) => [...readings(fp, 'FP', row), ...readings(200 - fp, 'TN', row)]),
  )
const business: Rows = {
  'mart.center_day': ['C1', 'C2'].flatMap((center_code) =>
    DAYS.map((day) => centerDay({ center_code, day, exams_performed: 200 })),
  ),
}

test('agreement that falls on one manufacturer alone asks to be watched; a fall everywhere is no maker’s', async () => {
  const alone = await page(made(twoMakers([20, 20, 20, 20], [20, 20, 80, 80]), business))
  const philips = alone.manufacturers.find(({ manufacturer }) => manufacturer === 'Philips')!
  expect(philips.before).toEqual({ k: 360, n: 400 })
  expect(philips.now).toEqual({ k: 240, n: 400 })
  expect(philips.beyond.difference).toBeCloseTo(-0.3, 12)
  const rule = ({ summary }: ProductPage) => summary.rules.find(({ rule }) => rule === 'manufacturer')
  expect(rule(alone)).toMatchObject({ state: 'met', proposal: 'watch' })
  expect(alone.summary.proposal).not.toBe('keep')
  const everywhere = await page(made(twoMakers([20, 20, 80, 80], [20, 20, 80, 80]), business))
  expect(rule(everywhere)).toMatchObject({ state: 'not_met' })
})

test('a product that misses most of what is reported is proposed to be stopped, with the rule that says so', async () => {
  const { summary } = await page(made([...readings(20, 'TP'), ...readings(80, 'FN'), ...readings(900, 'TN')]))
  expect(summary.proposal).toBe('stop')
  expect(summary.rules.find(({ rule }) => rule === 'misses')).toMatchObject({ state: 'met', value: 0.2, limit: 0.5 })
  expect(summary).toMatchObject({ missed: 80, only_flagged: 0 })
})

test('without a run a product is idle, and what its rules cannot judge they do not', async () => {
  const { summary } = await page(catalogue)
  expect(summary.proposal).toBe('watch')
  expect(summary.rules.map(({ rule, state }) => [rule, state])).toEqual([
    ['idle', 'met'],
    ['too_few', 'met'],
    ['misses', 'not_judged'],
    ['false_alarms', 'not_judged'],
    ['chance', 'not_judged'],
    ['refuted', 'not_judged'],
    ['overlooks', 'not_judged'],
    ['fell', 'not_judged'],
    ['manufacturer', 'not_judged'],
    ['failures', 'not_judged'],
    ['unopened', 'not_judged'],
  ])
})

const runs: Rows = {
  'mart.ai_run_day': [
    {
      ...{ day: '2026-04-08', center_code: 'C1', modality: 'CT', scanner_id: 'C1-CT1', product_code: 'AI-ICH' },
      ...{ product_version: '1.0', runs: 120, ok_runs: 110, failed_runs: 10, timeout_runs: 0, rejected_runs: 0 },
      ...{ opened_runs: 30, exams_read: 103 },
    },
  ],
}

test('fee and revenue are those of the exams read, to the fen, and only for who may see money', async () => {
  const rows = made([...readings(100, 'TN'), ...readings(3, 'FP')], runs)
  const { summary } = await page(rows, { money: true })
  // 103 × 4.10 and 103 × 1.00; 319.30 over three flags that nobody reported.
  expect(summary.money).toMatchObject({ fee: 422.3, revenue: 103, net: -319.3 })
  expect(summary.money?.cost_per_only_flagged).toBeCloseTo(319.3 / 3, 9)
  expect((await page(rows)).summary.money).toBeNull()
})

/** The first readings of an outcome, as somebody judged them without knowing the AI's answer; so many of them hold the finding. */
function judgedOf(list: Row[], outcome: string, judged: number, present: number): ReadingMark[] {
  return list
    .filter((row) => row['outcome'] === outcome)
    .slice(0, judged)
    .map((row, i) => ({
      ...{
        center_code: 'C1',
        accession_no: row['accession_no'] as string,
        product_code: 'AI-ICH',
        finding_code: 'ICH',
      },
      ...{ state: i < present ? 'present' : 'absent', basis: null, reason: null, comment: '', assigned_to: null },
      ...{ due: null, user_name: 'qa', at: '2026-05-04T08:00:00.000Z' },
    }))
}

test('adjudicators speak in the proposal: what was confirmed, what it cost, and rules that are met beyond chance', async () => {
  const list = [...readings(90, 'TN'), ...readings(10, 'FP'), ...readings(3, 'TP')]
  const said = [...judgedOf(list, 'FP', 5, 2), ...judgedOf(list, 'TP', 3, 3)]
  const { summary } = await page(made(list, runs), { money: true, said })
  expect(summary.adjudicated).toMatchObject({ judged: 8, only_flagged_judged: 5, only_flagged_confirmed: 2 })
  // All 3 and two of five of 10 flags: 7 of 13. Of what it does not flag nobody judged anything.
  expect(summary.adjudicated?.ppv.value).toBeCloseTo(7 / 13, 12)
  expect(summary.adjudicated?.miss_rate.refused).toBe('outcome_not_judged')
  expect(summary.money?.cost_per_confirmed).toBeCloseTo(319.3 / 4, 9)
  const state = (rules: typeof summary.rules) => (id: string) => rules.find(({ rule }) => rule === id)?.state
  expect(state(summary.rules)('refuted')).toBe('not_met')
  expect(state(summary.rules)('overlooks')).toBe('not_judged')

  const alarms = [...readings(90, 'TN'), ...readings(90, 'FP')]
  const refuted = await page(made(alarms), { said: judgedOf(alarms, 'FP', 60, 0) })
  // None of 60: under 10 %, chance left out.
  expect(state(refuted.summary.rules)('refuted')).toBe('met')
  expect(refuted.summary.proposal).toBe('stop')
  expect(state((await page(made(alarms))).summary.rules)('refuted')).toBe('not_judged')
})

test('the table of all products says the same of a product as its page, idle ones among them', async () => {
  const rows = made([...readings(150, 'TN'), ...readings(30, 'FP'), ...readings(20, 'TP')], runs)
  const reader = await warehouse(rows)
  const answer = await concordancePage(reader, filterOf(april), { money: true })
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  const { summary } = await page(rows, { money: true })
  expect(answer.summaries.map(({ product_code }) => product_code)).toEqual(['AI-ICH', 'AI-LUNG'])
  expect(answer.summaries[0]).toEqual(summary)
  expect(answer.summaries[1]).toMatchObject({ proposal: 'watch', exams_read: 0, money: { fee: null } })
})

test('scans that deviate are held against compliant ones within their finding, and what that costs a year is told', async () => {
  const { robustness } = await page(
    made([
      ...readings(90, 'TN', { exam_compliant: true }),
      ...readings(10, 'FP', { exam_compliant: true }),
      ...readings(16, 'TN', { exam_compliant: false }),
      ...readings(4, 'FP', { exam_compliant: false }),
      // Only compliant scans have the second finding: it stays out of the comparison.
      ...readings(50, 'FP', { exam_compliant: true, finding_code: 'MASS' }),
    ]),
  )
  expect(robustness).toMatchObject({ strata: 1, compliant: { n: 100, agree: 90 }, deviating: { n: 20, agree: 16 } })
  expect(robustness?.difference).toBeCloseTo(0.1, 12)
  // Two of twenty readings in 28 days.
  expect(robustness?.avoidable_a_year.value).toBeCloseTo((2 * 365) / 28, 9)
})

const scored = (n: number, outcome: string, score: number) => readings(n, outcome, { score })

test('another threshold is worked out over the same readings; scores of equal height stand together', async () => {
  const list = [...scored(10, 'TP', 0.9), ...scored(4, 'FP', 0.6), ...scored(2, 'FN', 0.4), ...scored(40, 'TN', 0.1)]
  const { thresholds } = await page(made(list), { query: { threshold: 0.35 } })
  expect(thresholds).toMatchObject({ is_one_cut: true, is_asked: true, today: { threshold: 0.6, tp: 10, fp: 4 } })
  expect(thresholds?.asked).toMatchObject({ tp: 12, fp: 4, fn: 0, tn: 40 })
  expect(thresholds?.asked.flags_a_day).toBeCloseTo(16 / 28, 12)
  expect(thresholds?.today.missed_a_month).toBeCloseTo((2 * 30) / 28, 12)
  // 10 × 44 + 2 × 40 of 12 × 44 pairs in the right order.
  expect(thresholds?.auc.value).toBeCloseTo((440 + 80) / 528, 12)
})

test('where versions cut at different scores no single threshold is named, and the catalogue’s stands in', async () => {
  const list = [...scored(20, 'FP', 0.4), ...scored(20, 'TN', 0.6), ...scored(5, 'TP', 0.9)]
  const rows = made(list, { ai_product: [{ ...catalogue['ai_product']![0], threshold: 0.5 }] })
  const { thresholds } = await page(rows)
  expect(thresholds).toMatchObject({ is_one_cut: false, today: { threshold: 0.5, fp: 20 }, asked: { threshold: 0.5 } })
  expect(thresholds?.asked.fp).toBe(20)
})

test('the address is read with care: a threshold lies between 0 and 1', () => {
  const read = (search: string) => productQuery(new URLSearchParams(search))
  expect(read('threshold=0.25&finding=ICH')).toEqual({ threshold: 0.25, finding: 'ICH' })
  expect(read('threshold=.5').threshold).toBe(0.5)
  for (const bad of ['-1', '1.5', 'x', '', '0x1', '1e999']) expect(read(`threshold=${bad}`).threshold).toBeUndefined()
})

/** Weekly readings from 10 November: 9 to 11 of 100 false alarms; from 13 April on, with version 2.0, 35. */
const upgraded = Array.from({ length: 25 }, (_, k) => {
  const day = new Date(Date.UTC(2025, 10, 10 + 7 * k)).toISOString().slice(0, 10)
  const fp = k < 22 ? 9 + (k % 3) : 35
  const row = { day, product_version: k < 22 ? '1.0' : '2.0', score: k < 22 ? 0.2 : 0.7 }
  return [...readings(fp, 'FP', row), ...readings(100 - fp, 'TN', row)]
}).flat()

test('a new version that flags more shows in the charts, in the CUSUM, before and after, and in its scores', async () => {
  const { history } = await page(made(upgraded))
  expect(history.agreement.onset).toBe('2026-04-13')
  expect(history.flag_rate.points.at(-1)?.signals).toContain('outside_limits')
  expect(history.cusum.find(({ signal }) => signal)?.from).toBe('2026-04-13')
  const step = history.version_steps.find(({ metric }) => metric === 'flag_rate')!
  expect(step).toMatchObject({ from_version: '1.0', to_version: '2.0', day: '2026-04-13', after: { k: 105, n: 300 } })
  expect(step.difference).toBeCloseTo(0.35 - step.before.k / step.before.n, 12)
  expect(step.clear).toBe(true)
})

test('turnaround is set side by side from a landmark on: a report written before it is on neither side', async () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 3, 8, 2, minutes)).toISOString().replace('T', ' ')
  /** Completed at 02:00; the result back and the report signed so many minutes later. */
  const cases = [
    ...Array.from({ length: 20 }, (_, i) => [5, 60 + i]),
    ...Array.from({ length: 20 }, (_, i) => [null, 90 + i]),
    [5, 20],
  ] as [number | null, number][]
  const { turnaround } = await page({
    ...catalogue,
    exam: cases.map(([, reported], i) =>
      exam({ accession_no: `T${i}`, day: '2026-04-08', completed_at: at(0), reported_at: at(reported) }),
    ),
    ai_result: cases.map(([back], i) => ({
      ...{ center_code: 'C1', accession_no: `T${i}`, product_code: 'AI-ICH', product_version: '1.0' },
      ...{ finding_code: back === null ? '*' : 'ICH', status: back === null ? 'failed' : 'ok', flagged: false },
      ...{ sent_at: at(1), returned_at: at(back ?? 4), updated_at: at(200) },
    })),
  })
  expect(turnaround).toMatchObject({ in_time: { n: 20, median: 69.5 }, not_in_time: { n: 20, median: 99.5 } })
  expect(turnaround?.difference.difference).toBeCloseTo(-30, 9)
  expect(turnaround?.difference.high).toBeLessThan(0)
})

test('by center compliance, agreement at the mix of findings and margin go together as their line says', async () => {
  const code = (i: number) => `K${i}`
  const places = Array.from({ length: 6 }, (_, i) => i)
  const rows: Rows = {
    ...catalogue,
    center: places.map((i) => center(code(i))),
    // Of 100 readings 5 more agree at each further center, and of 100 exams 10 more are compliant.
    'mart.ai_reading': places.flatMap((i) => [
      ...readings(50 - 5 * i, 'FP', { center_code: code(i) }),
      ...readings(50 + 5 * i, 'TN', { center_code: code(i) }),
    ]),
    'mart.exam_compliance': places.flatMap((i) =>
      Array.from({ length: 100 }, (_, k) => ({
        ...{ center_code: code(i), accession_no: `X${k}`, day: '2026-04-08', scanner_id: 'S', modality: 'CT' },
        ...{ protocol_code: 'P', protocol_version: 1, assessable: true, compliant: k < 40 + 10 * i },
      })),
    ),
  }
  const answer = await concordancePage(await warehouse(rows), filterOf(april))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  const { centers, agreement_on_compliance: line, margin_on_agreement } = answer.chain
  expect(centers[0]).toMatchObject({ center_code: 'K0', compliance: 0.4, n: 100, agree: 50, margin: null })
  expect(centers[0]?.agreement).toBeCloseTo(0.5, 12)
  expect(line?.slope).toBeCloseTo(0.5, 12)
  expect(margin_on_agreement).toBeNull()
})
