import { expect, test } from 'vitest'
import { parametersPage, parametersQuery } from '#queries/compliance/parameters-page.ts'
import type { ParametersPage } from '#queries/compliance/parameters-types.ts'
import { center, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const march = { from: '2026-03-02', to: '2026-03-16' }

async function ask(rows: Rows, search = '', filter: Parameters<typeof filterOf>[0] = {}, money = false) {
  const query = parametersQuery(new URLSearchParams(search))
  const answer = await parametersPage(await warehouse(rows), filterOf({ ...march, ...filter }), query, { money })
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer as ParametersPage
}

const rule = (row: Row): Row => ({
  protocol_code: 'P1',
  version: 1,
  step: 't1',
  step_order: 1,
  required: true,
  parameter: 'RepetitionTime',
  rule_order: 1,
  severity: 'major',
  ...row,
})

/** GE is ruled 450…550, everybody else 900…1100. */
const RULES = [
  rule({ manufacturer: 'ge', rule_order: 1, min_value: 450, max_value: 550 }),
  rule({ rule_order: 2, min_value: 900, max_value: 1100 }),
]
const SCANNERS = [
  { scanner_id: 'A-MR1', center_code: 'A', modality: 'MR', manufacturer: 'GE' },
  { scanner_id: 'B-MR1', center_code: 'B', modality: 'MR', manufacturer: 'UIH' },
]

interface Judged {
  accession_no: string
  center?: string
  day?: string
  value: number | null
  /** What else is wrong with it. */
  others?: number
  step?: string
}

/** An exam with one series and what the mart says of it; whether the value deviates is worked out here by hand. */
function facts(exams: Judged[]): Rows {
  const deviates = ({ value, center = 'B' }: Judged) =>
    value !== null && (center === 'A' ? value < 450 || value > 550 : value < 900 || value > 1100)
  const place = ({ accession_no, center = 'B', day = '2026-03-03' }: Judged) => ({
    center_code: center,
    accession_no,
    day,
    scanner_id: `${center}-MR1`,
    protocol_code: 'P1',
    protocol_version: 1,
  })
  return {
    center: [center('A'), center('B')],
    scanner: SCANNERS,
    protocol: [{ protocol_code: 'P1', version: 1, name_en: 'Brain', modality: 'MR' }],
    protocol_rule: RULES,
    'mart.exam_compliance': exams.map((e) => ({
      ...place(e),
      modality: 'MR',
      assessable: true,
      compliant: !deviates(e) && e.value !== null && !e.others,
      missing_steps: 0,
      deviating_parameters: (deviates(e) ? 1 : 0) + (e.others ?? 0),
      missing_parameters: e.value === null ? 1 : 0,
      missing_tags: 0,
    })),
    acquisition: exams.map((e) => ({
      ...{ center_code: e.center ?? 'B', scanner_id: `${e.center ?? 'B'}-MR1`, accession_no: e.accession_no },
      ...{ event_id: `E${e.accession_no}`, series_no: 1, step: e.step ?? 't1', started_at: '2026-03-03 02:00:00Z' },
      parameters: e.value === null ? '{}' : JSON.stringify({ RepetitionTime: e.value }),
      missing_tags: [],
    })),
    'mart.deviation': exams
      .filter((e) => deviates(e) || e.value === null)
      .map((e) => ({
        ...place(e),
        step: 't1',
        parameter: 'RepetitionTime',
        kind: e.value === null ? 'missing_parameter' : 'out_of_tolerance',
        severity: 'major',
      })),
  }
}

const exams = (n: number, prefix: string, exam: Omit<Judged, 'accession_no'>): Judged[] =>
  Array.from({ length: n }, (_, i) => ({ accession_no: `${prefix}${i}`, ...exam }))

test('each scanner is a strip beside the rule that holds on it, those with most deviating exams first', async () => {
  const { strips, chosen } = await ask(
    facts([
      ...exams(4, 'a', { center: 'A', value: 500 }),
      ...exams(3, 'b', { value: 1000 }),
      ...exams(2, 'c', { value: 1200 }),
      ...exams(1, 'd', { value: null }),
    ]),
  )
  expect(chosen).toMatchObject({ protocol_code: 'P1', step: 't1', parameter: 'RepetitionTime', name_en: 'Brain' })
  expect(strips).toMatchObject([
    {
      ...{ scanner_id: 'B-MR1', expected: '900…1100', exams: 6, deviating: 3, majority: '1000' },
      values: [
        { value: 1000, exams: 3, deviating: 0 },
        { value: 1200, exams: 2, deviating: 2 },
        { value: null, text: null, exams: 1, deviating: 1 },
      ],
    },
    { scanner_id: 'A-MR1', expected: '450…550', exams: 4, deviating: 0, majority: '500' },
  ])
})

test('the last series of a step is the judged one, under the center’s own name of it too', async () => {
  const rows = facts(exams(1, 'b', { value: 1000, step: 'T1 Tra' }))
  const [series] = rows['acquisition']!
  const { strips } = await ask({
    ...rows,
    step_alias: [{ center_code: 'B', alias: 't1tra', step: 't1' }],
    acquisition: [
      { ...series, event_id: 'E1', series_no: 1, parameters: '{"RepetitionTime": 700}' },
      { ...series, event_id: 'E2', series_no: 2 },
    ],
  })
  expect(strips.map(({ values }) => values)).toEqual([[{ value: 1000, text: null, exams: 1, deviating: 0 }]])
})

test('the median by week is that of the values, absent ones left out', async () => {
  const { weeks } = await ask(
    facts([
      ...exams(1, 'a', { value: 1000 }),
      ...exams(1, 'b', { value: 1100 }),
      ...exams(1, 'c', { value: null }),
      ...exams(1, 'd', { value: 1050, day: '2026-03-10' }),
    ]),
  )
  expect(weeks).toEqual([
    { week: '2026-03-02', exams: 3, deviating: 1, median: 1050, p10: 1010, p90: 1090 },
    { week: '2026-03-09', exams: 1, deviating: 0, median: 1050, p10: 1050, p90: 1050 },
  ])
})

test('another band changes the verdict only of exams that nothing else breaks', async () => {
  const rows = facts([
    ...exams(6, 'good', { value: 1000 }),
    ...exams(3, 'high', { value: 1200 }),
    ...exams(2, 'both', { value: 1200, others: 1 }),
    ...exams(1, 'none', { value: null }),
  ])
  const { what_if } = await ask(rows, 'min=900&max=1250')
  expect(what_if).toMatchObject({
    ...{ changed: 3, before: { numerator: 6, n: 12, value: 0.5 }, after: { numerator: 9, n: 12, value: 0.75 } },
    centers: [{ center_code: 'B', assessable: 12, before: 6, after: 9, changed: 3 }],
  })
  const tighter = await ask(rows, 'min=1100&max=1250')
  expect(tighter.what_if).toMatchObject({ changed: 9, after: { numerator: 3 } })
  expect((await ask(rows)).what_if).toBeNull()
})

test('a looser band never lowers a rate', async () => {
  const values = [400, 700, 880, 905, 1000, 1095, 1105, 1190, 1300, 2000]
  const rows = facts(values.flatMap((value, i) => exams(2, `v${i}-`, { value, others: i % 3 === 0 ? 1 : 0 })))
  const reader = await warehouse(rows)
  const after = async (min: number, max: number) => {
    const query = parametersQuery(new URLSearchParams({ min: String(min), max: String(max) }))
    const page = (await parametersPage(reader, filterOf(march), query, { money: false })) as ParametersPage
    return page.what_if!.after.numerator!
  }
  let last = 0
  for (const width of [0, 5, 50, 100, 100.5, 150, 250, 600, 1200]) {
    const now = await after(1000 - width, 1000 + width)
    expect(now).toBeGreaterThanOrEqual(last)
    last = now
  }
})

test('a band that is none, and a parameter that the book does not rule, are refused', async () => {
  expect(() => parametersQuery(new URLSearchParams('min=abc'))).toThrow('min is no number')
  expect(() => parametersQuery(new URLSearchParams('min=5&max=1'))).toThrow('min is above max')
  await expect(ask(facts(exams(1, 'a', { value: 1 })), 'parameter=EchoTime')).rejects.toThrow('not ruled')
})

test('what breaks compliance is ranked by exams, or by severity first, with its running share', async () => {
  const rows = facts(exams(3, 'b', { value: 1200 }))
  const missing = rows['mart.deviation']![0]!
  rows['mart.deviation']!.push({ ...missing, kind: 'missing_step', step: 't2', parameter: null, severity: 'critical' })
  const by = async (rank: string) => (await ask(rows, `rank=${rank}`)).pareto
  expect(await by('exams')).toMatchObject([
    { step: 't1', kind: 'out_of_tolerance', exams: 3, cumulative_share: 0.75 },
    { step: 't2', kind: 'missing_step', exams: 1, cumulative_share: 1 },
  ])
  expect((await by('severity')).map(({ severity }) => severity)).toEqual(['critical', 'major'])
})

test('a tag that two series of an exam lack is one exam of the scanner', async () => {
  const rows = facts(exams(2, 'b', { value: 1000 }))
  const [one] = facts(exams(1, 'b', { value: null }))['mart.deviation']!
  rows['mart.deviation'] = ['t1', 't2'].map((step) => ({ ...one, step, kind: 'missing_tag', parameter: 'KVP' }))
  expect((await ask(rows)).missing_tags).toEqual([
    { center_code: 'B', scanner_id: 'B-MR1', tag: 'KVP', exams: 1, n: 2 },
  ])
})

test('deviating exams are set beside compliant ones of the same protocol and model, in minutes', async () => {
  const rows = facts([...exams(12, 'good', { value: 1000 }), ...exams(11, 'high', { value: 1200 })])
  const minutesOf = (accession: string) => (accession.startsWith('high') ? 24 : 15)
  rows['exam'] = rows['mart.exam_compliance']!.map(({ accession_no, scanner_id, day }) => {
    const end = String(minutesOf(String(accession_no))).padStart(2, '0')
    return {
      ...{ center_code: 'B', accession_no, scanner_id, day, modality: 'MR', performed: true },
      ...{ started_at: '2026-03-03 02:00:00Z', completed_at: `2026-03-03 02:${end}:00Z` },
      repeat_of: accession_no === 'high0' ? 'good0' : null,
    }
  })
  rows['mart.exam_compliance'] = rows['mart.exam_compliance']!.map((row) => ({
    ...row,
    ...{ exam_minutes: minutesOf(String(row['accession_no'])), is_repeat: row['accession_no'] === 'high0' },
  }))
  const { costs } = await ask(rows)
  expect(costs).toMatchObject([
    {
      ...{ protocol_code: 'P1', manufacturer: 'UIH', model: null, deviating: 11, compliant: 12 },
      ...{ difference: 9, minutes: 99, repeats: 1, compliant_repeats: 0 },
    },
  ])
  expect((await ask(facts(exams(9, 'high', { value: 1200 })))).costs).toEqual([])
  // A staffed minute last cost 2.50; what it costs after the period does not count.
  rows['mart.scanner_month'] = ['2026-01-01', '2026-02-01', '2026-04-01'].map((month, i) => ({
    ...{ center_code: 'B', scanner_id: 'B-MR1', month, cost_per_staffed_minute: [1, 2.5, 9][i]! },
  }))
  const priced = await ask(rows, 'rank=cost', {}, true)
  // The only exam that was made again is a compliant one, for 24 minutes: eleven of twelve would have taken 22.
  expect(priced.costs).toMatchObject([{ minutes: 99, repeat_minutes: -22, cny: 192.5 }])
  expect(priced.pareto).toMatchObject([{ parameter: 'RepetitionTime', exams: 11, minutes: 77, cny: 192.5 }])
  // Of the deviating exams one was made again, for 24 minutes; of the twelve compliant ones another, for as long.
  rows['exam'] = rows['exam'].map((row) => ({
    ...row,
    repeat_of: { high0: 'good0', high1: 'high2' }[String(row['accession_no'])] ?? null,
  }))
  const [again] = (await ask(rows, 'rank=cost', {}, true)).costs
  expect(again).toMatchObject({ repeated: 1, compliant_repeated: 1 })
  expect(again!.repeat_minutes).toBeCloseTo(24 - (11 / 12) * 24, 9)
  expect(again!.cny).toBeCloseTo(2.5 * (99 + 2), 9)
  const plain = await ask(rows, 'rank=cost')
  expect([plain.costs[0]!.cny, plain.pareto[0]!.cny]).toEqual([null, null])
  expect(plain.pareto[0]!.minutes).toBeCloseTo(101, 9)
})
