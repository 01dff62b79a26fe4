import { expect, test } from 'vitest'
import { coveragePage } from '#queries/concordance/coverage-page.ts'
import type { CoveragePage } from '#queries/concordance/coverage-types.ts'
import type { Filter } from '#queries/filter/filter.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const march = { from: '2026-03-01', to: '2026-04-01' }

const month = (row: Row): Row => ({ month: '2026-03-01', center_code: 'C1', modality: 'CT', ...row })
const run = (row: Row): Row => ({
  ...{
    day: '2026-03-03',
    center_code: 'C1',
    modality: 'CT',
    product_version: '1',
    runs: 5,
    ok_runs: 5,
    failed_runs: 0,
  },
  ...{ timeout_runs: 0, rejected_runs: 0, opened_runs: 0, exams_read: 5, ...row },
})
const reading = (accession_no: string, finding_code: string, flagged: boolean): Row => ({
  ...{
    center_code: 'C1',
    accession_no,
    day: '2026-03-03',
    modality: 'CT',
    product_code: 'AI-LUNG',
    product_version: '1',
  },
  ...{ finding_code, flagged, reader_positive: true, outcome: flagged ? 'TP' : 'FN' },
})
const found = (accession_no: string, findings: string[]): Row =>
  exam({ accession_no, day: '2026-03-03', body_part: 'CHEST', findings })

/** Nodules are read at C1 and not at C2, bleeds by a product that nobody runs, cysts by none. */
const facts: Rows = {
  center: [center('C1'), center('C2')],
  finding: [
    { finding_code: 'NODULE', name_en: 'Nodule', modality: 'CT', body_part: 'CHEST' },
    { finding_code: 'BLEED', name_en: 'Bleed', modality: 'CT', body_part: 'HEAD' },
    { finding_code: 'CYST', name_en: 'Cyst', modality: 'CT', body_part: 'CHEST' },
  ],
  ai_product: [
    { product_code: 'AI-LUNG', modality: 'CT', finding_codes: ['NODULE'] },
    { product_code: 'AI-ICH', modality: 'CT', finding_codes: ['BLEED'] },
  ],
  'mart.center_day': [centerDay({ day: '2026-03-15', exams_performed: 1 })],
  'mart.ai_run_day': [run({ product_code: 'AI-LUNG' })],
  'mart.ai_coverage_month': [
    month({ finding_code: 'NODULE', reader_positives: 10, coverable: 10, covered: 8, covered_and_flagged: 6 }),
    month({
      center_code: 'C2',
      finding_code: 'NODULE',
      reader_positives: 4,
      coverable: 4,
      covered: 0,
      covered_and_flagged: 0,
    }),
    month({ finding_code: 'BLEED', reader_positives: 3, coverable: 3, covered: 0, covered_and_flagged: 0 }),
    month({ finding_code: 'CYST', reader_positives: 5, coverable: 0, covered: 0, covered_and_flagged: 0 }),
  ],
  exam: [
    ...Array.from({ length: 10 }, (_, i) => found(`A${i}`, ['NODULE'])),
    found('B1', ['NODULE', 'CYST']),
    found('B2', ['CYST']),
    found('N1', []),
  ],
  'mart.ai_reading': [
    ...Array.from({ length: 10 }, (_, i) => reading(`A${i}`, 'NODULE', i < 6)),
    reading('B1', 'NODULE', true),
  ],
}

async function ask(filter: Partial<Filter> = march): Promise<CoveragePage> {
  return (await coveragePage(await warehouse(facts), filterOf(filter))) as CoveragePage
}

test('a reported finding that was not flagged lacks a product, a product in use, a result or a flag', async () => {
  const { rows, total } = await ask()
  expect(rows.map(({ finding_code, gap }) => [finding_code, gap])).toEqual([
    ['NODULE', 8],
    ['CYST', 5],
    ['BLEED', 3],
  ])
  const none = { no_product: 0, not_live: 0, no_result: 0, not_flagged: 0 }
  expect(rows[0]).toMatchObject({
    ...none,
    body_part: 'CHEST',
    reported: 14,
    could: 10,
    flagged: 6,
    not_live: 4,
    no_result: 2,
    not_flagged: 2,
  })
  expect(rows[1]).toMatchObject({ ...none, reported: 5, could: 0, no_product: 5 })
  expect(rows[2]).toMatchObject({ ...none, body_part: 'HEAD', reported: 3, could: 0, not_live: 3 })
  expect(total).toEqual({
    reported: 22,
    could: 10,
    flagged: 6,
    no_product: 5,
    not_live: 7,
    no_result: 2,
    not_flagged: 2,
  })
})

test('a result proves that a product is in use, whatever the catalogue lists', async () => {
  const covered = month({ finding_code: 'CYST', reader_positives: 5, coverable: 0, covered: 2, covered_and_flagged: 1 })
  const reader = await warehouse({ ...facts, 'mart.ai_coverage_month': [covered] })
  const { rows } = (await coveragePage(reader, filterOf(march))) as CoveragePage
  expect(rows).toMatchObject([{ could: 2, no_product: 3, not_live: 0, no_result: 0, not_flagged: 1, flagged: 1 }])
})

test('nothing is left to find where some product flagged every finding of the report', async () => {
  const { exams } = await ask()
  // Six of the ten with a nodule alone; the one with a cyst beside it and the one with only a cyst have something left.
  expect(exams).toMatchObject([{ modality: 'CT', exams: 12, all_flagged: 6, some_flagged: 7, share: 0.5 }])
})

test('months know no scanner: exams follow the filter, and the page names the figures that do not', async () => {
  const { rows, exams, filters } = await ask({ ...march, scanner: ['C1-CT1'] })
  expect(rows).toEqual([])
  expect(exams[0]).toMatchObject({ exams: 12 })
  expect(filters.unfollowed).toContain('ai_flagged_share')
})
