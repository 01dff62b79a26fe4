import { expect, test } from 'vitest'
import { changesOf } from '#queries/protocol/changes.ts'
import { protocolPage } from '#queries/protocol/protocol-page.ts'
import type { ProtocolPage, Version } from '#queries/protocol/protocol-types.ts'
import { center, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const march = { from: '2026-03-02', to: '2026-03-30' }

async function ask(rows: Rows, code = 'P1') {
  const answer = await protocolPage(await warehouse(rows), code, filterOf(march))
  if (answer === undefined || answer.snapshot_id === null) return undefined
  return answer as ProtocolPage
}

/** One exam a value, on a scanner of UIH; `ruled` says which values the rule 900…1100 holds. */
function facts(values: number[], more: Row = {}): Rows {
  const place = (i: number) => ({ center_code: 'A', accession_no: `E${i}`, scanner_id: 'A-MR1', day: '2026-03-03' })
  const isOut = (value: number) => value < 900 || value > 1100
  return {
    center: [center('A')],
    scanner: [{ scanner_id: 'A-MR1', center_code: 'A', modality: 'MR', manufacturer: 'UIH', model: 'uMR 570' }],
    protocol: [
      {
        protocol_code: 'P1',
        version: 3,
        name_en: 'Brain',
        name_zh: '头颅',
        modality: 'MR',
        target_minutes: 15,
        ...more,
      },
    ],
    protocol_rule: [
      {
        ...{ protocol_code: 'P1', version: 3, step: 't1', step_order: 1, required: true, step_severity: 'major' },
        ...{ parameter: 'RepetitionTime', rule_order: 1, min_value: 900, max_value: 1100, severity: 'critical' },
      },
      { protocol_code: 'P1', version: 3, step: 't2', step_order: 2, required: false, step_severity: 'minor' },
    ],
    'mart.exam_compliance': values.map((value, i) => ({
      ...place(i),
      ...{ modality: 'MR', protocol_code: 'P1', protocol_version: 3, assessable: true, compliant: !isOut(value) },
      ...{ missing_steps: 0, deviating_parameters: isOut(value) ? 1 : 0, missing_parameters: 0, missing_tags: 0 },
    })),
    acquisition: values.map((value, i) => {
      const { day: _day, ...series } = place(i)
      return {
        ...{ ...series, event_id: `S${i}`, series_no: 1, step: 't1', started_at: '2026-03-03 02:00:00Z' },
        ...{ parameters: JSON.stringify({ RepetitionTime: value }), missing_tags: [] },
      }
    }),
    'mart.deviation': values.flatMap((value, i) =>
      isOut(value)
        ? [
            {
              ...{ ...place(i), protocol_code: 'P1', protocol_version: 3 },
              ...{ step: 't1', kind: 'out_of_tolerance', parameter: 'RepetitionTime' },
            },
          ]
        : [],
    ),
  }
}

const repeated = (value: number, times: number) => Array.from({ length: times }, () => value)

test('a fleet that agrees with itself and not with the book is named, with the band it would take', async () => {
  const page = (await ask(facts([...repeated(1300, 6), ...repeated(1310, 4), ...repeated(1000, 2)])))!
  const [whole, model] = page.fleet
  expect(whole).toMatchObject({
    ...{ is_whole: true, manufacturer: null, model: null, exams: 12, deviating: 10, expected: '900…1100' },
    ...{ majority: '1300', majority_share: 0.5, median: 1300, verdict: 'agrees_otherwise' },
  })
  // All but the two at 1000 are within 100 of the median.
  expect(whole!.near_share).toBeCloseTo(10 / 12, 12)
  expect(model).toMatchObject({ is_whole: false, manufacturer: 'UIH', model: 'uMR 570', exams: 12 })
  expect(page.draft_changes).toEqual([
    {
      ...{ step: 't1', parameter: 'RepetitionTime', rule_order: 1, severity: 'critical' },
      ...{ from: '900…1100', to: '1200…1400', exams: 12 },
    },
  ])
})

test('the draft keeps everything else of the newest version', async () => {
  const { draft } = (await ask(facts(repeated(1300, 12), { contrast: false, dlp_reference: 860 })))!
  expect(draft).toMatchObject({
    ...{ protocol_code: 'P1', version: 4, name_en: 'Brain', name_zh: '头颅', modality: 'MR', target_minutes: 15 },
    ...{ contrast: false, dose_reference: { DLP: 860 }, effective_to: null },
    steps: [
      {
        ...{ step: 't1', order: 1, required: true, severity: 'major' },
        parameters: { RepetitionTime: [{ min: 1200, max: 1400, severity: 'critical' }] },
      },
      { step: 't2', order: 2, required: false, severity: 'minor', parameters: {} },
    ],
  })
})

test('a fleet that keeps to the book, one that agrees on nothing and one of a few exams move no rule', async () => {
  const verdictOf = async (values: number[]) => {
    const page = (await ask(facts(values)))!
    expect(page.draft_changes).toEqual([])
    return page.fleet[0]!.verdict
  }
  expect(await verdictOf([...repeated(1000, 8), ...repeated(1300, 4)])).toBe('as_ruled')
  expect(await verdictOf([...repeated(1300, 5), ...repeated(1800, 5), ...repeated(500, 2)])).toBe('scattered')
  expect(await verdictOf(repeated(1300, 9))).toBe('too_few')
})

const version = (number: number, effective_from: string | null): Version => ({
  ...{ version: number, effective_from, effective_to: null, name_en: '', name_zh: '' },
  ...{ target_minutes: null, ctdi_vol_reference: null, dlp_reference: null },
})

test('each change of version is looked at over 84 days on either side, as far as data and neighbours reach', () => {
  const versions = [version(3, '2026-04-01'), version(2, '2026-03-01'), version(1, null)]
  expect(changesOf(versions, '2026-02-01', '2026-04-30')).toEqual([
    {
      version: 3,
      before: { from: '2026-03-01', to: '2026-04-01' },
      after: { from: '2026-04-01', to: '2026-05-01' },
    },
    {
      version: 2,
      before: { from: '2026-02-01', to: '2026-03-01' },
      after: { from: '2026-03-01', to: '2026-04-01' },
    },
  ])
  expect(changesOf(versions, '2026-05-01', '2026-05-30')).toEqual([])
  expect(changesOf(versions, null, null)).toEqual([])
})

test('a new version’s rate stands beside the old one’s, with the interval of the difference', async () => {
  const exams = (version: number, day: string, n: number, compliant: number): Row[] =>
    Array.from({ length: n }, (_, i) => ({
      ...{ center_code: 'A', accession_no: `${day}-${i}`, scanner_id: 'A-MR1', day, modality: 'MR' },
      ...{ protocol_code: 'P1', protocol_version: version, assessable: true, compliant: i < compliant },
    }))
  const page = (await ask({
    center: [center('A')],
    protocol: [
      { protocol_code: 'P1', version: 1, name_en: 'Brain', modality: 'MR' },
      { protocol_code: 'P1', version: 2, name_en: 'Brain', modality: 'MR', effective_from: '2026-03-02' },
    ],
    'mart.center_day': ['2026-02-10', '2026-03-10'].map((day) => ({
      ...{ center_code: 'A', day, modality: 'MR', exams_performed: 100 },
    })),
    'mart.exam_compliance': [...exams(1, '2026-02-10', 100, 60), ...exams(2, '2026-03-10', 100, 90)],
  }))!
  expect(page.changes).toHaveLength(1)
  const { compliance_rate, agreement } = page.changes[0]!.figures
  expect(compliance_rate).toMatchObject({ value: 0.9, n: 100, previous: { value: 0.6, n: 100 }, verdict: 'better' })
  expect(compliance_rate.change).toBeCloseTo(0.3, 12)
  expect(compliance_rate.change_low!).toBeGreaterThan(0.15)
  expect(compliance_rate.change_high!).toBeLessThan(0.45)
  expect(agreement).toMatchObject({ value: null, n: 0 })
})

test('a protocol that the book does not know is not found', async () => {
  expect(await ask(facts([1000]), 'P9')).toBeUndefined()
})
