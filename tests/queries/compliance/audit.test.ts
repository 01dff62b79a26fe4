import { expect, test } from 'vitest'
import { NO_CASES, type CaseMarks } from '#queries/cases/case-types.ts'
import { auditPage, auditQuery } from '#queries/compliance/audit-page.ts'
import type { AuditPage, DeviationMark } from '#queries/compliance/audit-types.ts'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import { center, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const march = { from: '2026-03-02', to: '2026-03-16' }

const place = (i: number, day: string): Row => ({
  ...{ center_code: 'A', accession_no: `E${String(i).padStart(2, '0')}`, scanner_id: 'A-MR1', day },
  ...{ protocol_code: 'P1', protocol_version: 1 },
})

/** Ten exams: the first four deviate in one value each, the fourth lacks a step as well. */
function facts(): Rows {
  const dayOf = (i: number) => (i < 2 ? '2026-03-03' : '2026-03-12')
  const value = (i: number): Row => ({
    ...{ ...place(i, dayOf(i)), step: 't1', kind: 'out_of_tolerance', parameter: 'RepetitionTime', severity: 'major' },
    ...{ observed: '1200', expected: '900…1100' },
  })
  return {
    center: [center('A')],
    protocol: [{ protocol_code: 'P1', version: 1, name_en: 'Brain', modality: 'MR' }],
    'mart.exam_compliance': Array.from({ length: 10 }, (_, i) => ({
      ...{ ...place(i, dayOf(i)), modality: 'MR', assessable: true, compliant: i >= 4 },
      ...{
        missing_steps: i === 3 ? 1 : 0,
        deviating_parameters: i < 4 ? 1 : 0,
        missing_parameters: 0,
        missing_tags: 0,
      },
    })),
    'mart.deviation': [
      ...[0, 1, 2, 3].map(value),
      { ...value(3), kind: 'missing_step', step: 't2', parameter: null, severity: 'critical', observed: null },
      { ...value(0), kind: 'extra_step', step: 'x', parameter: null },
    ],
  }
}

type Marks = CaseMarks<DeviationMark>

const mark = (accession_no: string, state: DeviationMark['state']): DeviationMark => ({
  ...{ center_code: 'A', accession_no, step: 't1', parameter: 'RepetitionTime', state },
  ...{
    reason: state === 'accepted' ? 'patient' : null,
    comment: '',
    assigned_to: null,
    due: null,
    user_name: 'qa',
    at: '2026-03-13T08:00:00.000Z',
  },
})
const marked: Marks = {
  people: [],
  marks: [mark('E00', 'accepted'), mark('E03', 'accepted'), mark('E02', 'training')],
  revision: 3,
  may_mark: true,
}

async function ask(search = '', marks: Marks = marked) {
  const reader = await warehouse(facts())
  return (await auditPage(reader, filterOf(march), auditQuery(new URLSearchParams(search)), marks)) as AuditPage
}

test('every deviation that breaks compliance is on the list, the oldest first, with what was said of it', async () => {
  const { items, counts } = await ask()
  expect(items.rows.map(({ accession_no, step, state, age_days }) => [accession_no, step, state, age_days])).toEqual([
    ['E00', 't1', 'accepted', 13],
    ['E01', 't1', 'open', 13],
    ['E02', 't1', 'training', 4],
    ['E03', 't1', 'accepted', 4],
    ['E03', 't2', 'open', 4],
  ])
  expect(items.rows[0]!.mark).toMatchObject({ reason: 'patient', user_name: 'qa' })
  expect(counts).toEqual({ open: 2, accepted: 2, training: 1, fixed: 0 })
})

test('the newest word is the state of a deviation, and what was said before stands beside it', async () => {
  const marks = [mark('E00', 'fixed'), mark('E00', 'accepted')]
  const { items, counts } = await ask('', { ...marked, marks })
  expect(items.rows[0]).toMatchObject({ state: 'fixed', mark: { state: 'fixed' }, history: [{ state: 'accepted' }] })
  expect(counts).toEqual({ open: 4, accepted: 0, training: 0, fixed: 1 })
})

test('the list is narrowed by state, parameter and age', async () => {
  const of = async (search: string) =>
    (await ask(search)).items.rows.map(({ accession_no, step }) => accession_no + step)
  expect(await of('state=open')).toEqual(['E01t1', 'E03t2'])
  expect(await of('state=accepted&age=7')).toEqual(['E00t1'])
  expect(await of('step=t1&parameter=RepetitionTime')).toHaveLength(4)
  expect(await of('age=14')).toEqual([])
})

test('what is accepted leaves the rate only when it is asked for, and only where nothing else breaks the exam', async () => {
  const plain = await ask()
  expect(plain.rate_without_accepted).toBeNull()
  expect(plain.compliance_rate).toMatchObject({ value: 0.6, n: 10 })
  const without = await ask('without_accepted=1')
  // E00 would comply; E03 still lacks a step.
  expect(without.rate_without_accepted).toMatchObject({ value: 0.7, n: 10, numerator: 7 })
  expect(without.compliance_rate).toEqual(plain.compliance_rate)
})

test('no state changes a figure of the compliance page or of the list', async () => {
  const reader = await warehouse(facts())
  const rate = async () => {
    const page = await compliancePage(reader, filterOf(march), { persons: true })
    return page.snapshot_id === null ? null : page.figures.compliance_rate
  }
  const before = await rate()
  const states = await Promise.all([NO_CASES, marked].map((marks) => ask('', marks)))
  expect(states.map((page) => page.compliance_rate.value)).toEqual([0.6, 0.6])
  expect(states.map((page) => page.items.total)).toEqual([5, 5])
  expect(await rate()).toEqual(before)
})

test('the list is narrowed to one person and to what is overdue', async () => {
  const given = { ...mark('E01', 'open'), assigned_to: 'ann', due: '2026-03-15' }
  const later = { ...mark('E02', 'open'), assigned_to: 'ann', due: '2026-03-20' }
  const of = async (search: string) =>
    (await ask(search, { ...marked, marks: [given, later] })).items.rows.map(({ accession_no }) => accession_no)
  expect(await of('person=ann')).toEqual(['E01', 'E02'])
  expect(await of('person=bo')).toEqual([])
  // The period ends on the 16th.
  expect(await of('overdue=1')).toEqual(['E01'])
})
