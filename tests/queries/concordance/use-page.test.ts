import { expect, test } from 'vitest'
import { aiUsePage } from '#queries/concordance/use-page.ts'
import type { UsePage } from '#queries/concordance/use-types.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { USE_MARTS } from '../support/derived.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const march = { from: '2026-03-02', to: '2026-03-16' }
const REPORTED = '2026-03-03T10:00:00Z'

const chest = (accession_no: string, row: Row = {}): Row =>
  exam({ accession_no, day: '2026-03-03', body_part: 'CHEST', reported_at: REPORTED, ...row })

const result = (accession_no: string, row: Row = {}): Row => ({
  ...{ center_code: 'C1', accession_no, product_code: 'AI-LUNG', product_version: '1', finding_code: 'NODULE' },
  ...{ status: 'ok', flagged: true, sent_at: '2026-03-03T08:00:00Z', returned_at: '2026-03-03T08:10:00Z' },
  ...{ updated_at: '2026-03-03T12:00:00Z', ...row },
})

/** Ten chest CTs at C1, each of which ends elsewhere; two at C2, which does not use the product; a head that it does not read. */
const facts: Rows = {
  center: [center('C1'), center('C2')],
  finding: [{ finding_code: 'NODULE', name_en: 'Nodule', modality: 'CT', body_part: 'CHEST' }],
  ai_product: [
    { product_code: 'AI-LUNG', name_en: 'Lung', modality: 'CT', finding_codes: ['NODULE'], domain: 'oncology' },
    {
      product_code: 'AI-LUNG-B',
      modality: 'CT',
      finding_codes: ['NODULE'],
      domain: 'oncology',
      live_from: '2026-04-01',
    },
    { product_code: 'AI-OLD', modality: 'CT', finding_codes: [], domain: 'oncology' },
  ],
  'mart.center_day': [centerDay({ day: '2026-03-15', exams_performed: 1 })],
  exam: [
    ...Array.from({ length: 10 }, (_, i) => chest(`A${i}`)),
    ...[1, 2].map((i) => chest(`B${i}`, { center_code: 'C2' })),
    chest('H1', { body_part: 'HEAD' }),
    chest('S1', { performed: false }),
  ],
  ai_result: [
    result('A0', { opened_at: '2026-03-03T09:00:00Z', reader_action: 'accepted' }),
    // A second finding of the same run is the same exam.
    result('A0', { finding_code: 'MASS', opened_at: '2026-03-03T09:00:00Z', reader_action: 'accepted' }),
    result('A1', { opened_at: '2026-03-03T09:00:00Z', reader_action: 'ignored' }),
    result('A2', { opened_at: '2026-03-03T11:00:00Z' }),
    result('A3'),
    result('A4', { returned_at: '2026-03-03T10:30:00Z' }),
    result('A5', { finding_code: '*', status: 'failed', flagged: null }),
    result('A6', { finding_code: '*', status: 'timeout', flagged: null, returned_at: null }),
    result('A7', { finding_code: '*', status: 'rejected_input', flagged: null }),
    // An older version failed, the newer one came back.
    result('A8', { product_version: '0', finding_code: '*', status: 'failed', flagged: null }),
    result('A8', { opened_at: '2026-03-03T09:30:00Z', reader_action: 'modified' }),
    result('H1'),
  ],
}

async function ask(rows: Rows = facts): Promise<UsePage> {
  return (await aiUsePage(await warehouse(rows, USE_MARTS), filterOf(march))) as UsePage
}

test('every exam that a product could read stands in one stage, and what it was lost by adds up', async () => {
  const [lung] = (await ask()).products
  expect(lung).toMatchObject({
    ...{ product_code: 'AI-LUNG', exams: 12, live: 10, sent: 9, accepted: 8, ok: 6, back: 5, opened: 3, acted: 2 },
    ...{ not_live: 2, not_sent: 1, rejected_input: 1, timeout: 1, failed: 1, late: 1, not_opened: 2, not_acted: 1 },
  })
  const lost = [
    'not_live',
    'not_sent',
    'rejected_input',
    'timeout',
    'failed',
    'late',
    'not_opened',
    'not_acted',
  ] as const
  expect(lost.reduce((sum, name) => sum + lung![name], 0)).toBe(lung!.exams - lung!.acted)
})

test('latency is from sent to returned over exams with a result', async () => {
  const [lung] = (await ask()).products
  // 10, 10, 10, 10, 10 and 150 minutes.
  expect(lung!.latency_minutes_median).toBeCloseTo(10, 9)
  expect(lung!.latency_minutes_p90).toBeCloseTo(80, 9)
})

test('where exams are lost is told by center, the greatest loss first', async () => {
  const { losses } = await ask()
  expect(losses[0]).toMatchObject({ loss: 'not_live', exams: 2, centers: [{ center_code: 'C2', exams: 2 }] })
  expect(losses.find(({ loss }) => loss === 'not_opened')).toMatchObject({
    exams: 2,
    share: 2 / 12,
    centers: [{ center_code: 'C1', exams: 2 }],
  })
})

test('an exam before the first day of use counts for nothing, and a result before its report is signed is in time', async () => {
  const later = facts['ai_product']!.map((row) => ({ ...row, live_from: '2026-03-04' }))
  expect((await ask({ ...facts, ai_product: later })).products).toEqual([])
  const open = facts['exam']!.map((row) => ({ ...row, reported_at: null }))
  expect((await ask({ ...facts, exam: open })).products[0]).toMatchObject({ ok: 6, back: 6, late: 0, opened: 4 })
})

test('a product that comes back after the report at one center stands on top of that list, beside the other centers', async () => {
  const many = (center_code: string, late: number) =>
    Array.from({ length: 20 }, (_, i) => ({
      exam: chest(`${center_code}${i}`, { center_code }),
      result: result(`${center_code}${i}`, {
        center_code,
        returned_at: i < late ? '2026-03-03T10:01:00Z' : '2026-03-03T09:00:00Z',
      }),
    }))
  const all = [...many('C1', 1), ...many('C2', 19)]
  const { late } = await ask({ ...facts, exam: all.map((one) => one.exam), ai_result: all.map((one) => one.result) })
  expect(late.map(({ center_code, share, elsewhere }) => [center_code, share, elsewhere])).toEqual([
    ['C2', 0.95, 0.05],
    ['C1', 0.05, 0.95],
  ])
  expect(late[0]!.low).toBeGreaterThan(0.7)
})

const read = (accession_no: string, product_code: string, flagged: boolean, reader_positive: boolean): Row => ({
  ...{ center_code: 'C1', accession_no, day: '2026-03-03', modality: 'CT', product_code, product_version: '1' },
  ...{ finding_code: 'NODULE', flagged, reader_positive, outcome: 'TN' },
})

test('two products are compared exam by exam: what each finds that the other does not', async () => {
  // First, second, radiologist: how often.
  const cells: [boolean, boolean, boolean, number][] = [
    [true, true, true, 4],
    [true, false, true, 6],
    [false, true, true, 1],
    [false, false, true, 2],
    [true, false, false, 3],
    [false, true, false, 3],
    [false, false, false, 9],
  ]
  const readings = cells.flatMap(([first, second, positive, n], cell) =>
    Array.from({ length: n }, (_, i) => [
      read(`${cell}-${i}`, 'AI-LUNG', first, positive),
      read(`${cell}-${i}`, 'AI-LUNG-B', second, positive),
    ]).flat(),
  )
  const alone = read('alone', 'AI-LUNG', true, true)
  const { pairs } = await ask({ ...facts, 'mart.ai_reading': [...readings, alone] })
  expect(pairs).toMatchObject([
    {
      ...{ first_code: 'AI-LUNG', second_code: 'AI-LUNG-B', finding_code: 'NODULE', exams: 28 },
      ...{ found_both: 4, found_first_only: 6, found_second_only: 1, found_neither: 2 },
      ...{ false_first_only: 3, false_second_only: 3 },
    },
  ])
  // Right alone: the first 6 + 3 times, the second 1 + 3; 2 × P(X ≥ 9 of 13) = 2 × 1093 / 8192.
  expect(pairs[0]!.p).toBeCloseTo((2 * 1093) / 8192, 9)
})

test('products of a field are in use, idle, or still to come', async () => {
  const { domains } = await ask()
  const codes = (rows: { product_code: string }[]) => rows.map(({ product_code }) => product_code)
  expect(domains).toHaveLength(1)
  expect(domains[0]!.domain).toBe('oncology')
  expect([domains[0]!.live, domains[0]!.idle, domains[0]!.to_come].map(codes)).toEqual([
    ['AI-LUNG'],
    ['AI-OLD'],
    ['AI-LUNG-B'],
  ])
})
