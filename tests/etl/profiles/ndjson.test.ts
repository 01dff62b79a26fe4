import { expect, test } from 'vitest'
import { checkFile } from '#etl/file-check/check.ts'
import { draftProfile } from '#etl/file-check/draft.ts'
import { readProfile } from '#etl/file-check/profile.ts'

const PROFILE = {
  feed: 'exams',
  files: ['exams/C1/*.ndjson'],
  leave_out: [{ column: 'test', in: ['true'], because: 'test patients' }],
  columns: {
    center_code: { constant: 'C1' },
    accession_no: ['accession', 'order.number'],
    patient_id: 'patient.id',
    patient_sex: { from: 'patient.sex', codes: { 1: 'M', 2: 'F' } },
    modality: '检查类别',
    procedure_code: 'procedure',
    status: { from: 'state', codes: { planned: 'scheduled' } },
    scheduled_at: 'planned',
    updated_at: { from: 'changed', epoch: 'milliseconds' },
  },
}
const SOUND = {
  ...{ accession: 'A1', patient: { id: 'P1', sex: 1 }, 检查类别: 'ＣＴ', procedure: 12345678901, state: 'planned' },
  ...{ planned: '2025年3月5日 8时5分', changed: 1741161600000, remark: 'x' },
}

function check(...lines: (object | string)[]) {
  return checkWith(PROFILE, ...lines)
}

function checkWith(source: object, ...lines: (object | string)[]) {
  const profile = readProfile('p', JSON.stringify(source)).profile
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const report = checkFile({ name: 'a.ndjson', bytes: Buffer.from(text), feed: '', profile, references: null })
  const rows = report.sample.map(({ row }) =>
    Object.fromEntries(report.columns.flatMap((c, i) => (row[i] === null ? [] : [[c, row[i]]]))),
  )
  return { report, rows }
}

test('JSON objects in names of the partner’s own are mapped: aliases, objects within, constants, codes, days and instants', () => {
  const { report, rows } = check(SOUND, { ...SOUND, accession: undefined, order: { number: 'A2' } })
  expect(report.problems).toEqual([])
  const row = {
    ...{ center_code: 'C1', patient_id: 'P1', patient_sex: 'M', modality: 'CT', procedure_code: '12345678901' },
    ...{ status: 'scheduled', scheduled_at: '2025-03-05 08:05:00', updated_at: '2025-03-05 08:00:00Z' },
  }
  expect(rows).toEqual([
    { ...row, accession_no: 'A1' },
    { ...row, accession_no: 'A2' },
  ])
  expect(report.hints).toEqual([{ code: 'unmapped_column', values: { column: 'remark' } }])
})

test('what a line lacks is missing in that line; no object is malformed; filters count', () => {
  const { report } = check(
    SOUND,
    '',
    '[1]',
    '{"accession": ',
    { ...SOUND, patient: { sex: 3 } },
    { ...SOUND, test: true },
    { ...SOUND, changed: 'yesterday' },
  )
  expect(report.problems.map((p) => [p.line, p.column, p.reason])).toEqual([
    [3, null, 'malformed'],
    [4, null, 'malformed'],
    [5, 'patient_id', 'missing_value'],
    [7, 'updated_at', 'bad_type'],
  ])
  expect(report.leftOut).toEqual({ 'test patients': 1 })
  expect(report.rowsGood).toBe(1)
})

test('an object of several exams is cut where its lists are: elements are paired, digits that are lost are told', () => {
  const source = {
    ...PROFILE,
    several_exams: { columns: ['accession', 'procedure'], separators: ['、'] },
  }
  const { report, rows } = checkWith(
    source,
    { ...SOUND, accession: ['A1', 'A2'], procedure: [11, 12] },
    { ...SOUND, accession: ['A3', 'A4'], procedure: '13' },
    { ...SOUND, accession: 'A5、A6', procedure: ['15', '16'] },
    { ...SOUND, accession: ['A7', 'A8', 'A9'], procedure: ['17', '18'] },
    JSON.stringify({ ...SOUND, accession: [12, 13] }).replace('[12,13]', '[123456789012345678901,13]'),
  )
  expect(rows.map((r) => [r.accession_no, r.procedure_code])).toEqual([
    ...[
      ['A1', '11'],
      ['A2', '12'],
      ['A3', '13'],
      ['A4', '13'],
      ['A5', '15'],
      ['A6', '16'],
      ['13', '12345678901'],
    ],
  ])
  expect(report.problems.map((p) => [p.line, p.column, p.reason])).toEqual([
    [4, null, 'malformed'],
    [5, 'accession_no', 'bad_type'],
  ])
})

test('an empty file has no rows, and is not refused', () => {
  const { report } = check('')
  expect([report.rowsRead, report.problems, report.hints.map((h) => h.code)]).toEqual([0, [], ['empty']])
})

test('a draft takes the keys of the first objects for a header', () => {
  const text = '{"检查号": "A1", "患者ID": "P1"}\n{"检查类别": "CT"}\n'
  const draft = draftProfile('exams', 'exams/C1/a.ndjson', Buffer.from(text))
  expect(draft).toMatchObject({
    files: ['exams/C1/*.ndjson'],
    columns: { accession_no: '检查号', patient_id: '患者ID' },
  })
  expect(draft).not.toHaveProperty('delimiter')
})

test('an instant counted since 1970 is for columns of instants', () => {
  const columns = { patient_birth_year: { from: 'x', epoch: 'seconds' } }
  const read = readProfile('p', JSON.stringify({ ...PROFILE, columns }))
  expect(read.problems).toMatchObject([{ path: 'columns.patient_birth_year.epoch' }])
})
