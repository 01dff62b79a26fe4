import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { complianceExamPage, compliancePage } from '#queries/compliance/compliance-page.ts'
import type { CompliancePage, DeviatingExamQuery } from '#queries/compliance/compliance-types.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const week = { from: '2026-03-02', to: '2026-03-09' }

async function page(rows: Rows, filter: Partial<Filter> = week, query: DeviatingExamQuery = {}) {
  const answer = await compliancePage(await warehouse(rows), filterOf(filter), { persons: true }, query)
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer as CompliancePage
}

const judged = (accession_no: string, row: Row = {}): Row => ({
  center_code: 'C1',
  accession_no,
  day: '2026-03-02',
  scanner_id: 'C1-CT1',
  modality: 'CT',
  protocol_code: 'P1',
  protocol_version: 1,
  assessable: true,
  compliant: true,
  missing_steps: 0,
  deviating_parameters: 0,
  missing_parameters: 0,
  missing_tags: 0,
  repeated_steps: 0,
  critical_deviations: 0,
  steps_in_order: true,
  ...row,
})
const many = (n: number, prefix: string, row: Row = {}) =>
  Array.from({ length: n }, (_, i) => judged(`${prefix}${i}`, row))
const book = [{ protocol_code: 'P1', version: 1, name_en: 'Head', modality: 'CT', dlp_reference: 860 }]

test('compliance is over assessable exams, and coverage over all performed exams of the book’s modalities', async () => {
  const unassessable = many(10, 'u', {
    assessable: false,
    compliant: null,
    reason: 'no_acquisitions',
    steps_in_order: null,
  })
  const { figures, not_assessable } = await page({
    protocol: book,
    'mart.exam_compliance': [...many(30, 'c'), ...many(10, 'd', { compliant: false }), ...unassessable],
    'mart.center_day': [
      centerDay({ day: '2026-03-02', exams_performed: 80 }),
      centerDay({ day: '2026-03-02', modality: 'US', exams_performed: 500 }),
    ],
  })
  expect(figures.compliance_rate).toMatchObject({ value: 0.75, n: 40, numerator: 30 })
  expect(figures.compliance_rate.low).toBeCloseTo(0.5981, 4)
  expect(figures.compliance_rate.high).toBeCloseTo(0.8581, 4)
  expect(figures.compliance_coverage_rate).toMatchObject({ value: 0.5, n: 80 })
  expect(figures.deviating.value).toBe(10)
  expect(not_assessable).toEqual([
    { reason: 'no_protocol_code', exams: 30 },
    { reason: 'no_acquisitions', exams: 10 },
  ])
})

test('a center far below the others falls out of the funnel, one with too few exams shows its n only', async () => {
  const good = (code: string) =>
    many(100, `${code}-`, { center_code: code }).map((r, i) => ({ ...r, compliant: i >= 10 }))
  const { centers } = await page({
    center: ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'CX'].map((code) => center(code)),
    'mart.exam_compliance': [
      ...['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'].flatMap(good),
      ...many(100, 'X', { center_code: 'CX' }).map((r, i) => ({ ...r, compliant: i >= 60 })),
      ...many(3, 'S', { center_code: 'C9', compliant: false }),
    ],
  })
  const place = Object.fromEntries(centers.rows.map((row) => [row.center_code, row.place]))
  expect(place).toMatchObject({ CX: 'below_998', C1: 'inside', C9: null })
  expect(centers.rows.find((row) => row.center_code === 'C9')).toMatchObject({ n: 3, value: null })
  // The center far below does not move what the others are judged by.
  expect(centers.target).toBeCloseTo(0.9, 9)
})

test('a center that does what is hard everywhere is inside, one that does what is easy as badly is not', async () => {
  const exams = (code: string, protocol_code: string, n: number, deviating: number) =>
    many(n, `${code}-${protocol_code}-`, { center_code: code, protocol_code }).map((row, i) => ({
      ...row,
      compliant: i >= deviating,
    }))
  const codes = Array.from({ length: 10 }, (_, i) => `C${i + 1}`)
  const { centers } = await page({
    center: [...codes, 'HARD', 'EASY'].map((code) => center(code)),
    'mart.exam_compliance': [
      // 95 of 100 under P1, 60 of 100 under P2.
      ...codes.flatMap((code) => [...exams(code, 'P1', 160, 8), ...exams(code, 'P2', 40, 16)]),
      ...exams('HARD', 'P2', 200, 80),
      ...exams('EASY', 'P1', 200, 80),
    ],
  })
  const of = (code: string) => centers.rows.find((row) => row.center_code === code)!
  expect([of('HARD').value, of('EASY').value]).toEqual([0.6, 0.6])
  expect(of('HARD').expected).toBeCloseTo(0.6, 9)
  expect([of('HARD').place, of('EASY').place, of('C1').place]).toEqual(['inside', 'below_998', 'inside'])
  // Drawn on the line, and as far below it as 60 is below 95 of 100.
  expect(of('HARD').adjusted).toBeCloseTo(centers.target!, 9)
  expect(of('EASY').expected).toBeGreaterThan(0.9)
  expect(of('EASY').adjusted).toBeLessThan(of('EASY').value!)
})

test('in a small network one center at 61 % against 91 % is outside, however far it lies', async () => {
  const codes = Array.from({ length: 12 }, (_, i) => `C${i + 1}`)
  const { centers } = await page({
    center: codes.map((code) => center(code)),
    'mart.exam_compliance': codes.flatMap((code, c) =>
      many(400, `${code}-`, { center_code: code }).map((r, i) => ({ ...r, compliant: i >= (c === 0 ? 156 : 32 + c) })),
    ),
  })
  expect(centers.rows.filter((row) => row.place === 'below_998').map((row) => row.center_code)).toEqual(['C1'])
  expect(centers.rows.filter((row) => row.place === 'above_998')).toEqual([])
})

/** 56 days of 50 exams, the last 28 of which are shown; `deviating` says how many deviate, null is a day without exams. */
function overTime(
  deviating: (k: number) => number | null,
  exams: (k: number) => number = () => 50,
  asked: Partial<Filter> = {},
) {
  const days = Array.from({ length: 56 }, (_, at) => {
    const k = at - 28
    const day = new Date(Date.UTC(2026, 1, 9 + k)).toISOString().slice(0, 10)
    const found = k < 0 ? 4 + (at % 3) : deviating(k)
    if (found === null) return []
    return many(exams(k), `${day}-`, { day }).map((row, i) => ({ ...row, compliant: i >= found }))
  })
  return page({ 'mart.exam_compliance': days.flat() }, { from: '2026-02-09', to: '2026-03-09', ...asked })
}

test('a day far outside the limits of the days before is a signal', async () => {
  const { over_time } = await overTime((k) => (k === 20 ? 30 : 4 + (k % 3)))
  expect(over_time).toMatchObject({ step: 'day', baseline: { from: '2025-12-15', to: '2026-02-09' } })
  expect(over_time.baseline_points).toBe(28)
  expect(over_time.points.flatMap((p) => (p.signals.includes('outside_limits') ? [p.from] : []))).toEqual([
    '2026-03-01',
  ])
  expect(over_time.points[20]).toMatchObject({ from: '2026-03-01', to: '2026-03-02', n: 50, value: 0.4 })
})

test('a drift within the period does not move its own limits, and is dated', async () => {
  const { over_time } = await overTime((k) => (k < 14 ? 6 - 2 * (k % 2) : 20))
  expect(over_time.center_line).toBeCloseTo(0.9, 2)
  expect(over_time.points.slice(14).every((p) => p.signals.includes('outside_limits'))).toBe(true)
  expect(over_time.onset).toBe('2026-02-23')
})

const usual = (k: number) => 4 + (k % 3)

test('the address may say which days limits come from; they lie before the period', async () => {
  const asked = { baseline_from: '2026-01-12', baseline_to: '2026-01-26' }
  const { over_time, filters } = await overTime(usual, undefined, asked)
  expect(filters.baseline).toEqual({ from: '2026-01-12', to: '2026-01-26' })
  expect(over_time).toMatchObject({ baseline: filters.baseline, baseline_points: 14 })
  expect(over_time.points).toHaveLength(28)
  const within = overTime(usual, undefined, { ...asked, baseline_to: '2026-02-10' })
  await expect(within).rejects.toMatchObject({ code: 'queries/filter', issues: [{ field: 'baseline_to' }] })
})

test('a day without exams is a gap, and one of fewer than five exams is not judged', async () => {
  const { over_time } = await overTime(
    (k) => (k === 10 ? null : k === 12 ? 4 : 4 + (k % 3)),
    (k) => (k === 12 ? 4 : 50),
  )
  expect(over_time.points[10]).toMatchObject({ n: 0, value: null, lower: null })
  expect(over_time.points[12]).toMatchObject({ n: 4, value: 0, signals: [] })
})

const thickness = (accession_no: string, row: Row = {}): Row => ({
  center_code: 'C1',
  accession_no,
  day: '2026-03-02',
  scanner_id: 'C1-CT1',
  protocol_code: 'P1',
  step: 'axial',
  kind: 'out_of_tolerance',
  parameter: 'SliceThickness',
  ...row,
})

test('deviations are listed by step and parameter, with what share of the protocol’s exams they touch', async () => {
  const { deviations, exams } = await page(
    {
      'mart.exam_compliance': [
        ...many(16, 'c'),
        ...many(4, 'd', { compliant: false }),
        ...many(20, 'o', { protocol_code: 'P2' }),
      ],
      'mart.deviation': [0, 1, 2, 3].map((i) => thickness(`d${i}`)),
    },
    week,
    { parameter: 'SliceThickness', search: 'D2' },
  )
  expect(deviations).toMatchObject([
    { step: 'axial', parameter: 'SliceThickness', deviations: 4, exams: 4, share: 0.2 },
  ])
  expect(exams).toMatchObject({ total: 1, rows: [{ accession_no: 'd2' }] })
})

test('a deviation that became frequent in the last 28 days of the data is drift, whatever the period', async () => {
  const before = { day: '2026-01-20' }
  const { drift } = await page({
    center: [center('C1')],
    'mart.exam_compliance': [...many(100, 'now'), ...many(100, 'old', before)],
    'mart.deviation': [
      ...Array.from({ length: 40 }, (_, i) => thickness(`now${i}`)),
      ...Array.from({ length: 5 }, (_, i) => thickness(`old${i}`, before)),
    ],
  })
  expect(drift).toMatchObject([
    { center_code: 'C1', parameter: 'SliceThickness', rate: 0.4, previous_rate: 0.05, n: 100 },
  ])
})

test('a center that began a week ago has no drift, and is named', async () => {
  const [old, begun] = [{ day: '2026-01-20' }, { center_code: 'C2', day: '2026-02-20' }]
  const { drift, drift_periods } = await page({
    center: [center('C1'), center('C2')],
    'mart.exam_compliance': [
      ...[...many(100, 'now'), ...many(100, 'old', old)],
      ...[...many(20, 'new', { center_code: 'C2' }), ...many(20, 'first', begun)],
    ],
    'mart.deviation': [
      ...Array.from({ length: 20 }, (_, i) => thickness(`new${i}`, { center_code: 'C2' })),
      ...Array.from({ length: 40 }, (_, i) => thickness(`now${i}`)),
    ],
  })
  expect(drift.map((row) => row.center_code)).toEqual(['C1'])
  expect(drift_periods.left_out).toMatchObject([{ center_code: 'C2', why: 'began', feeds: ['scanner_log'] }])
})

const examRows: Rows = {
  center: [center('C1')],
  scanner: [{ scanner_id: 'C1-CT1', center_code: 'C1', manufacturer: 'UIH', model: 'uCT', field_strength_t: null }],
  step_alias: [{ center_code: 'C1', alias: 'Ax Brain', step: 'axial' }],
  protocol: book,
  protocol_rule: [
    {
      step: 'axial',
      step_order: 1,
      required: true,
      parameter: 'KVP',
      rule_order: 1,
      allowed: ['120'],
    },
    {
      step: 'axial',
      step_order: 1,
      required: true,
      parameter: 'SliceThickness',
      rule_order: 1,
      min_value: 4.5,
      max_value: 5.5,
      manufacturer: 'GE',
    },
    {
      step: 'axial',
      step_order: 1,
      required: true,
      parameter: 'SliceThickness',
      rule_order: 2,
      min_value: 2,
      max_value: 3,
    },
    { step: 'coronal', step_order: 2, required: true, parameter: null, step_severity: 'critical' },
  ].map((row): Row => ({ protocol_code: 'P1', version: 1, ...row })),
  exam: [exam({ accession_no: 'A1', day: '2026-03-02', protocol_code: 'P1', source_file_id: 'f1', source_line: 7 })],
  'ops.source_file': [{ file_id: 'f1', path: 'exams/C1/a.csv' }],
  acquisition: [
    { series_no: 1, step: 'localizer', event_id: '1', parameters: '{}' },
    { series_no: 2, step: 'ax brain', event_id: '2', parameters: '{"KVP": 100}', dlp: 400 },
    {
      series_no: 3,
      step: 'AxBrain',
      event_id: '3',
      parameters: '{"KVP": 120, "SliceThickness": 5, "Exposure": 200}',
      dlp: 500,
      ctdi_vol: 30,
    },
  ].map(
    (row): Row =>
      ({
        center_code: 'C1',
        scanner_id: 'C1-CT1',
        accession_no: 'A1',
        started_at: '2026-03-02 01:00:00Z',
        ...row,
      }) as Row,
  ),
  'mart.exam_compliance': [judged('A1', { compliant: false, dose_over_reference: true })],
  'mart.deviation': [
    thickness('A1', { observed: '5', expected: '2…3' }),
    thickness('A1', { step: 'coronal', kind: 'missing_step', parameter: null, severity: 'critical' }),
    thickness('A1', { step: null, kind: 'dose_over_reference', parameter: 'DLP', observed: '900', expected: '≤ 860' }),
  ],
}

test('one exam shows every step and parameter of its last acquisition, expected against observed', async () => {
  const found = await complianceExamPage(await warehouse(examRows), 'C1', 'A1')
  if (!found || found.snapshot_id === null) throw new Error('no exam')
  expect(found.steps.map((s) => [s.step, s.status, s.logged_as, s.repeats])).toEqual([
    ['axial', 'performed', 'AxBrain', 1],
    ['coronal', 'missing', null, 0],
    ['localizer', 'localizer', null, 0],
  ])
  expect(found.steps[0]?.parameters).toEqual([
    { parameter: 'Exposure', observed: '200', expected: null, status: 'not_ruled', severity: null },
    { parameter: 'KVP', observed: '120', expected: '120', status: 'within', severity: null },
    { parameter: 'SliceThickness', observed: '5', expected: '2…3', status: 'out_of_tolerance', severity: null },
  ])
  expect(found.dose).toEqual({ dlp: 900, dlp_reference: 860, ctdi_vol: 30, ctdi_vol_reference: null })
  expect(found.source).toEqual({ path: 'exams/C1/a.csv', line: 7 })
})

test('an exam that is not there is undefined, and no snapshot is a state', async () => {
  expect(await complianceExamPage(await warehouse({}), 'C1', 'nope')).toBeUndefined()
  expect(await complianceExamPage({ read: async () => null }, 'C1', 'A1')).toMatchObject({ snapshot_id: null })
})

test('the list says what each exam did otherwise, in the attribute’s unit, and leads from exam to exam in its order', async () => {
  const rows: Rows = {
    ...examRows,
    exam: ['A1', 'A2', 'A3'].map((accession_no) => exam({ accession_no, day: '2026-03-02', protocol_code: 'P1' })),
    'mart.exam_compliance': [
      judged('A1', { compliant: false }),
      judged('A2', { compliant: false, day: '2026-03-03' }),
      judged('A3', { compliant: false }),
      judged('A4'),
    ],
    'mart.deviation': [
      ...[thickness('A1', { observed: '5', expected: '2…3' }), thickness('A3')],
      thickness('A2', { step: 'coronal', kind: 'missing_step', parameter: null, day: '2026-03-03' }),
    ],
  }
  const { exams } = await page(rows)
  expect(exams?.rows.map(({ accession_no, deviations: [one] }) => [accession_no, one?.step, one?.unit])).toEqual([
    ['A2', 'coronal', null],
    ['A1', 'axial', 'mm'],
    ['A3', 'axial', 'mm'],
  ])
  const beside = async (accession_no: string, query: DeviatingExamQuery) => {
    const list = { filter: filterOf(week), query }
    const found = await complianceExamPage(await warehouse(rows), 'C1', accession_no, list)
    return found?.snapshot_id === null ? null : found?.neighbours
  }
  const of = (accession_no: string) => ({ center_code: 'C1', accession_no })
  expect(await beside('A1', {})).toEqual({ previous: of('A2'), next: of('A3') })
  expect(await beside('A1', { parameter: 'SliceThickness' })).toEqual({ previous: null, next: of('A3') })
})
